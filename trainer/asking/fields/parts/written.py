"""What letters and words have in common: a row of classes, which may be shorter than the network takes it."""

from __future__ import annotations

import torch
from torch import Tensor

from trainer.asking.field import Subject
from trainer.look.shown import FILLERS

MOST_BEGUN = 2_000


def is_written(subject: Subject) -> bool:
    """Whether a field is a row of classes."""
    field = subject.field
    return bool(field.classes) and len(field.shape) == 1 and field.bounds[0] >= 0


UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""How a class without a name is written, which stands for what nobody wrote before."""


def alphabet(subject: Subject) -> tuple[str, ...]:
    """The letters or words as they are written."""
    return tuple(word or UNKNOWN for word in subject.field.classes)


def filler(subject: Subject) -> str | None:
    """What stands behind the end of what is shorter; None where everything has one length."""
    first = subject.field.classes[0]
    return first if first in (*FILLERS, " ", "") else None


def row(subject: Subject, tokens: list[int], unit: str) -> Tensor:
    """Tokens as a sample: as many as the network takes, or a beginning. Shape: (1, L).

    Raises:
        TrainingProblem: ``bad_input``: there are none, too many, or too few.
    """
    (length,), many = subject.shape, len(tokens)
    if subject.is_begun:
        if not 1 <= many <= MOST_BEGUN:
            hint = "Write how it begins." if many == 0 else "Write less."
            raise subject.refuse(f"a beginning of 1 to {MOST_BEGUN:,} {unit}s", f"{many:,} were given", hint)
        return torch.tensor([tokens], dtype=subject.field.dtype)
    fill = filler(subject)
    if many > length or (fill is None and many != length) or many == 0:
        expected = f"{length}" if fill is None else f"1 to {length}"
        hint = "Write something." if many == 0 else ""
        raise subject.refuse(f"{expected} {unit}s", f"{many:,} were given", hint)
    return subject.tensor(tokens + [0] * (length - many))


def begun(subject: Subject, value: Tensor) -> list[int]:
    """A sample's tokens without what fills it up; of what is asked as a beginning, the beginning."""
    tokens: list[int] = value.tolist()
    if subject.is_begun and value.shape[0] == subject.shape[0]:
        return tokens[: subject.program.beginnings.get(subject.name, BEGUN)]
    if filler(subject) is not None and not subject.is_begun:
        while len(tokens) > 1 and tokens[-1] == 0:
            tokens.pop()
    return tokens


BEGUN = 8
