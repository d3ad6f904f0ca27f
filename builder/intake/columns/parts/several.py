"""Several numbers in one cell, between blanks, commas or semicolons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Filler
from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema
from builder.folder.writing import Filled
from builder.intake.columns.parts.facts import said

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
SEVERAL = rf"^[\[(]?\s*{_NUMBER}(?:(?:\s*;\s*|\s*,\s+|,|\s+){_NUMBER})+\s*[;,]?\s*[\])]?$"
ONE = rf"^[\[(]?\s*{_NUMBER}\s*[\])]?$"
WHOLE = r"^[\[(]?\s*\d+(?:[\s,;]+\d+)*\s*[\])]?$"
_BETWEEN = r"[\s,;\[\]()]+"


def share_of_several(cells: pl.Series, decimal: str) -> float:
    """The share of cells that hold numbers, if most hold several of them."""
    held = cells.drop_nulls()
    if not held.str.contains(r"\d[\s,;]").any():
        return 0.0
    held = _plain(held, decimal)
    several, one = int(held.str.contains(SEVERAL).sum()), int(held.str.contains(ONE).sum())
    return (several + one) / len(held) if several > one else 0.0


def split(cells: pl.Series, decimal: str, name: str, begin: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """The numbers of all cells one after the other, and how many there are in each; a missing cell has none.

    Shape: (total,), (N,).

    Raises:
        Refused: a cell says something else.
    """
    parts = _plain(cells, decimal).fill_null("").str.replace_all(_BETWEEN, " ").str.strip_chars().str.split(" ")
    parts = parts.list.eval(pl.element().filter(pl.element() != ""))
    lengths = parts.list.len().to_numpy().astype(np.int32)
    each = parts.explode(empty_as_null=False, keep_nulls=False)
    values = each.cast(pl.Float64, strict=False)
    numbers = values.to_numpy()
    if len(numbers) and not np.isfinite(numbers).all():
        wrong = int((~np.isfinite(numbers)).argmax())
        row = int(np.searchsorted(np.cumsum(lengths), wrong, side="right"))
        words = f"numbers were expected, but there is {said(str(each[wrong]))} in {said(cells[row])}"
        hint = "Correct the cell, or leave it empty; or let the column be a text."
        raise Refused("not_a_number", f"{name}, row {begin + row + 1}", words, hint)
    return numbers, lengths


def _plain(cells: pl.Series, decimal: str) -> pl.Series:
    """With decimal points, as far as commas between blanks are decimal commas."""
    if decimal == "," and cells.str.contains(r"\d[\s;]+[-+]?\d").any() and not cells.str.contains(r"\d\.\d").any():
        return cells.str.replace_all(r"(\d),(\d)", "$1.$2")
    return cells


def is_whole(cells: pl.Series, decimal: str) -> bool:
    """Whether all cells hold whole numbers that are not negative."""
    return bool(_plain(cells.drop_nulls(), decimal).str.contains(WHOLE).all())


def is_ragged(cells: pl.Series, decimal: str) -> bool:
    """Whether cells hold different counts of numbers."""
    return bool(_plain(cells.drop_nulls(), decimal).str.count_matches(_NUMBER).n_unique() > 1)


class Several(Filler):
    """Collects the numbers of all cells; what they become, a kind of column says."""

    def __init__(self, name: str, column: str, decimal: str) -> None:
        self.name, self.column, self.decimal = name, column, decimal
        self.pieces: list[NDArray[np.float64]] = []
        self.counts: list[NDArray[np.int32]] = []

    def add(self, cells: Sequence[pl.Series]) -> None:
        numbers, counts = split(cells[0], self.decimal, self.column, sum(map(len, self.counts)))
        self.pieces.append(self.checked(numbers, counts))
        self.counts.append(counts)

    def checked(self, numbers: NDArray[np.float64], counts: NDArray[np.int32]) -> NDArray[np.float64]:
        """The numbers of a piece, as small as they can be kept. Raises: Refused."""
        return numbers

    def row_of(self, place: int, counts: NDArray[np.int32]) -> str:
        """Where the number at this place of a piece stands."""
        before = sum(map(len, self.counts))
        return f"{self.column}, row {before + int(np.searchsorted(np.cumsum(counts), place, side='right')) + 1}"

    def filled(self, **more: Any) -> list[Filled]:
        """The field: ragged where cells differ in length. Raises: Refused."""
        counts = np.concatenate(self.counts)
        numbers = np.concatenate(self.pieces)
        if not len(numbers):
            words = f"numbers were expected, but all {len(counts):,} cells are missing"
            raise Refused("all_missing", self.column, words, "Use another column, or leave this one out.")
        missing = np.flatnonzero(counts == 0).tolist()
        notes = (f"{self.column}: {len(missing):,} rows with nothing in their cell are left out.",) if missing else ()
        longest = int(counts.max())
        ragged = bool((counts[counts > 0] < longest).any())
        field = FieldSchema(name=self.name, shape=(longest,), is_ragged=ragged, **more)
        if ragged:
            return [Filled(field, numbers, counts, unread=missing, notes=notes)]
        values = np.zeros((len(counts), longest), numbers.dtype)
        values[counts > 0] = numbers.reshape(-1, longest)
        return [Filled(field, values, unread=missing, notes=notes)]
