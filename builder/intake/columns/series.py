"""Series: several numbers in one cell, such as "0.1 0.2 0.3", the same many in each or not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import Kind
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.columns.parts.facts import CLEARLY, facts
from builder.intake.columns.parts.several import Several, is_ragged, share_of_several

CLEAR = 0.94


class SeriesOfNumbers(Column):
    """Each is a field of its own; ragged where cells differ in length."""

    kind: Kind = "series"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        """Nearly all cells hold several numbers."""
        share = share_of_several(cells, table.decimal)
        if share < CLEARLY or not facts(cells, table.decimal).words:
            return None
        length = "not the same many in each" if is_ragged(cells, table.decimal) else "the same many in each"
        return Guess(CLEAR * share, f"several numbers in a cell, {length}")

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return _Series(name, columns[0], table.decimal)


class _Series(Several):
    def checked(self, numbers: NDArray[np.float64], counts: NDArray[np.int32]) -> NDArray[np.float64]:
        if (large := np.abs(numbers) > np.finfo(np.float32).max).any():
            words = f"{numbers[large][0]:g} is larger than what can be learned from, 3.4e38"
            where = self.row_of(int(large.argmax()), counts)
            raise Refused("too_large_a_number", where, words, "Write it in a larger unit.")
        return numbers.astype(np.float32)

    def done(self) -> list[Filled]:
        return self.filled(kind="series")


COLUMN = SeriesOfNumbers()
