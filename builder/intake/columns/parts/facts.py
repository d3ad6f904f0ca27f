"""What cells are like, before anybody says what they are for."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from builder.intake.columns.parts.numbers import numbers

CLEARLY = 0.8


@dataclass(frozen=True)
class Facts:
    """Of the cells of a column: how many are there, how many different ones, and what they are as numbers.

    ``values`` are those of the cells that are there, NaN for words such as n/a, None for what is no number.
    """

    held: int
    distinct: int
    values: pl.Series

    @property
    def words(self) -> int:
        """How many cells say something that is no number."""
        return self.values.null_count()

    @property
    def finite(self) -> pl.Series:
        """The numbers."""
        return self.values.drop_nulls().drop_nans()

    @property
    def are_numbers(self) -> bool:
        """Whether nearly all are, so that the others are slips."""
        return len(self.finite) > 0 and self.words <= (1 - CLEARLY) * (self.words + len(self.finite))

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the largest."""
        values = self.finite.to_numpy()
        return (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)

    @property
    def are_whole(self) -> bool:
        """Whether all are whole numbers."""
        finite = self.finite
        return not self.words and len(finite) > 0 and bool((finite == finite.floor()).all())

    @property
    def are_in_sequence(self) -> bool:
        """Whether they are whole, and between the least and the largest none is lacking."""
        low, high = self.ends
        return self.are_whole and self.finite.n_unique() == high - low + 1


def facts(cells: pl.Series, decimal: str) -> Facts:
    """The facts about a column."""
    held = cells.drop_nulls()
    return Facts(len(held), held.n_unique(), numbers(held, decimal))


def has_leading_zeros(cells: pl.Series) -> bool:
    """Whether they are codes such as 00501, which lose their zeros as numbers."""
    held = cells.drop_nulls()
    return bool(held.str.contains(r"^0\d+$").any()) and not held.str.contains(r"[^\d]").any()


def said(cell: str, longest: int = 40) -> str:
    """A cell in a sentence."""
    plain = " ".join(cell.split())
    return f"“{plain if len(plain) <= longest else plain[: longest - 1] + '…'}”"
