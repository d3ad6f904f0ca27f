"""Fills a field cell by cell: those that can't be read are passed over and named."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

import polars as pl

from builder.folder.column import Filler
from builder.folder.refused import Refused
from builder.intake.left_out import told_unread

Value = TypeVar("Value")


class OneByOne(Filler, Generic[Value]):
    """Reads each cell of a column by itself."""

    def __init__(self, name: str, column: str) -> None:
        self.name, self.column = name, column
        self.values: list[Value] = []
        self.unread: dict[int, Refused] = {}

    @abstractmethod
    def value(self, cell: str) -> Value:
        """What this cell says. Raises: Refused, ValueError."""

    @property
    @abstractmethod
    def nothing(self) -> Value:
        """What stands for a cell that can't be read; no sample is made of it."""

    def add(self, cells: Sequence[pl.Series]) -> None:
        for cell in cells[0].to_list():
            self.take(self.read(cell, len(self.values)))

    def take(self, read: Value | Refused) -> None:
        """The next value, or why there is none."""
        if isinstance(read, Refused):
            self.unread[len(self.values)] = read
            self.values.append(self.nothing)
        else:
            self.values.append(read)

    def read(self, cell: str | None, row: int) -> Value | Refused:
        """The value of a cell, or why it has none."""
        where = f"{self.column}, row {row + 1}"
        if cell is None:
            return Refused("missing", where, "nothing is there.", "Fill it, or leave the row out.")
        try:
            return self.value(cell)
        except Refused as refused:
            return refused
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            return Refused("unread_cell", where, f"{error}.", "Write all cells of the column in the same way.")

    def notes(self) -> tuple[str, ...]:
        """What is told of cells that could not be read. Raises: Refused."""
        return told_unread(self.unread, len(self.values))
