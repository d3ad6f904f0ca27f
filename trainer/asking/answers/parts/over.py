"""The picture that an answer lies over."""

from __future__ import annotations

from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from trainer.asking.answers.parts.aim import given_fields


def picture_of(program: Program, sides: tuple[int, int] | None = None) -> DataField | None:
    """The picture that the network is given, with these sides if they are said; None where there is none."""
    pictures = [field for field in given_fields(program) if field.kind == "image" and len(field.shape) == 3]
    fitting = [field for field in pictures if sides in (None, field.shape[1:])]
    return fitting[0] if fitting else None


def under(program: Program, sides: tuple[int, int] | None = None) -> str:
    """Its name; empty where there is none."""
    field = picture_of(program, sides)
    return field.name if field else ""
