"""What a network is asked to do, as far as its drawing says: which answer is compared with which field of the data."""

from __future__ import annotations

from dataclasses import dataclass

from builder.data import DataField
from builder.program import Batch, Program
from builder.wiring import Wire
from trainer.device import CPU
from trainer.prepared import data_of


@dataclass(frozen=True)
class Judged:
    """An answer, by its place among the network's answers, and the field that it should be like; ``judge`` says so."""

    judge: str
    place: int
    wire: Wire
    target: DataField


def judged(program: Program) -> list[Judged]:
    """The answers that a loss or a metric compares with a field of the data, as they are or after some steps."""
    found, fields = program.plan.found, program.plan.fields
    pairs = []
    for id in (*found.with_role("loss"), *found.with_role("metric")):
        wires = found.wiring.sources[id]
        field = _field(program, fields.get(wires.get("target", ("", ""))))
        if id not in found.needed or field is None or "input" not in wires:
            continue
        before = found.wiring.ancestors([wires["input"][0]])
        answers = enumerate(program.plan.answers)
        pairs += [Judged(id, place, wire, field) for place, wire in answers if wire[0] in before]
    return pairs


def classified(program: Program) -> Judged | None:
    """The answer that scores the classes of a label, one label for each sample; None where there is none."""
    for each in judged(program):
        classes = program.answers[each.place].classes
        if classes and each.target.shape == () and classes == each.target.classes:
            return each
    return None


def held_out(program: Program) -> Batch:
    """The samples that the network of a drawing does not learn from."""
    return data_of(program, CPU)[1]


def label_of(program: Program, shape: tuple[int, ...] = ()) -> DataField | None:
    """The field to colour samples by: what is classified, or else the first label of the data with this shape."""
    task = classified(program)
    labels = [field for field in program.dataset.fields if field.classes and field.shape == tuple(shape)]
    return task.target if task and task.target in labels else next(iter(labels), None)


def asked_field(program: Program) -> DataField | None:
    """The one field of the data that the network answers to, beside what chance adds; None where there are several."""
    fields = [field for name in program.asked if (field := _field(program, name))]
    return fields[0] if len(fields) == 1 else None


def shape_of(program: Program, wire: Wire) -> tuple[int, ...]:
    """What one sample has on a wire of the main block."""
    return program.plan.found.flows[wire].small[1:]


def is_per_sample(program: Program, wire: Wire) -> bool:
    """Whether a wire has a first axis of samples."""
    return program.plan.found.flows[wire].dims[:1] == ("N",)


def _field(program: Program, name: str | None) -> DataField | None:
    return next((field for field in program.dataset.fields if field.name == name), None)
