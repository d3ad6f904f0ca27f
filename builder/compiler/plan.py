"""Decides what is written of a drawing: names for its wires, fields, answers, Objectives and blocks."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from builder.checker.analysis import Analysis
from builder.checker.checker import analyze
from builder.checker.wiring import Wire
from builder.compiler.body import Body, NameGiver
from builder.compiler.choices import settle
from builder.compiler.classes import Classes, computed
from builder.compiler.frozen import has_frozen
from builder.compiler.goal import Goal
from builder.compiler.growing import has_growing
from builder.compiler.stages import StagePlan, stage_plans
from builder.drawing.document import Document
from builder.drawing.problems import InvalidDocument
from builder.kinds import schedules, starting
from builder.kinds.dataset import Dataset, Loader
from builder.kinds.joined import joined_name, together
from builder.kinds.layer import ComputedLayer
from builder.kinds.objective import beyond_torch
from builder.kinds.own_code import is_ours, with_helpers
from builder.layers.repeat import Growing
from builder.meaning.check import errors_of
from builder.script.freezing import frozen

TAKEN = {
    "self",
    "net",
    "batch",
    "rows",
    "chance",
    "torch",
    "nn",
    "F",
    "Tensor",
    "Network",
    "metrics",
    "sources",
    "trace",
    "measure_part",
    "train",
    "fewer",
    "fit",
    "in_bfloat16",
    "compiled",
    "parameter_groups",
    "learned_in",
    "few",
    "first",
    "device",
    "name",
    "values",
    "next",
    "iter",
    "len",
}

OF_SCRIPTS = {
    "Stage",
    "Course",
    "train_stage",
    "hold",
    "grow",
    "begin",
    "begin_plan",
    "take_weights",
    "load_file",
    "field",
    "ask",
}
"""What exported scripts call their own, beside that: no function of an Objective may be called so."""


@dataclass(frozen=True)
class Plan:
    """What is written: names for wires and modules, and which wires the network answers with.

    ``measured`` is what is measured on the validation part, by name: each loss that is minimised, then each metric.
    ``made`` are the answers that samplers make, by their wires.
    """

    found: Analysis
    fields: dict[Wire, str]
    answers: dict[Wire, str]
    goals: tuple[Goal, ...]
    classes: Classes
    body: Body
    measured: dict[str, Wire]
    sources: tuple[str, ...] = field(default=())
    stages: tuple[StagePlan, ...] = field(default=())
    made: dict[Wire, str] = field(default_factory=dict)

    @property
    def has_rates(self) -> bool:
        """Whether some node learns faster or slower than the others."""
        looks = _all_looks(self.found)
        return any(look.graph.nodes[id].rate != 1 for look in looks for id in computed(look))

    @property
    def goes_beyond_torch(self) -> bool:
        """Whether its loop must know of more than torch's optimizers and schedules do."""
        params = [self.found.params[goal.id] for goal in self.goals]
        return self.has_rates or any(beyond_torch(each) for each in params)

    @property
    def answer_fields(self) -> list[Wire]:
        """The fields that the network's answers rest on, in the order of `forward`'s arguments."""
        before = self.found.wiring.ancestors(node for node, _ in self.answers)
        read = {wire for node in before for wire in self.found.wiring.sources[node].values()} | set(self.answers)
        return [wire for wire in self.fields if wire in read]


GOALS = {"no_data", "no_objective"}
"""Problems of a drawing that answers but is not trained."""


def only_answers(found: Analysis) -> bool:
    """Whether a drawing has something to answer, and nothing stands in the way but that it has no data or Objective."""
    errors = {problem.code for problem in errors_of(found)}
    return bool(errors) and errors <= GOALS and bool(found.with_role("output"))


def plan(document: Document, *, to_train: bool = True) -> Plan:
    """Decide what to write; a drawing that only answers needs no data and no Objective.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    return plan_of(analyze(document), to_train=to_train)


def plan_of(found: Analysis, *, to_train: bool = True) -> Plan:
    """Decide what to write of a drawing that was looked at.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    errors = [problem for problem in errors_of(found) if to_train or problem.code not in GOALS]
    if errors:
        raise InvalidDocument(errors)
    settle(found)
    sources = tuple(id for id in found.with_role("source") if id in found.needed)
    fields = _fields(found, sources)
    ours = TAKEN | {code.__name__ for code in own_code(found)} | _loading(found)
    goals = _goals(found, NameGiver(ours | OF_SCRIPTS))
    taken = ours | set(fields.values()) | {name for goal in goals for name in goal.names}
    classes = Classes(found, taken)
    body = Body(found, classes, names := NameGiver(taken | classes.names))
    losses = {goal.loss[0]: goal.loss for goal in goals}
    measured = {**losses, **{id: (id, "metric") for id in found.with_role("metric")}}
    stages = stage_plans(found, goals, measured, body, names)
    answers, made = _answers(found), _made(found)
    return Plan(found, fields, answers, goals, classes, body, measured, sources, stages, made)


def _goals(found: Analysis, names: NameGiver) -> tuple[Goal, ...]:
    ids = found.with_role("objective")
    goals = []
    for id in ids:
        alone, params = len(ids) == 1, found.params[id]
        function = "objective" if alone else names.free(id)
        optimizer = "make_optimizer" if alone else f"make_{function}_optimizer"
        schedule = "make_schedule" if alone else f"make_{function}_schedule"
        has_schedule = params["schedule"] != schedules.NONE
        loss, every = found.wiring.sources[id]["loss"], int(str(params["every"]))
        goals.append(Goal(id, function, optimizer, schedule if has_schedule else None, loss, every))
    return tuple(goals)


def _fields(found: Analysis, sources: Iterable[str]) -> dict[Wire, str]:
    """What a batch holds: the fields of the data set, and what chance adds."""
    data = [id for id in found.with_role("data") if id in found.needed]
    fields = {
        (id, port.name): joined_name(id, port.name) if len(data) > 1 else port.name
        for id in data
        for port in found.layers[id].spec.outputs
    }
    names = NameGiver(TAKEN | set(fields.values()))
    return {**fields, **{(id, port.name): names.free(id) for id in sources for port in found.layers[id].spec.outputs}}


def fields_of(plan: Plan, batch: str = "batch") -> dict[Wire, ast.expr]:
    """What a batch holds, as the source reads it out of a variable of this name."""
    return {wire: ast.Subscript(ast.Name(batch), ast.Constant(name)) for wire, name in plan.fields.items()}


def _answers(found: Analysis) -> dict[Wire, str]:
    """What the Output nodes mark, by their names or, without any, what the losses judge."""
    sampled = found.sampled
    marked = {found.wiring.sources[id]["input"]: id for id in reversed(found.with_role("output")) if id not in sampled}
    judged = [
        wire
        for id in found.with_role("loss")
        if id in found.needed and (wire := found.wiring.sources[id].get("input")) is not None
    ]
    answers = marked or {wire: wire[0] for wire in judged}
    place = {id: i for i, id in enumerate(found.wiring.order)}
    return dict(sorted(answers.items(), key=lambda answer: place[answer[0][0]]))


def _made(found: Analysis) -> dict[Wire, str]:
    """What is made by samplers: what Output nodes mark of it, and what no Output rests on, by its node."""
    sampled = found.sampled
    made = {found.wiring.sources[id]["input"]: id for id in reversed(found.with_role("output")) if id in sampled}
    marked = found.wiring.ancestors(node for node, _ in made)
    alone = [id for id in found.with_role("sampler") if id not in marked]
    made |= {(id, found.layers[id].spec.outputs[0].name): id for id in alone}
    place = {id: i for i, id in enumerate(found.wiring.order)}
    return dict(sorted(made.items(), key=lambda answer: place[answer[0][0]]))


def _all_looks(found: Analysis) -> list[Analysis]:
    """The main block and every look at another one."""
    return [look for looks in found.blocks.values() for look in looks if look.is_used] + [found]


def own_code(found: Analysis) -> list[Any]:
    """Our own functions and classes that a drawing uses, each after what it uses itself."""
    looks = _all_looks(found)
    layers = (look.layers[id] for look in looks for id in computed(look))
    used = [code for layer in layers if isinstance(layer, ComputedLayer) for code in layer.own_code]
    used += starting.code_of(params for look in looks for params in look.params.values())
    used += [frozen] if has_frozen(looks) else []
    used += [Growing] if has_growing(found) else []
    return with_helpers(used)


def _loading(found: Analysis) -> set[str]:
    """The names that a script has for what loads its data."""
    sets = (layer for layer in found.layers.values() if isinstance(layer, Dataset) and is_ours(layer.load))
    return {name for layer in sets for name in _names(layer.load)} | set(_names(together))


@lru_cache
def _names(load: Loader) -> frozenset[str]:
    return frozenset(part.__name__ for part in with_helpers([load]))
