"""Several classes in one cell, such as "red;round": 1 for each that is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import LIMITS, Limits
from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema, Kind
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.columns.label import in_order
from builder.intake.columns.parts.facts import said
from builder.intake.columns.parts.numbers import MISSING

SEPARATORS = ";|,"
MOST, AGAIN, ANEW, SEVERAL = 200, 3, 1.25, 0.1
SURE, PERHAPS = 0.93, 0.2
_BRACKETS = "[](){}"


class ClassSets(Column):
    """Each is a field of its own, with a number for each class."""

    kind: Kind = "class set"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        """Cells hold a few words between semicolons, bars or commas, and the words come again beside other words."""
        separator = separator_of(cells)
        if separator is None:
            return None
        held = cells.drop_nulls()
        sets = [words_of(cell, separator) for cell in held.unique()]
        within = Counter(word for each in sets for word in each)
        if not 1 < len(within) <= LIMITS.classes or all(re.fullmatch(r"[-+\d.,e\s]+", word) for word in within):
            return None
        several = int(held.str.contains(separator, literal=True).sum())
        why = f"{len(within):,} words between “{separator}”, several in {several:,} of {len(held):,} rows"
        is_short = all(len(word.split()) <= 4 for word in within) and len(within) <= MOST
        comes_again = within.total() >= ANEW * len(within) and len(held) >= AGAIN * len(within)
        return Guess(SURE if is_short and comes_again and several >= SEVERAL * len(held) else PERHAPS, why)

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return _ClassSets(name, columns[0], separator_of(table.head[columns[0]]) or ";", limits)


class _ClassSets(Filler):
    """Remembers which sets there are, and which each row has."""

    def __init__(self, name: str, column: str, separator: str, limits: Limits) -> None:
        self.name, self.column, self.separator, self.limits = name, column, separator, limits
        self.sets: dict[tuple[str, ...], int] = {}
        self.words: set[str] = set()
        self.rows: list[int] = []

    def add(self, cells: Sequence[pl.Series]) -> None:
        for cell in cells[0]:
            classes = words_of(cell, self.separator) if cell else ()
            self.rows.append(self.sets.setdefault(classes, len(self.sets)))
            self.words.update(classes)
        if len(self.words) > self.limits.classes:
            words = f"more than {self.limits.classes:,} different words: so many classes can't be told apart"
            raise Refused("too_many_classes", self.column, words, "Let the column be a text.")

    def done(self) -> list[Filled]:
        names = in_order(sorted(self.words))
        if not names:
            words = f"words were expected, but all {len(self.rows):,} cells are missing"
            raise Refused("all_missing", self.column, words, "Use another column, or leave this one out.")
        if len(names) == 1 and len(self.sets) == 1:
            words = f"all {len(self.rows):,} are {said(names[0])}: there is nothing to tell apart"
            raise Refused("one_class", self.column, words, "Bring samples of another class.")
        places = {name: place for place, name in enumerate(names)}
        known = np.zeros((len(self.sets), len(names)), np.uint8)
        for words_, row in self.sets.items():
            known[row, [places[word] for word in words_]] = 1
        field = FieldSchema(
            name=self.name,
            kind="class set",
            shape=(len(names),),
            stored="uint8",
            classes=tuple(name[:200] for name in names),
            between=(0, 1),
            help="1 for each that is there, else 0.",
        )
        return [Filled(field, known[self.rows])]


def separator_of(cells: pl.Series) -> str | None:
    """What stands between the words of a cell: the first of ; | , that is in any."""
    held = cells.drop_nulls()
    return next((each for each in SEPARATORS if held.str.contains(each, literal=True).any()), None)


def words_of(cell: str, separator: str) -> tuple[str, ...]:
    """The different words of a cell, in the order of the alphabet."""
    parts = (part.strip().strip("'\"") for part in cell.strip(_BRACKETS).split(separator))
    return tuple(sorted({part for part in parts if part.lower() not in MISSING}))


COLUMN = ClassSets()
