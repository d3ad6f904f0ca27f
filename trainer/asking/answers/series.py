"""What comes next in a series: the curve that was given, and how it goes on."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, continued, given_fields
from trainer.asking.answers.parts.told import number


class SeriesTold(Told):
    """Values of each channel, step by step: those given, and the ``next`` ones. ``meaning`` says what they are."""

    kind: Literal["series"] = "series"
    channels: tuple[str, ...]
    given: tuple[tuple[float, ...], ...]
    next: tuple[tuple[float, ...], ...]
    meaning: str


def _fits(program: Program, answer: Answer) -> bool:
    return _fields(program, answer) is not None or continued(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> SeriesTold:
    """The answer after what was given."""
    if field := continued(reply.program, answer):
        begun = reply.batch[field.name].shape[1]
        return _parted(field, reply.answers[answer.name][0], begun)
    return _told(reply.program, answer, reply.batch, reply.answers[answer.name])


def _right(program: Program, answer: Answer, sample: Batch) -> SeriesTold | None:
    """How the series of the sample goes on."""
    if field := continued(program, answer):
        return _parted(field, sample[field.name][0], program.beginnings[field.name])
    fields = _fields(program, answer)
    assert fields
    return _told(program, answer, sample, sample[fields[1].name])


def _parted(field: DataField, series: Tensor, begun: int) -> SeriesTold:
    """A series after its beginning. Shape: (steps, ...)."""
    steps = series.reshape(len(series), -1)
    return SeriesTold(
        channels=_channels(field, field.name, steps.shape[1]),
        given=_lines(steps[:begun]),
        next=_lines(steps[begun:]),
        meaning=field.help,
    )


def _channels(field: DataField, name: str, many: int) -> tuple[str, ...]:
    if len(field.columns) == many:
        return field.columns
    return (name,) if many == 1 else tuple(f"channel {place + 1}" for place in range(many))


def _told(program: Program, answer: Answer, batch: Batch, after: Tensor) -> SeriesTold:
    fields = _fields(program, answer)
    assert fields
    past, target = fields
    given = _steps(batch[past.name][0], past)
    channels = given.shape[1]
    return SeriesTold(
        channels=_channels(past, target.name, channels),
        given=_lines(given),
        next=_lines(after[0].reshape(-1, channels)),
        meaning=target.help,
    )


def _steps(values: Tensor, field: DataField) -> Tensor:
    """Shape: one sample -> (steps, channels)."""
    return values.movedim(field.time_axis or 0, 0).reshape(field.shape[field.time_axis or 0], -1)


def _lines(steps: Tensor) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(number(value) for value in line) for line in steps.float().T.tolist())


def _fields(program: Program, answer: Answer) -> tuple[DataField, DataField] | None:
    """The series that is given, and the field that says how it goes on."""
    aimed = aim(program, answer.wire)
    if aimed is None or not aimed.is_same or not aimed.field.follows:
        return None
    past = next((field for field in given_fields(program) if field.name == aimed.field.follows), None)
    return (past, aimed.field) if past else None


ANSWER = AnswerKind(order=72, told=SeriesTold, fits=_fits, tell=_tell, right=_right)
