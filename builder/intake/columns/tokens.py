"""Tokens: whole numbers in one cell, such as "17 4 4 93", each of which means a word, a note or an item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import MAX_CLASSES, Kind
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.columns.parts.facts import CLEARLY, facts
from builder.intake.columns.parts.several import Several, is_ragged, is_whole, share_of_several

CLEAR, PERHAPS = 0.96, 0.5


class Tokens(Column):
    """Each is a field of its own, whose classes are the numbers from 0 to the largest."""

    kind: Kind = "tokens"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        """Cells hold whole numbers; likelier than a series where they do not hold the same many."""
        share = share_of_several(cells, table.decimal)
        if share < CLEARLY or not is_whole(cells, table.decimal) or not facts(cells, table.decimal).words:
            return None
        if is_ragged(cells, table.decimal):
            return Guess(CLEAR, "whole numbers in a cell, not the same many in each: each means something")
        return Guess(PERHAPS, "whole numbers in a cell, the same many in each")

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return _Tokens(name, columns[0], table.decimal)


class _Tokens(Several):
    largest = 0

    def checked(self, numbers: NDArray[np.float64], counts: NDArray[np.int32]) -> NDArray[np.float64]:
        wrong = (numbers < 0) | (numbers != np.floor(numbers)) | (numbers >= MAX_CLASSES)
        if wrong.any():
            words = f"whole numbers from 0 to {MAX_CLASSES - 1:,} were expected, but there is {numbers[wrong][0]:g}"
            hint = "Let the column be a series, or number what is meant from 0 on."
            raise Refused("no_token", self.row_of(int(wrong.argmax()), counts), words, hint)
        self.largest = max(self.largest, int(numbers.max(initial=0)))
        return numbers.astype(np.int32)

    def done(self) -> list[Filled]:
        return self.filled(kind="tokens", stored="int32", classes=tuple(map(str, range(self.largest + 1))))


COLUMN = Tokens()
