"""One look at every row of a text: how many there are, which columns hold something, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD
from builder.intake.formats.parts.delimited import SURPLUS, Delimited

MOST_SURPLUS, HEAD_CELLS = 0.01, 2_000_000


@dataclass(frozen=True)
class Rows:
    """All rows that have no more cells than there are columns, again and again.

    ``columns`` are the places and names of those that hold something, or that have a name.
    """

    found: Delimited
    columns: dict[str, str]

    def __call__(self) -> Iterator[pl.DataFrame]:
        columns = [pl.col(place).alias(name) for place, name in self.columns.items()]
        for frame in self.found.frames():
            if len(piece := frame.filter(pl.col(SURPLUS).is_null()).select(columns)):
                yield piece

    @property
    def head(self) -> pl.DataFrame:
        """The first rows: fewer where there are many columns."""
        most = max(1, min(HEAD, HEAD_CELLS // max(1, len(self.columns))))
        held: list[pl.DataFrame] = []
        for piece in self():
            held.append(piece)
            if sum(map(len, held)) >= most:
                break
        return pl.concat(held)[:most]


@dataclass(frozen=True)
class Counted:
    """``rows`` that fit, ``surplus`` of too many cells and the ``first`` of these, and cells ``filled``, by column."""

    rows: int
    surplus: int
    first: int
    filled: tuple[int, ...]


def counted(found: Delimited, name: str, limits: Limits) -> Counted:
    """What is in all rows. Raises: Refused: there are none, too many, or too many of another width."""
    rows, surplus, first, filled = 0, 0, 0, [0] * found.layout.width
    for frame in found.frames():
        over = frame[SURPLUS].is_not_null()
        many = int(over.sum())
        if many and not first:
            first = rows + int(over.arg_max() or 0) + 1
        rows, surplus = rows + len(frame) - many, surplus + many
        filled = [count + len(frame) - frame[str(place)].null_count() for place, count in enumerate(filled)]
        if rows > limits.rows:
            words = f"it has more than {limits.rows:,} rows"
            raise Refused("too_many_rows", name, words, "Leave some out: every tenth row often says as much.")
    if surplus > MOST_SURPLUS * (rows + surplus):
        words = (
            f"{found.layout.width} cells were expected, as in most rows; {surplus:,} of {rows + surplus:,} have more"
        )
        hint = "Put texts that hold the separator in quotation marks, and begin the table with its names."
        raise Refused("ragged_rows", f"{name}, row {first}", words, hint)
    if not rows:
        words = "it has a line of names, and no row of data" if found.layout.header.skip else "no row holds anything"
        raise Refused("no_rows", name, words, "Choose a file with rows of data below the names.")
    return Counted(rows, surplus, first, tuple(filled))


def rows_of(found: Delimited, count: Counted) -> tuple[Rows, tuple[str, ...]]:
    """The rows of the columns that have a name or hold something, and notes about what is not as one would expect."""
    names = found.layout.header.names
    held = {place: name for place, name in enumerate(names) if count.filled[place] or name != f"column {place + 1}"}
    notes = [
        note
        for note in found.layout.header.notes
        if not any(f"“{each}”" in note for each in set(names) - {*held.values()})
    ]
    if count.surplus:
        notes.append(
            f"Rows with more than {len(names)} cells are left out: {count.surplus:,}, the first is row {count.first}."
        )
    return Rows(found, {str(place): name for place, name in held.items()}), tuple(notes)
