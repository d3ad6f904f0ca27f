"""Samples as lists of numbers, and back, without a digit lost."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from torch import Tensor

from trainer.asking.field import Subject

MOST_VALUES = 100_000
Values = Annotated[list[float], Field(max_length=MOST_VALUES)]
"""The values of a sample, one after the other, as its shape lies in memory."""


LARGEST = 3.4e38
"""What a float32 holds; of whole numbers far less is asked for."""


def as_values(subject: Subject, value: Tensor) -> list[float]:
    """A sample's values; each has as many digits as it takes to be the same again."""
    values = value.reshape(-1).tolist()
    return values if subject.field.classes else [short(each) for each in values]


def short(value: float) -> float:
    """A float32 in nine digits, which are enough."""
    return float(f"{value:.9g}")


def of_values(subject: Subject, values: list[float]) -> Tensor:
    """The sample that has these values. Shape: (1, ...).

    Raises:
        TrainingProblem: ``bad_input``: there are more, or less, or some are no numbers, or none of the classes.
    """
    many, unit = subject.many, "finite number" if not subject.field.classes else "whole number"
    expected = f"{many:,} {unit}{'' if many == 1 else 's'}"
    if len(values) != many:
        raise subject.refuse(expected, f"{len(values):,} were given")
    strange = next((place for place, value in enumerate(values) if not abs(value) <= LARGEST), None)
    if strange is not None:
        raise subject.refuse(expected, f"value {strange + 1} is {values[strange]}", "Give it a number.")
    if classes := subject.field.classes:
        last = len(classes) - 1
        if wrong := [value for value in values if value not in range(last + 1)]:
            raise subject.refuse(f"whole numbers from 0 to {last}, one for each class", f"{wrong[0]:g} was given")
    elif not subject.field.dtype.is_floating_point and (wrong := [each for each in values if not _is_whole(each)]):
        raise subject.refuse("whole numbers", f"{wrong[0]:g} was given")
    return subject.tensor(values)


def _is_whole(value: float) -> bool:
    return value.is_integer() and abs(value) <= 2**53
