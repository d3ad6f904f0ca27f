"""A sound: it can be played, and is seen as its wave and its spectrogram."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, continued, given_fields
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.told import Lines, Shaded, lines, shaded
from trainer.look.heard import rate_of
from trainer.look.spectrum import FLOOR_DB, spectrum


class SoundTold(Told):
    """Shape: wave (L,); spectrogram (frequencies, moments), the lowest frequency last.

    Units: ``rate`` in values a second; spectrogram in dB below its loudest part.
    """

    kind: Literal["sound"] = "sound"
    rate: int
    wave: Lines
    spectrogram: Shaded


def _fits(program: Program, answer: Answer) -> bool:
    """It comes out of a Sound, or is as a sound of the data: as that which it is compared with, or which is given."""
    return _rate(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> SoundTold:
    """The sound as it is, without making it louder."""
    rate = _rate(reply.program, answer)
    assert rate
    return _told(reply.answers[answer.name], rate)


def _right(program: Program, answer: Answer, sample: Batch) -> SoundTold | None:
    """The sound that the answer is compared with."""
    if (field := continued(program, answer)) and field.rate:
        return _told(sample[field.name], field.rate)
    aimed = aim(program, answer.wire)
    return _told(sample[aimed.field.name], aimed.field.rate) if aimed and aimed.field.rate else None


def _told(values: Tensor, rate: int) -> SoundTold:
    wave = values.reshape(-1).float().cpu()
    return SoundTold(rate=rate, wave=lines(wave), spectrogram=spectrogram(wave))


def spectrogram(wave: Tensor) -> Shaded:
    """How loud each frequency is at each moment. Shape: (L,) -> (frequencies, moments)."""
    return shaded(spectrum(wave), FLOOR_DB, 0.0)


def _rate(program: Program, answer: Answer) -> int | None:
    if rate := rate_of(program, answer.wire):
        return rate
    like = _like(program, answer)
    return like.rate if like else None


def _like(program: Program, answer: Answer) -> DataField | None:
    """The sound of the data that it is like; one of the same many values where nothing is said."""
    if (field := continued(program, answer)) and field.rate:
        return field
    aimed, shape = aim(program, answer.wire), shape_of(program, answer.wire)
    if aimed:
        return aimed.field if aimed.field.rate and _many(shape) == _many(aimed.field.shape) else None
    return next((f for f in given_fields(program) if f.rate and _many(shape) == _many(f.shape)), None)


def _many(shape: tuple[int, ...]) -> int:
    return torch.Size(shape).numel()


ANSWER = AnswerKind(order=58, told=SoundTold, fits=_fits, tell=_tell, right=_right)
