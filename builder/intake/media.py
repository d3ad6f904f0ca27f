"""Fills a field from files, one for each cell: those that can't be read are passed over and named."""

from __future__ import annotations

import math
import os
from abc import abstractmethod
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Filler
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.intake.kinds_of_file import kind_of

Values = NDArray[np.generic]
MOST_NAMED, LOOKED_AT = 5, 50


class Media(Filler):
    """Reads a file for each cell, on all cores."""

    def __init__(self, name: str, column: str, table: Table, limits: Limits) -> None:
        self.name, self.column, self.table, self.limits = name, column, table, limits
        self.values: list[Values] = []
        self.unread: dict[int, Refused] = {}

    @abstractmethod
    def value(self, cell: str) -> Values:
        """What the file of this cell holds. Raises: Refused."""

    @property
    @abstractmethod
    def nothing(self) -> Values:
        """What stands for a file that can't be read; no sample is made of it."""

    def add(self, cells: Sequence[pl.Series]) -> None:
        first = len(self.values)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            read = list(pool.map(self._read, cells[0].to_list()))
        self.unread |= {first + row: each for row, each in enumerate(read) if isinstance(each, Refused)}
        self.values += [self.nothing if isinstance(each, Refused) else each for each in read]

    def _read(self, cell: str | None) -> Values | Refused:
        if cell is None or cell not in self.table.files:
            where = f"{self.column}: {cell or 'a row'}"
            return Refused("no_file", where, "there is no such file.", "Send the files together with the table.")
        try:
            return self.value(cell)
        except Refused as refused:
            return refused

    def notes(self) -> tuple[str, ...]:
        """Which files were passed over, and why.

        Raises:
            Refused: as the first of them was, where all of them were.
        """
        if not self.unread:
            return ()
        refusals = list(self.unread.values())
        if len(refusals) == len(self.values):
            raise refusals[0]
        told = " ".join(each.problem.message for each in refusals[:MOST_NAMED])
        more = " ..." if len(refusals) > MOST_NAMED else ""
        one = "file was" if len(refusals) == 1 else "files were"
        return (f"{len(refusals):,} {one} passed over: {told}{more}",)


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
