"""What a network is asked to do, as far as its drawing says: which answer is compared with which field of the data."""

from __future__ import annotations

from dataclasses import dataclass

from builder.checker.wiring import Wire
from builder.compiler.choices import Choice
from builder.compiler.program import Batch, Program
from builder.compiler.signals import origin
from builder.kinds.dataset import DataField
from builder.kinds.tensor_function import TensorFunction
from trainer.run.prepared import data_of
from trainer.step.device import CPU

COLOURS = (1, 3)


@dataclass(frozen=True)
class Judged:
    """An answer, by its place among the network's answers, and the field that it should be like; ``judge`` says so.

    ``choice`` is there where the answer chooses between the classes of that field.
    """

    judge: str
    place: int
    wire: Wire
    target: DataField
    choice: Choice | None = None


def judged(program: Program) -> list[Judged]:
    """The answers that a loss or a metric compares with a field of the data, as they are or after some steps."""
    found, fields = program.plan.found, program.plan.fields
    pairs = []
    chosen = {choice.judge: choice.field for choice in program.choices}
    for id in (*found.with_role("loss"), *found.with_role("metric")):
        wires = found.wiring.sources[id]
        target = wires.get("target")
        field = chosen.get(id) or (_field(program, fields.get(origin(found, target)[1])) if target else None)
        if id not in found.needed or field is None or "input" not in wires:
            continue
        before = found.wiring.ancestors([wires["input"][0]])
        answers = enumerate(program.plan.answers)
        pairs += [
            Judged(id, place, wire, field, _chosen(program, place, field))
            for place, wire in answers
            if wire[0] in before
        ]
    return pairs


def _chosen(program: Program, place: int, field: DataField) -> Choice | None:
    choice = program.answers[place].choice
    return choice if choice and choice.field == field else None


def classified(program: Program) -> Judged | None:
    """The answer that chooses between the classes of a label, one label for each sample; None where there is none."""
    for place, (answer, wire) in enumerate(zip(program.answers, program.plan.answers, strict=True)):
        if (choice := answer.choice) and choice.field.shape == ():
            return Judged(choice.judge, place, wire, choice.field, choice)
    return None


def foretold(program: Program) -> Judged | None:
    """The answer that is, as it stands, to be near the one number of a sample; None where there is none."""
    found = program.plan.found
    for task in judged(program):
        wires, layer = found.wiring.sources[task.judge], found.layers[task.judge]
        is_number = task.target.shape == shape_of(program, task.wire) == (1,) and not task.target.classes
        is_itself = origin(found, wires["input"]) == origin(found, task.wire) and is_per_sample(program, task.wire)
        is_near = isinstance(layer, TensorFunction) and layer.reads in (None, "value")
        if is_number and is_itself and is_near and program.plan.fields.get(wires["target"]) == task.target.name:
            return task
    return None


def validation(program: Program) -> Batch:
    """The samples of the validation part."""
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


def is_picture(shape: tuple[int, ...]) -> bool:
    """Whether one sample has rows and columns, of one value or of three."""
    return len(shape) == 3 and shape[0] in COLOURS and min(shape[1:]) > 1


def is_per_sample(program: Program, wire: Wire) -> bool:
    """Whether a wire has a first axis of samples."""
    return program.plan.found.flows[wire].dims[:1] == ("N",)


def _field(program: Program, name: str | None) -> DataField | None:
    return next((field for field in program.dataset.fields if field.name == name), None)
