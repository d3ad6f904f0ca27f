"""An embedding: the samples that it puts next to what was given."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField, rows_of
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, given_fields, with_same_weights
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.told import Part, Shaded, number, numbers, shaded
from trainer.look.scene import Scene
from trainer.look.shown import shown
from trainer.look.task import label_of
from trainer.run.prepared import data_of
from trainer.step.device import CPU

MANY, SEARCHED = 6, 1_000
LEAST, MOST = 2, 4_096


class Neighbour(Part):
    """A training sample, how far away it is, and its class where it has one. Its picture, or its words."""

    distance: float
    label: str
    picture: Shaded | None
    words: str


class NeighboursTold(Told):
    """The nearest of so many samples that were ``searched``, and the ``code`` that the network gave to the new one."""

    kind: Literal["neighbours"] = "neighbours"
    code: tuple[float, ...]
    nearest: tuple[Neighbour, ...]
    searched: int


def _fits(program: Program, answer: Answer) -> bool:
    """A few numbers for each sample that nothing is compared with, made of one field: nothing else says what it is."""
    shape, fields = shape_of(program, answer.wire), given_fields(program)
    is_code = len(shape) == 1 and LEAST <= shape[0] <= MOST
    is_compared = any(aim(program, wire) for wire in (answer.wire, *with_same_weights(program, answer.wire)))
    return is_code and len(fields) == 1 and len(program.asked) == 1 and not is_compared


def _tell(reply: Reply, answer: Answer) -> NeighboursTold:
    """The nearest training samples, none of them where they may not be seen."""
    code = reply.answers[answer.name][0].float().cpu()
    (field,) = given_fields(reply.program)
    if not reply.may_read:
        return NeighboursTold(code=tuple(numbers(code)), nearest=(), searched=0)
    learned = {name: values[:SEARCHED] for name, values in data_of(reply.program, CPU)[0].items()}
    place = [each.name for each in reply.program.answers].index(answer.name)
    codes = Scene(reply.state).answers({field.name: learned[field.name]})[place].float().cpu()
    apart = (codes - code).norm(dim=1)
    near = apart.topk(min(MANY, len(apart)), largest=False)
    label = label_of(reply.program)
    return NeighboursTold(
        code=tuple(numbers(code)),
        nearest=tuple(
            _neighbour(learned, at, distance, field, label)
            for distance, at in zip(near.values.tolist(), near.indices.tolist(), strict=True)
        ),
        searched=rows_of(learned),
    )


def _neighbour(learned: Batch, at: int, distance: float, field: DataField, label: DataField | None) -> Neighbour:
    value: Tensor = learned[field.name][at]
    is_picture = field.kind == "image" and value.dim() == 3
    number_of = int(learned[label.name][at]) if label else -1
    return Neighbour(
        distance=number(distance),
        label=label.classes[number_of] if label and 0 <= number_of < len(label.classes) else "",
        picture=shaded(value, 0.0, 1.0) if is_picture else None,
        words="" if is_picture else shown(field.name, value, field).words,
    )


def _right(program: Program, answer: Answer, sample: Batch) -> NeighboursTold | None:
    """No code is right."""
    return None


ANSWER = AnswerKind(order=90, told=NeighboursTold, fits=_fits, tell=_tell, right=_right)
