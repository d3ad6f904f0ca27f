"""Masks: pictures whose pixels are classes."""

from __future__ import annotations

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
from builder.intake.kinds_of_file import PICTURES
from builder.intake.media import Media, Values, names_files, refuse_too_large
from builder.intake.picture import labelled, opened

MOST, LIKELY = 256, 0.3


class Mask(Column):
    """A column that names masks; a picture called mask or label is likely to be one."""

    kind = "mask"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        if not names_files(cells, table, PICTURES - {"jpeg"}):
            return None
        if any(word in name.lower() for word in ("mask", "label", "segment", "annotation")):
            return Guess(1.0, "it names pictures and is called a mask")
        return Guess(LIKELY, "it names pictures; as a mask each value of a pixel is a class")

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return Masks(name, columns[0], table, choices, limits)


class Masks(Media):
    """Shape: (N, side, side) of classes. Each value, or each colour, is a class."""

    def __init__(self, name: str, column: str, table: Table, choices: Choices, limits: Limits) -> None:
        super().__init__(name, column, table, limits)
        self.side = choices.side
        refuse_too_large(column, table.rows, (2, self.side, self.side), limits)

    def value(self, cell: str) -> Values:
        with opened(self.table.files[cell], cell, self.limits) as image:
            return labelled(image, self.side)

    @property
    def nothing(self) -> Values:
        return np.zeros((self.side, self.side), np.int32)

    def done(self) -> list[Filled]:
        notes = self.notes()
        values = np.stack(self.values)
        read = np.delete(values, list(self.unread), axis=0)
        known = np.unique(read)
        if len(known) > MOST:
            words = f"has {len(known):,} different values; a mask has at most {MOST}, one for each class."
            raise Refused("no_mask", self.column, words, "Choose picture, or save masks as PNG, whose values stay.")
        classes = tuple(_name(int(each)) for each in known)
        field = FieldSchema(name=self.name, kind="mask", shape=(self.side, self.side), stored="uint8", classes=classes)
        places: NDArray[np.intp] = np.searchsorted(known, values).clip(0, len(known) - 1)
        return [Filled(field, places.astype(np.uint8), unread=self.unread, notes=notes)]


def _name(value: int) -> str:
    return str(value) if value < 1 << 16 else f"#{value - (1 << 24):06x}"


COLUMN = Mask()
