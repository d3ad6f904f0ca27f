"""What of a drawing a classical method can be measured by: which fields it is given, and what it should say of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from builder.checker.propagation import Flow
from builder.checker.wiring import Wire
from builder.compiler.choices import ignored, what_comes_in
from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from builder.kinds.tensor_function import Reads, TensorFunction

Kind = Literal["classes", "places", "questions", "numbers"]
"""One class for each sample; one for each of several places; yes or no, to one question or several; numbers."""

PROBABLE = frozenset({"CrossEntropyLoss", "NLLLoss", "BCELoss", "BCEWithLogitsLoss"})
"""Losses of choices that judge how probable what is right was found; others judge scores, which methods have not."""
MOST_QUESTIONS, MOST_NUMBERS = 32, 1_024


@dataclass(frozen=True)
class Measure:
    """A loss or a metric that judges a task: its name, its figure, the answer that it judges and how it reads it."""

    name: str
    told: Wire
    input: Wire
    reads: Reads | None
    is_loss: bool
    threshold: float = 0.0


@dataclass(frozen=True)
class Task:
    """What is asked: ``given`` fields of the data tell the ``target``, a wire that rests on data alone.

    It is ``learned`` by what the network's own loss compares the same answer with, which may be another wire: values
    with noise, where a metric knows them without.

    ``said`` is one sample of what judges take from the network; ``many`` counts classes, questions or numbers, and
    targets that are ``ignored`` don't count. What can be had from its own answer has no fields that are given.
    """

    kind: Kind
    given: tuple[DataField, ...]
    target: Wire
    said: tuple[int, ...]
    many: int
    ignored: int
    measures: tuple[Measure, ...]
    follows: str = ""
    learned: Wire = ("", "")

    @property
    def words(self) -> str:
        """What is given, for a sentence."""
        return " and ".join(field.name for field in self.given)


def tasks(program: Program) -> list[Task]:
    """Every task that some loss or metric of a drawing judges, in the order in which they are told.

    Left out is what rests on weights, on what is drawn by chance, or on anything beside an answer and its target.
    """
    found: dict[tuple[Wire, Kind, tuple[int, ...], tuple[str, ...]], Task] = {}
    for name in program.plan.measured:
        task = _task(program, name, program.plan.measured[name])
        if task is None:
            continue
        key = task.target, task.kind, task.said, tuple(field.name for field in task.given)
        known = found.get(key)
        measures = (*known.measures, *task.measures) if known else task.measures
        left_out = task.ignored if known is None or task.ignored >= 0 else known.ignored
        found[key] = Task(task.kind, task.given, task.target, task.said, task.many, left_out, measures, task.follows)
    by_loss = {
        (measure.input, task.kind, task.said): task.target
        for task in found.values()
        for measure in task.measures
        if measure.is_loss
    }
    return [
        replace(task, learned=by_loss.get((task.measures[0].input, task.kind, task.said), task.target))
        for task in found.values()
    ]


def _task(program: Program, name: str, told: Wire) -> Task | None:
    found, (id, _) = program.plan.found, told
    layer, wires, params = found.layers[id], found.wiring.sources[id], found.params[id]
    if not isinstance(layer, TensorFunction) or set(wires) != {"input", "target"} or id in found.sampled:
        return None
    is_loss = layer.spec.role == "loss"
    if params.get("reduction", "mean") != "mean" or (
        is_loss and layer.reads != "value" and layer.spec.type not in PROBABLE
    ):
        return None
    input, target = wires["input"], wires["target"]
    says, should = found.flows.get(input), found.flows.get(target)
    if says is None or should is None or not says.dims[:1] == should.dims[:1] == ("N",):
        return None
    needs = program.rests_on([target])
    if not needs or not _is_of_data(program, target):
        return None
    kind = _kind(layer.reads, says, should, is_loss)
    if kind is None:
        return None
    said, shape = says.small[1:], should.small[1:]
    many = said[0] if kind in ("classes", "places") else math.prod(shape)
    if many > {"questions": MOST_QUESTIONS, "numbers": MOST_NUMBERS}.get(kind, many):
        return None
    threshold = params.get("threshold")
    middle = what_comes_in(found, input).threshold if threshold is None else float(str(threshold))
    measure = Measure(name, told, input, layer.reads, is_loss, middle)
    given = _given(program, input, needs)
    follows = next((field.follows for wire in needs if (field := _field(program, wire)) and field.follows), "")
    return Task(kind, given, target, said, many, ignored(found, id), (measure,), follows)


def _kind(reads: Reads | None, says: Flow, should: Flow, is_loss: bool) -> Kind | None:
    said, shape, is_whole = says.small[1:], should.small[1:], not should.dtype.is_floating_point
    if reads == "scores":
        if not is_whole or not said or (*said[1:],) != shape:
            return None
        return "classes" if shape == () else "places"
    if said != shape:
        return None
    if reads in ("yes", "probability", "score"):
        return "questions"
    return "numbers" if not is_whole and reads == ("value" if is_loss else None) else None


def _is_of_data(program: Program, wire: Wire) -> bool:
    """Whether a wire is made of data alone: nothing on its way learns, and nothing is drawn."""
    found = program.plan.found
    behind = found.behind([wire[0]])
    roles = {found.layers[id].spec.role for id in behind}
    return not any(found.weights(id) for id in behind) and not roles & {"source", "sampler"}


def _given(program: Program, input: Wire, needs: set[Wire]) -> tuple[DataField, ...]:
    """The fields that an answer rests on; none where chance has a part in it, or it is told what it should say."""
    rests = program.rests_on([input])
    if rests & needs or any(program.plan.found.layers[node].spec.role == "source" for node, _ in rests):
        return ()
    return tuple(field for wire in program.plan.fields if wire in rests and (field := _field(program, wire)))


def _field(program: Program, wire: Wire) -> DataField | None:
    name = program.plan.fields.get(wire)
    return next((field for field in program.dataset.fields if field.name == name), None)
