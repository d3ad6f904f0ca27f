"""Sets of points: each cell a list of lists of numbers, as many as there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.json_cells import parsed, share_of
from builder.intake.one_by_one import OneByOne

LARGEST = 1e38
"""Numbers that 32 bits hold."""
Points = NDArray[np.float32]


class Set(Column):
    """A column of points such as ``[[0.1, 2], [3, 4]]``."""

    kind = "set"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        share = share_of(cells, points)
        return Guess(0.9 * share, "lists of points, each of as many numbers") if share > 0.5 else None

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return Sets(name, columns[0])


class Sets(OneByOne[Points]):
    """Shape: ragged (N, longest, F)."""

    def value(self, cell: str) -> Points:
        return points(cell)

    @property
    def nothing(self) -> Points:
        return np.zeros((0, 0), np.float32)

    def done(self) -> list[Filled]:
        widths = Counter(each.shape[1] for row, each in enumerate(self.values) if row not in self.unread)
        width = widths.most_common(1)[0][0] if widths else 0
        for row, each in enumerate(self.values):
            if row not in self.unread and each.shape[1] != width:
                words = f"points of {each.shape[1]} numbers; {width} were expected, as in most rows."
                self.unread[row] = Refused(
                    "other_width", f"{self.column}, row {row + 1}", words, "Leave such rows out."
                )
                self.values[row] = self.nothing
        notes = self.notes()
        lengths = np.array([len(each) for each in self.values], np.int32)
        values = np.concatenate([each for each in self.values if len(each)])
        field = FieldSchema(name=self.name, kind="set", shape=(int(lengths.max()), width), is_ragged=True)
        return [Filled(field, values, lengths, unread=self.unread, notes=notes)]


def points(cell: str) -> Points:
    """The points of a cell. Shape: (n, F).

    Raises:
        ValueError: it is no list of lists of as many numbers.
    """
    said = parsed(cell)
    if isinstance(said, list) and said and all(isinstance(each, list) and each for each in said):
        values = np.array(said)
        if values.ndim == 2 and values.dtype.kind in "iuf" and np.abs(values).max() < LARGEST:
            return values.astype(np.float32)
    raise ValueError("a list of points, such as [[0.1, 2], [3, 4]], was expected")


COLUMN = Set()
