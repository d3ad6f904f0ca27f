"""What a kind of column is: how it is guessed, and how its cells become the values of a field."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from builder.folder.limits import Limits
from builder.folder.schema import Kind
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled


@dataclass(frozen=True)
class Guess:
    """How sure a kind is that a column is its own, from 0 (it can be made one) to 1, and why, in words."""

    surety: float
    why: str


class Filler(ABC):
    """Takes the cells of one column, or of several that become one field, piece by piece."""

    @abstractmethod
    def add(self, cells: Sequence[pl.Series]) -> None:
        """The next rows, one series for each column. Raises: Refused."""

    @abstractmethod
    def done(self) -> list[Filled]:
        """The fields: mostly one; beside numbers of which some are missing one that says which are known.

        Raises: Refused.
        """


class Column(ABC):
    """A kind of column. All input columns of this kind become one field that is called
    ``gathered``, where that is not empty."""

    kind: Kind
    gathered: str = ""

    @abstractmethod
    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        """Whether the column of the head could be of this kind; None: it can't be made one."""

    @abstractmethod
    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        """What takes the cells of these columns and gives the field of this name."""
