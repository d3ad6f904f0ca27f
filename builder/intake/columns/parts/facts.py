"""What cells are like, before anybody says what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from builder.intake.columns.parts.numbers import Truths, Values, numbers

CLEARLY = 0.8


@dataclass(frozen=True)
class Facts:
    """Of the cells of a column that are there: how many, how many different ones, and what they are as numbers.

    ``values`` are NaN for words such as n/a; ``is_word`` says which cells are no number.
    """

    held: int
    distinct: int
    values: Values
    is_word: Truths

    @cached_property
    def words(self) -> int:
        """How many cells say something that is no number."""
        return int(self.is_word.sum())

    @cached_property
    def finite(self) -> Values:
        """The numbers."""
        return self.values[~np.isnan(self.values)]

    @cached_property
    def different(self) -> int:
        """How many of the numbers differ."""
        return len(np.unique(self.finite))

    @property
    def are_numbers(self) -> bool:
        """Whether nearly all are, so that the others are slips."""
        return len(self.finite) > 0 and self.words <= (1 - CLEARLY) * (self.words + len(self.finite))

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The least and the largest."""
        return (float(self.finite.min()), float(self.finite.max())) if len(self.finite) else (0.0, 0.0)

    @cached_property
    def are_whole(self) -> bool:
        """Whether all are whole numbers."""
        return not self.words and len(self.finite) > 0 and bool((self.finite == np.floor(self.finite)).all())

    @property
    def are_in_sequence(self) -> bool:
        """Whether they are whole, and between the least and the largest none is lacking."""
        low, high = self.ends
        return self.are_whole and self.different == high - low + 1


def facts(cells: pl.Series, decimal: str) -> Facts:
    """The facts about a column."""
    held = cells.drop_nulls()
    return Facts(len(held), held.n_unique(), *numbers(held, decimal))


def has_leading_zeros(cells: pl.Series) -> bool:
    """Whether they are codes such as 00501, which lose their zeros as numbers."""
    held = cells.drop_nulls()
    return bool(held.str.contains(r"^0\d+$").any()) and bool(held.str.contains(r"^\d+$").all())


def said(cell: str, longest: int = 40) -> str:
    """A cell in a sentence."""
    plain = " ".join(cell.split())
    return f"“{plain if len(plain) <= longest else plain[: longest - 1] + '…'}”"
