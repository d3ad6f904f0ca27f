"""Fills a field from files, one for each cell, on all cores."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.intake.kinds_of_file import kind_of
from builder.intake.one_by_one import OneByOne

Values = NDArray[np.generic]
LOOKED_AT = 50


class Media(OneByOne[Values]):
    """Reads the file that each cell names."""

    def __init__(self, name: str, column: str, table: Table, limits: Limits) -> None:
        super().__init__(name, column)
        self.table, self.limits = table, limits

    def add(self, cells: Sequence[pl.Series]) -> None:
        named = cells[0].to_list()
        first = len(self.values)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for read in pool.map(self.read, named, range(first, first + len(named))):
                self.take(read)

    def read(self, cell: str | None, row: int) -> Values | Refused:
        if cell is not None and cell not in self.table.files:
            where = f"{self.column}, row {row + 1}: {cell}"
            return Refused("no_file", where, "there is no such file.", "Send the files together with the table.")
        return super().read(cell, row)


def refuse_too_large(name: str, rows: int, shape: Sequence[int], limits: Limits) -> None:
    """Refuse before anything is read what would not be learned from later."""
    if (total := rows * math.prod(shape) * 4) > limits.tensor_bytes:
        words = f"{rows:,} of {' x '.join(map(str, shape))} values take {total / 1e6:,.0f} MB; "
        words += f"at most {limits.tensor_bytes / 1e6:,.0f} MB are taken."
        raise Refused("too_large", name, words, "Make pictures smaller, cut sounds shorter, or bring fewer.")


def names_files(cells: pl.Series, table: Table, kinds: Collection[str]) -> bool:
    """Whether most of the first cells name files of these kinds."""
    named = [cell for cell in cells.drop_nulls().head(LOOKED_AT).to_list() if cell in table.files]
    return bool(named) and sum(kind_of(table.files[cell]) in kinds for cell in named) * 2 > len(named)
