"""Makes a drawing runnable: its source is executed as it stands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn

from builder.checker.analysis import Analysis
from builder.checker.cost import Cost
from builder.checker.wiring import Wire
from builder.compiler.choices import Choice, answered, choices
from builder.compiler.draws import DRAWS, HELD_OUT
from builder.compiler.plan import Plan, plan
from builder.compiler.questions import Questions, questions
from builder.compiler.sampling import made_fields, makes
from builder.compiler.stages import StagePlan
from builder.compiler.writer import (
    block_body,
    block_trace,
    measures,
    write,
    write_between,
    write_made,
    write_network,
    write_trace,
)
from builder.drawing.document import Document, Stage, Training
from builder.kinds.dataset import Dataset
from builder.kinds.joined import Joined
from builder.kinds.sampler import Sampler
from builder.script.compiling import compiled
from builder.script.holding import grow
from builder.script.precision import in_bfloat16

Batch = dict[str, Tensor]
NAME = "layerloom_network"
"""The module that a drawing's source is executed as."""


@dataclass(frozen=True)
class Answer:
    """One thing the network answers: its name, and the choice between classes that it makes, if it is judged as one.

    ``wire`` is where it lies in the drawing; ``fields`` of a batch are what it rests on. What is made by a sampler
    node, such as a text letter by letter, names it as ``sampler``.
    """

    name: str
    choice: Choice | None = None
    wire: Wire = ("", "")
    fields: tuple[str, ...] = ()
    sampler: str = ""

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes that it chooses between; none where it does not."""
        return self.choice.classes if self.choice else ()


@dataclass(frozen=True)
class Goal:
    """One Objective: its loss, what moves the parameters, how often it takes a step, how its learning rate changes.

    ``objective`` is in the precision of the training, ``written`` as the source has it.
    """

    loss_name: str
    objective: Callable[[nn.Module, Batch], Tensor]
    make_optimizer: Callable[[nn.Module], torch.optim.Optimizer]
    every: int
    make_schedule: Callable[[torch.optim.Optimizer, int], torch.optim.lr_scheduler.LRScheduler] | None = None
    id: str = ""
    written: Callable[[nn.Module, Batch], Tensor] | None = None

    def compiled(self) -> Goal:
        """The same, whose loss is computed by what `torch.compile` makes of it."""
        if self.written is None or self.written is self.objective:
            return replace(self, objective=compiled(self.objective))
        return replace(self, objective=in_bfloat16(compiled(self.written)))  # it wants functions of one module


@dataclass(frozen=True)
class ProgramStage:
    """A part of a training: ``program`` is the drawing as it runs meanwhile, with its Objectives, data and measures.

    ``training``, ``held`` and ``times`` are as `StagePlan` has them.
    """

    stage: Stage
    training: Training
    program: Program
    held: tuple[str, ...]
    times: Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """The main block or another one, to be looked into: its first use, its class, its attributes by their nodes.

    ``trace`` gives what comes out of each node, from ``(net, batch)`` or from a block's module and its inputs.
    """

    found: Analysis
    made: type[nn.Module]
    modules: Mapping[str, str]
    trace: Callable[..., dict[str, Tensor]]


@dataclass(frozen=True)
class Program:
    """A compiled drawing. The functions are those of ``source``, executed; ``parts`` are its blocks by name.

    Objectives, metrics and ``trace`` compute in the precision of the training settings; what looks into ``parts``, and
    what asks the network for answers, computes in float32, as the exported network will.
    With ``stages`` each of them has a program of its own; the whole one holds all data, and what is measured last.
    ``fit`` sets what is counted over all that is learned from, before the first step.
    ``answers`` are what `Network.forward` gives for the fields that are ``asked``; ``told`` is what whoever asks the
    network is told (`ask`): what samplers make, and the answers that nothing decodes further.
    ``monitor_rises`` says whether what the training settings monitor is better when it is larger.
    """

    source: str
    network: Callable[[], nn.Module]
    goals: tuple[Goal, ...]
    goal_names: tuple[tuple[str, str, str | None], ...]
    sources: Callable[[int, torch.Generator], Batch] | None
    fit: Callable[[nn.Module, Batch], None] | None
    metrics: Callable[[nn.Module, Batch], dict[str, Tensor]]
    trace: Callable[[nn.Module, Batch], dict[str, Tensor]]
    dataset: Dataset
    dataset_params: dict[str, Any]
    asked: tuple[str, ...]
    answers: tuple[Answer, ...]
    parameters: int
    cost: Cost
    monitor_rises: bool
    plan: Plan
    parts: Mapping[str, Part]
    space: dict[str, Any] = field(repr=False)
    told: tuple[Answer, ...] = ()
    stages: tuple[ProgramStage, ...] = field(default=(), repr=False)
    _between: dict[tuple[tuple[Wire, ...], tuple[Wire, ...]], Callable[..., tuple[Tensor, ...]]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice between classes that is judged, losses first."""
        return tuple(choices(self.plan.found))

    @cached_property
    def questions(self) -> tuple[Questions, ...]:
        """Everything that is judged label by label, losses first."""
        return tuple(questions(self.plan.found))

    @property
    def drawn(self) -> frozenset[str]:
        """The fields of a batch that sources draw."""
        return frozenset(name for (node, _), name in self.plan.fields.items() if node in self.plan.sources)

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The fields of a batch that what is told rests on, drawn ones too, in the order of the drawing."""
        read = {name for answer in self.told for name in answer.fields}
        return tuple(dict.fromkeys(name for name in self.plan.fields.values() if name in read))

    @property
    def beginnings(self) -> dict[str, int]:
        """The fields of which a beginning is given, however long, and how much of a held-out sample is one."""
        found, begun = self.plan.found, dict[str, int]()
        for id in found.with_role("sampler"):
            layer, wires = found.layers[id], found.wiring.sources[id]
            assert isinstance(layer, Sampler)
            is_begun = layer.begins not in layer.forms(found.params[id])
            if (wire := wires.get(layer.begins)) in self.plan.fields and id in found.needed and is_begun:
                begun[self.plan.fields[wire]] = int(str(found.params[id]["kept"]))
        return begun

    def make(self, targets: Iterable[Wire]) -> Callable[..., tuple[Tensor, ...]]:
        """A function ``made(net, rows, batch, chance)`` that gives some wires which rest on samplers."""
        key: tuple[tuple[Wire, ...], tuple[Wire, ...]] = ((), tuple(targets))
        if key not in self._between:
            space = dict(self.space)
            exec(write_made(self.plan, key[1]), space)
            self._between[key] = space["made"]
        return self._between[key]

    def ask(
        self, net: nn.Module, batch: Batch, chance: torch.Generator, names: Iterable[str] | None = None
    ) -> dict[str, Tensor]:
        """What the network tells of a batch, by the names of ``told``: all that the batch is enough for, or ``names``.

        ``net`` is in use, not in training (`trainer.look.looking`). The same chance makes the same samples, and what
        rests on one sampler is of the same sample: it is drawn again from where chance stood.
        """
        wanted = [a for a in self.told if (a.name in set(names) if names is not None else batch.keys() >= {*a.fields})]
        answers = dict[str, Tensor]()
        if any(not answer.sampler for answer in wanted):
            values = net(*(batch[name] for name in self.asked))
            tensors = values if isinstance(values, tuple) else (values,)
            answers |= {answer.name: tensor for answer, tensor in zip(self.answers, tensors, strict=True)}
        rows = max((len(values) for values in batch.values()), default=1)
        begun = dict[str, Tensor]()
        for answer in wanted:
            if answer.sampler:
                chance.set_state(begun.setdefault(answer.sampler, chance.get_state()))
                answers[answer.name] = self.space[makes(answer.name)](net, rows, batch, chance)
        return {answer.name: answers[answer.name] for answer in wanted}

    @property
    def apart(self) -> int:
        """What is added to the seed for the draws of the validation, so that the first batch is not among them.

        Where there are data it is nothing, as it always was: they are apart already.
        """
        return int(self.dataset is DRAWS)

    def between(self, given: Iterable[Wire], targets: Iterable[Wire]) -> Callable[..., tuple[Tensor, ...]]:
        """A function ``between(net, given)`` that computes some wires of the main block from others.

        ``given`` maps ``node.port`` to a tensor. See whether they are enough with `rests_on`.
        """
        key = tuple(given), tuple(targets)
        if key not in self._between:
            space = dict(self.space)
            exec(write_between(self.plan, *key), space)
            self._between[key] = space["between"]
        return self._between[key]

    def rests_on(self, targets: Iterable[Wire], given: Iterable[Wire] = ()) -> set[Wire]:
        """What data sets and sources must give to compute some wires of the main block, beside other wires."""
        found = self.plan.found
        missing = self.plan.body.missing(targets, dict.fromkeys(given, ast.Constant(None)))
        return {wire for wire in missing if found.layers[wire[0]].spec.role in ("data", "source")}


def compile(document: Document, *, to_train: bool = True) -> Program:
    """The drawing as functions that train, measure and answer.

    Args:
        to_train: whether it must have data and an Objective; without them there are no goals.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    planned = plan(document, to_train=to_train)
    found = planned.found
    text = write(planned)
    space: dict[str, Any] = {"__name__": NAME}
    exec(text + "\n\n" + write_trace(planned), space)
    dataset, dataset_params = _data(planned)
    precise = partial(_precise, document.training)
    metrics = list(measures(planned))[-1]
    asked = tuple(planned.fields[wire] for wire in planned.answer_fields)
    answers = tuple(Answer(name, answered(found, wire), wire, asked) for wire, name in planned.answers.items())
    whole = Program(
        source=text,
        network=partial(_made, space["Network"], times=planned.stages[-1].times if planned.stages else {}),
        goals=tuple(
            Goal(
                g.loss[0],
                precise(space[g.function]),
                space[g.optimizer],
                g.every,
                space.get(g.schedule or ""),
                g.id,
                space[g.function],
            )
            for g in planned.goals
        ),
        goal_names=tuple((g.function, g.optimizer, g.schedule) for g in planned.goals),
        sources=space.get("sources"),
        fit=space.get("fit"),
        metrics=precise(space[metrics]),
        trace=precise(space["trace"]),
        dataset=dataset,
        dataset_params=dataset_params,
        asked=asked,
        answers=answers,
        told=_told(planned, answers),
        parameters=found.parameters,
        cost=found.cost,
        monitor_rises=_rises(found, document.training.monitor),
        plan=planned,
        parts=_parts(planned, space),
        space=space,
    )
    return replace(whole, stages=tuple(_stage(whole, stage, precise) for stage in planned.stages))


def _told(planned: Plan, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """What samplers make, and the answers that none of them decodes further; without Outputs, what is made alone.

    They stand in the order of the first field that each rests on, so that an answer is where its question is; last what
    rests on no field, and what samplers make before answers to the same.
    """
    found, raw = planned.found, set[Wire]()
    for id in found.with_role("sampler"):
        layer, wires = found.layers[id], found.wiring.sources[id]
        assert isinstance(layer, Sampler)
        raw |= {wires[inner.port] for inner in layer.inner if inner.is_raw and inner.port in wires}
    made = tuple(
        Answer(name, None, wire, made_fields(planned, [wire]), _sampler_of(planned, wire))
        for wire, name in planned.made.items()
    )
    is_marked = any(id not in found.sampled for id in found.with_role("output"))
    told = made + tuple(answer for answer in answers if answer.wire not in raw and (is_marked or not made))
    given = dict.fromkeys(name for (node, _), name in planned.fields.items() if node not in planned.sources)
    place = {name: at for at, name in enumerate(given)}
    return tuple(
        sorted(told, key=lambda each: min((place.get(name, len(place)) for name in each.fields), default=len(place)))
    )


def _sampler_of(planned: Plan, wire: Wire) -> str:
    """The last sampler that a wire rests on."""
    before = planned.found.wiring.ancestors([wire[0]])
    return [id for id in planned.found.with_role("sampler") if id in before][-1]


def _stage(whole: Program, planned: StagePlan, precise: Callable[..., Any]) -> ProgramStage:
    """A stage of a drawing, which is as a drawing with its Objectives alone."""
    kept = [place for place, goal in enumerate(whole.plan.goals) if goal in planned.goals]
    dataset, dataset_params = _data(whole.plan, planned.data)
    program = replace(
        whole,
        goals=tuple(whole.goals[place] for place in kept),
        goal_names=tuple(whole.goal_names[place] for place in kept),
        metrics=precise(whole.space[planned.metrics]),
        trace=precise(whole.space[planned.trace]),
        dataset=dataset,
        dataset_params=dataset_params,
        monitor_rises=_rises(whole.plan.found, planned.training.monitor),
        parts=_parts(whole.plan, {**whole.space, "trace": whole.space[planned.trace]}),
        _between={},
    )
    return ProgramStage(planned.stage, planned.training, program, planned.held, planned.times)


def _data(planned: Plan, of: Iterable[str] | None = None) -> tuple[Dataset, dict[str, Any]]:
    """The data sets with their parameters, or what stands in for one where all is drawn by sources.

    Of several, those of one stage; their fields are called as if they were all there.
    """
    found = planned.found
    sets = {id: layer for id, _ in planned.fields if isinstance(layer := found.layers[id], Dataset)}
    if len(sets) > 1:
        sets = {id: layer for id, layer in sets.items() if of is None or id in of}
        return Joined(sets), {id: found.params[id] for id in sets}
    for id, layer in sets.items():
        return layer, found.params[id]
    return DRAWS, {"samples": found.document.training.draws, "held_out": HELD_OUT}


def _precise(training: Training, compute: Callable[..., Any]) -> Callable[..., Any]:
    """What computes in the precision of a training; exported scripts do the same to these functions."""
    return in_bfloat16(compute) if training.precision == "bfloat16" else compute


def _parts(planned: Plan, space: dict[str, Any]) -> dict[str, Part]:
    main = planned.found
    parts = {main.name: Part(main, space["Network"], planned.body.modules, space["trace"])}
    for made in planned.classes:
        found = made.uses[0]
        modules = block_body(planned, made)[0].modules
        parts[found.name] = Part(found, space[made.name], modules, space[block_trace(made)])
    return parts


def network(document: Document) -> nn.Module:
    """The network that a drawing's Output nodes describe, with fresh weights; it needs no data and no Objective.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    space: dict[str, Any] = {"__name__": NAME}
    exec(write_network(plan(document, to_train=False)), space)
    return _made(space["Network"])


def _made(network: Callable[[], nn.Module], times: Mapping[str, int] = MappingProxyType({})) -> nn.Module:
    """A network whose submodules plain attribute look-up finds too; what grows is as in the last stage.

    `nn.Module` looks a name up in vain before it asks for its submodules, which costs 0.75 us a name: in a flat
    drawing of small layers, 1 % of a step. Assigning a submodule anew takes the plain attribute away again.
    """
    made = network()
    for part in made.modules():
        if type(part).__module__ == NAME:
            vars(part).update(part.named_children())
    grow(made, dict(times))
    return made


def _rises(found: Analysis, monitor: str) -> bool:
    """Whether what is monitored is better when it is larger."""
    monitor = monitor.removesuffix(" (EMA)")
    return monitor in found.layers and not found.layers[monitor].smaller_is_better
