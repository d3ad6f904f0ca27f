"""An embedding: the samples that it puts next to what was given."""

from __future__ import annotations

from typing import Literal

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import rows_of
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, given_fields, with_same_weights
from trainer.asking.answers.parts.nearest import Neighbour, learned, nearest
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.told import numbers
from trainer.look.scene import Scene
from trainer.look.task import label_of

LEAST, MOST = 2, 4_096


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
    samples = learned(reply)
    place = [each.name for each in reply.program.answers].index(answer.name)
    codes = Scene(reply.state).answers({field.name: samples[field.name]})[place]
    near = nearest(codes, code, samples, field, label_of(reply.program))
    return NeighboursTold(code=tuple(numbers(code)), nearest=near, searched=rows_of(samples))


def _right(program: Program, answer: Answer, sample: Batch) -> NeighboursTold | None:
    """No code is right."""
    return None


ANSWER = AnswerKind(order=90, told=NeighboursTold, fits=_fits, tell=_tell, right=_right)
