"""The training samples whose codes lie next to that of what was given."""

from __future__ import annotations

from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import Reply
from trainer.asking.answers.parts.aim import field_called
from trainer.asking.answers.parts.resting import rested_on
from trainer.asking.answers.parts.told import Part, Shaded, number, shaded
from trainer.look.scene import Scene
from trainer.look.shown import shown
from trainer.look.task import label_of
from trainer.run.prepared import data_of
from trainer.step.device import CPU

MANY, SEARCHED, SEARCHED_BESIDE = 6, 1_000, 300


class Neighbour(Part):
    """A training sample, how far away it is, and its class where it has one. Its picture, or its words."""

    distance: float
    label: str
    picture: Shaded | None
    words: str


class Near(Part):
    """The nearest of so many samples that were ``searched`` to what one field was given."""

    name: str
    nearest: tuple[Neighbour, ...]
    searched: int


def learned(reply: Reply, many: int = SEARCHED) -> Batch:
    """The first training samples."""
    return {name: values[:many] for name, values in data_of(reply.program, CPU)[0].items()}


def nearest(
    codes: Tensor, code: Tensor, samples: Batch, field: DataField, label: DataField | None
) -> tuple[Neighbour, ...]:
    """The samples whose codes are the nearest to another one. Shape: codes (N, D), code (D)."""
    apart = (codes.float().cpu() - code.float().cpu()).norm(dim=1)
    near = apart.topk(min(MANY, len(apart)), largest=False)
    places = zip(near.values.tolist(), near.indices.tolist(), strict=True)
    return tuple(_neighbour(samples, at, distance, field, label) for distance, at in places)


def near_by_twins(reply: Reply) -> tuple[Near, ...]:
    """The nearest samples by the codes that a network with the same weights in two places makes of two fields."""
    program, scene = reply.program, Scene(reply.state)
    twins = twin_codes(program) if reply.may_read else []
    if len(twins) < 2:
        return ()
    samples, label = learned(reply, SEARCHED_BESIDE), label_of(program)
    (first, field), *_ = twins
    own = label if label and label.classes and label.name not in _judged(program) else None
    (codes,) = scene.between(rested_on(program, [first], samples), [first])
    near = []
    for wire, each in twins:
        (code,) = scene.between(rested_on(program, [wire], reply.batch), [wire])
        near.append(Near(name=each.name, nearest=nearest(codes, code[0], samples, field, own), searched=len(codes)))
    return tuple(near)


def twin_codes(program: Program) -> list[tuple[Wire, DataField]]:
    """Rows of numbers that the same weights make, each of one field of the data and of no other."""
    found, twins = program.plan.found, list[tuple[Wire, DataField]]()
    roots = {str(params["of"]) for id, params in found.params.items() if found.document.graph.nodes[id].type == "Share"}
    for wire, flow in found.flows.items():
        node = wire[0]
        params = found.params.get(node, {})
        if node not in found.needed or not (node in roots or str(params.get("of")) in roots):
            continue
        if flow.dims[:1] != ("N",) or len(flow.small) != 2 or not flow.dtype.is_floating_point:
            continue
        rests = program.rests_on([wire])
        fields = [field_called(program, program.plan.fields[each]) for each in rests]
        if len(fields) == 1 and fields[0] and not found.wiring.ancestors([node]) & (roots - {node}):
            twins.append((wire, fields[0]))
    shapes = {field.shape for _, field in twins}
    return twins if len(shapes) == 1 and len({field.name for _, field in twins}) == len(twins) else []


def _judged(program: Program) -> set[str]:
    """The fields that choices are judged by: they say something of a pair, not of one sample."""
    return {choice.field.name for choice in program.choices}


def _neighbour(samples: Batch, at: int, distance: float, field: DataField, label: DataField | None) -> Neighbour:
    value: Tensor = samples[field.name][at]
    is_picture = field.kind == "image" and value.dim() == 3
    number_of = int(samples[label.name][at]) if label else -1
    return Neighbour(
        distance=number(distance),
        label=label.classes[number_of] if label and 0 <= number_of < len(label.classes) else "",
        picture=shaded(value, 0.0, 1.0) if is_picture else None,
        words="" if is_picture else shown(field.name, value, field).words,
    )
