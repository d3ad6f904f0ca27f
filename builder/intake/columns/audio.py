"""Sounds: one channel, of one length and rate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.schema import FieldSchema
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.kinds_of_file import SOUNDS
from builder.intake.media import Media, Values, names_files, refuse_too_large
from builder.intake.sound import heard

TOP = 32_767


class Audio(Column):
    """A column that names sounds."""

    kind = "audio"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        return Guess(1.0, "it names sounds") if names_files(cells, table, SOUNDS) else None

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return Sounds(name, columns[0], table, choices, limits)


class Sounds(Media):
    """Shape: (N, 1, L), the beginning of each; silence follows shorter ones."""

    def __init__(self, name: str, column: str, table: Table, choices: Choices, limits: Limits) -> None:
        super().__init__(name, column, table, limits)
        self.rate, self.seconds = choices.rate, choices.seconds
        self.shape = (1, max(1, round(choices.rate * choices.seconds)))
        self.lasting: list[float] = []
        refuse_too_large(column, table.rows, self.shape, limits)

    def value(self, cell: str) -> Values:
        wave, lasts = heard(self.table.files[cell], cell, self.rate, self.seconds, self.limits)
        self.lasting.append(lasts)
        value = self.nothing
        value[0, : len(wave)] = np.rint(wave.clip(-1, 1) * TOP)
        return value

    @property
    def nothing(self) -> Values:
        return np.zeros(self.shape, np.int16)

    def done(self) -> list[Filled]:
        notes = (*self.notes(), *self._longer())
        field = FieldSchema(
            name=self.name,
            kind="audio",
            shape=self.shape,
            stored="int16",
            divisor=TOP + 1,
            between=(-1, 1),
            rate=self.rate,
        )
        return [Filled(field, np.stack(self.values), unread=self.unread, notes=notes)]

    def _longer(self) -> tuple[str, ...]:
        """A sentence about those of which the end is not heard."""
        many = sum(lasts > self.seconds + 0.01 for lasts in self.lasting)
        if not many:
            return ()
        longest = max(self.lasting)
        return (f"{many:,} of {len(self.lasting):,} sounds last longer than {self.seconds:g} s, the longest "
                f"{longest:.1f} s: their beginning is taken.",)  # fmt: skip


COLUMN = Audio()
