"""Pictures: square, of one size, grey or in colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.kinds_of_file import PICTURES
from builder.intake.media import Media, Values, names_files, refuse_too_large
from builder.intake.picture import is_grey, opened, square

LOOKED_AT = 32


class Image(Column):
    """A column that names pictures; only pixels of them are kept."""

    kind = "image"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        return Guess(0.97, "it names pictures") if names_files(cells, table, PICTURES) else None

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return Images(name, columns[0], table, choices, limits)


class Images(Media):
    """Shape: (N, C, side, side) of bytes."""

    def __init__(self, name: str, column: str, table: Table, choices: Choices, limits: Limits) -> None:
        super().__init__(name, column, table, limits)
        grey = self._all_grey() if choices.is_grey is None else choices.is_grey
        self.shape = (1 if grey else 3, choices.side, choices.side)
        refuse_too_large(column, table.rows, self.shape, limits)

    def value(self, cell: str) -> Values:
        with opened(self.table.files[cell], cell, self.limits) as image:
            return square(image, self.shape[-1], is_grey=self.shape[0] == 1)

    @property
    def nothing(self) -> Values:
        return np.zeros(self.shape, np.uint8)

    def done(self) -> list[Filled]:
        notes = self.notes()
        field = FieldSchema(name=self.name, kind="image", shape=self.shape, stored="uint8", divisor=255, between=(0, 1))
        return [Filled(field, np.stack(self.values), unread=self.unread, notes=notes)]

    def _all_grey(self) -> bool:
        """Whether there is colour in none of a few pictures from all over the table."""
        cells = self.table.head[self.column].drop_nulls()
        for cell in cells.gather_every(max(1, len(cells) // LOOKED_AT)).to_list():
            try:
                with opened(self.table.files[cell], cell, self.limits) as image:
                    if not is_grey(image):
                        return False
            except (Refused, KeyError):
                continue
        return True


COLUMN = Image()
