"""What an answer should be, as far as the drawing says: the field that a loss or a metric compares it with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from builder.checker.wiring import Wire
from builder.compiler.choices import ignored
from builder.compiler.program import Answer, Batch, Program
from builder.compiler.signals import BENT, SAME, origin
from builder.kinds.dataset import DataField
from builder.kinds.sampler import Sampler
from builder.kinds.tensor_function import Reads, TensorFunction
from trainer.asking.answers.parts.one import shape_of
from trainer.look.made import classes_on

COMPUTED = ""
"""The name of what stands for a field where the target is none: it stands in no sample."""
TOLD_AS = SAME | {"OneHot", "Scale"}
"""Layers through which a target still is the field that it was made from."""
PICKS = frozenset({"Slice", "Select", "Flip", "Roll"})
"""Layers that give some of the values of a field, or all in another order."""


@dataclass(frozen=True)
class Aim:
    """The ``field`` that an answer should be like. ``judge`` compares them, and ``reads`` the answer so.

    The field has no name where the target is none of the data, but computed.

    Args:
        target: what it is compared with.
        axis: where the scores of the classes stand, counted with the batch, where the answer has some for each value.
        ignored: the value of the field that the judge leaves out.
        is_same: the answer itself is compared, in the measure that it has.
    """

    judge: str
    target: Wire
    field: DataField
    reads: Reads | None
    axis: int | None
    ignored: int
    is_same: bool


def aim(program: Program, wire: Wire) -> Aim | None:
    """What an answer is compared with, losses first; None where it is with nothing."""
    found = program.plan.found
    here = origin(found, wire, SAME | BENT)
    for id in (*found.with_role("loss"), *found.with_role("metric")):
        input, target = (found.wiring.sources[id].get(port) for port in ("input", "target"))
        if id not in found.needed or input is None or target is None:
            continue
        if origin(found, input, SAME | BENT) != here:
            continue
        layer = found.layers[id]
        reads = layer.reads if isinstance(layer, TensorFunction) else None
        if field := field_of(program, target) or _unnamed(program, input, target, reads):
            return Aim(
                judge=id,
                target=target,
                field=field,
                reads=reads,
                axis=_axis(program, wire, input, field),
                ignored=ignored(found, id),
                is_same=origin(found, input) == origin(found, wire),
            )
    return None


def with_same_weights(program: Program, wire: Wire) -> list[Wire]:
    """The outputs of nodes that compute the same with the same weights: what a Share shares, and other Shares of it."""
    node, port = wire
    params = program.plan.found.params
    root = params.get(node, {}).get("of") or node
    return [(id, port) for id in params if id != node and root in (id, params[id].get("of"))]


def field_of(program: Program, wire: Wire) -> DataField | None:
    """The field of the data that a wire carries, in whatever form."""
    way, source = origin(program.plan.found, wire, TOLD_AS)
    name = program.plan.fields.get(source) if not way else None
    return field_called(program, name)


def continued(program: Program, answer: Answer) -> DataField | None:
    """The series or sound that a sampler goes on with, step by step, from its beginning; None where it does not."""
    found = program.plan.found
    layer = found.layers.get(answer.sampler)
    if not isinstance(layer, Sampler) or not layer.begins or answer.wire[0] != answer.sampler:
        return None
    into = found.wiring.sources[answer.sampler].get(layer.begins)
    field = field_of(program, into) if into else None
    return field if field and not field.classes and field.name in program.beginnings else None


def field_called(program: Program, name: str | None) -> DataField | None:
    return next((field for field in program.dataset.fields if field.name == name), None)


def given_fields(program: Program) -> list[DataField]:
    """The fields of the data that the answers rest on."""
    return [field for name in program.asked if (field := field_called(program, name))]


def picked_from(program: Program, target: Wire) -> Wire | None:
    """Where a field of the data comes from, where a target is a part of it by functions alone; else None."""
    found = program.plan.found
    way, source = origin(found, target, SAME | PICKS)
    between = found.wiring.ancestors([target[0]]) - {source[0]}
    is_plain = all(isinstance(found.layers[id], TensorFunction) for id in between)
    return source if not way and is_plain and source in program.plan.fields and source != target else None


def with_picked(program: Program, answer: Answer, sample: Batch) -> Batch:
    """A sample and, where an answer, or what a sampler reads of it, should be like a part of a field, that part too."""
    sources = program.plan.found.wiring.sources.get(answer.sampler, {})
    for wire in (answer.wire, *sources.values()):
        aimed = aim(program, wire)
        source = picked_from(program, aimed.target) if aimed and aimed.field.name == COMPUTED else None
        if aimed and source and program.plan.fields[source] in sample:
            given = {source: sample[program.plan.fields[source]]}
            (part,) = program.between(given, [aimed.target])(None, {".".join(source): given[source]})
            return {**sample, COMPUTED: part}
    return sample


def _unnamed(program: Program, input: Wire, target: Wire, reads: Reads | None) -> DataField | None:
    """What a target is like that is computed, or drawn by chance: its classes are those of the field that it was made
    from, or called by their numbers. A part of a field has its classes, the first ones where fewer have a score."""
    flows, shape = program.plan.found.flows, shape_of(program, target)
    picked = picked_from(program, target)
    field = field_called(program, program.plan.fields[picked]) if picked else None
    if reads != "scores":
        like = DataField(COMPUTED, shape, dtype=flows[target].dtype)
        if field is None or field.classes:
            return like
        return replace(like, kind=field.kind, between=field.between, is_photo=field.is_photo, help=field.help)
    scores = shape_of(program, input)
    many = scores[0] if (*scores[:1], *shape) == scores else 0
    named = field.classes[:many] if field else classes_on(program, target)
    classes = named if len(named) == many else tuple(str(number) for number in range(many))
    return DataField(COMPUTED, shape, dtype=flows[target].dtype, classes=classes, time_axis=0)


def _axis(program: Program, answer: Wire, input: Wire, field: DataField) -> int | None:
    """Where the scores stand: one for each class, and for each value of the field."""
    shape, classes = shape_of(program, answer), len(field.classes)
    fitting = [
        at for at, size in enumerate(shape) if size == classes and (*shape[:at], *shape[at + 1 :]) == field.shape
    ]
    if len(fitting) > 1 and shape_of(program, input) == shape and answer == input:
        return 1
    return fitting[-1] + 1 if fitting else None
