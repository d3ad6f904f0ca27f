"""Boxes in pictures: where each thing is, and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import polars as pl

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.json_cells import parsed, share_of
from builder.intake.names import plain
from builder.intake.one_by_one import OneByOne

Box = tuple[float, float, float, float, str]
NONE = ""


class Boxes(Column):
    """A column such as ``[[0.5, 0.5, 0.2, 0.1, "cat"]]``: centre, width and height as shares, and the class."""

    kind = "boxes"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        share = share_of(cells, boxes_of)
        return Guess(0.95 * share, "lists of boxes: centre, width, height, class") if share > 0.5 else None

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return ListsOfBoxes(name, columns[0], limits)


class ListsOfBoxes(OneByOne[list[Box]]):
    """Shape: boxes ragged (N, longest, 4) in 0..1, and their classes, ragged (N, longest), 0 for none."""

    def __init__(self, name: str, column: str, limits: Limits) -> None:
        super().__init__(name, column)
        self.limits = limits

    def value(self, cell: str) -> list[Box]:
        return boxes_of(cell)

    @property
    def nothing(self) -> list[Box]:
        return []

    def done(self) -> list[Filled]:
        notes = self.notes()
        every = list(chain.from_iterable(self.values))
        if not every:
            raise Refused("no_boxes", self.column, "there is not one box.", "Bring boxes, or have it not be used.")
        classes = sorted({each[4] for each in every})
        if len(classes) > self.limits.classes:
            words = f"there are {len(classes):,} classes; at most {self.limits.classes:,} are taken."
            raise Refused("too_many_classes", self.column, words, "Join classes that are rare.")
        lengths = np.array([len(each) for each in self.values], np.int32)
        longest = int(lengths.max())
        where = FieldSchema(
            name=self.name,
            kind="boxes",
            shape=(longest, 4),
            columns=("x", "y", "width", "height"),
            between=(0, 1),
            is_ragged=True,
        )
        what = FieldSchema(
            name=f"{self.name}_class",
            kind="class",
            shape=(longest,),
            stored="int32",
            classes=(NONE, *classes),
            is_ragged=True,
        )
        places = np.array([each[:4] for each in every], np.float32)
        kinds = np.array([1 + classes.index(each[4]) for each in every], np.int32)
        return [Filled(where, places, lengths, unread=self.unread, notes=notes), Filled(what, kinds, lengths)]


def boxes_of(cell: str) -> list[Box]:
    """The boxes of a cell.

    Raises:
        ValueError: it says something else.
    """
    match parsed(cell):
        case list() as said:
            return [_box(each) for each in said]
    raise ValueError(_EXPECTED)


def _box(said: object) -> Box:
    match said:
        case [int() | float() as x, int() | float() as y, int() | float() as width, int() | float() as height, what]:
            if all(0 <= each <= 1 for each in (x, y, width, height)) and isinstance(what, str):
                return (float(x), float(y), float(width), float(height), plain(what))
    raise ValueError(_EXPECTED)


_EXPECTED = (
    'boxes such as [[0.5, 0.5, 0.2, 0.1, "cat"]] were expected: centre, width and height from 0 to 1, and a class'
)
COLUMN = Boxes()
