"""Texts, as letters or as words: cells of a table, or files that they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

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
from builder.intake.left_out import told_unread
from builder.intake.media import names_files
from builder.intake.texts import LEAST, MOST, UNKNOWN, Codes, Tokens, text_of

CLEAR, PERHAPS, UNLIKELY = 0.8, 0.4, 0.05
SENTENCE = 3
"""So many words on average, and what is written is no name."""


class Text(Column):
    """A column that holds texts, or names files that do."""

    kind = "text"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        if name in table.media:
            return Guess(1.0, "it names texts") if names_files(cells, table, {"text"}) else None
        words, held = mean_words(cells), cells.drop_nulls()
        lettered = int(held.str.contains(r"\p{L}").sum())
        if held.n_unique() * 2 <= len(held) or lettered * 2 <= len(held):
            return Guess(UNLIKELY, "its letters can be read one by one")
        if words >= SENTENCE:
            return Guess(CLEAR, f"{words:.0f} words on average, hardly any text twice")
        return Guess(PERHAPS, "hardly any text twice")

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return Texts(name, columns[0], table, choices, limits)


class Texts(Filler):
    """Shape: ragged (N, longest) of classes, or where one text is learned from (M,), all of it in a row."""

    def __init__(self, name: str, column: str, table: Table, choices: Choices, limits: Limits) -> None:
        self.name, self.column, self.table, self.choices, self.limits = name, column, table, choices, limits
        self.is_running = choices.form == "steps"
        self.tokens = Tokens(choices.tokens or self._guessed())
        self.texts: list[Codes] = []
        self.unread: dict[int, Refused] = {}
        self.bytes = self.cut = 0

    def add(self, cells: Sequence[pl.Series]) -> None:
        for cell in cells[0].to_list():
            try:
                codes = self._codes(cell)
            except _TooMuch:
                raise
            except Refused as refused:
                self.unread[len(self.texts)] = refused
                codes = np.zeros(0, np.uint32)
            self.texts.append(codes)

    def done(self) -> list[Filled]:
        notes = told_unread(self.unread, len(self.texts))
        classes, places = self.tokens.classes(self.texts)
        stored: Literal["uint8", "int32"] = "uint8" if len(classes) <= 256 else "int32"
        places = places.astype(stored)
        values = [places[text] for text in self.texts]
        notes += tuple(self._said(classes))
        about = {"name": self.name, "kind": "text", "stored": stored, "classes": classes}
        if self.is_running:
            return [Filled(FieldSchema.model_validate(about), self._in_a_row(values), notes=notes)]
        lengths = np.array([len(each) for each in values], np.int32)
        field = FieldSchema.model_validate(about | {"shape": (max(1, lengths.max()),), "is_ragged": True})
        return [Filled(field, np.concatenate(values), lengths, unread=self.unread, notes=notes)]

    def _codes(self, cell: str | None) -> Codes:
        """The tokens of a cell, or of the file that it names."""
        where = f"{self.column}, row {len(self.texts) + 1}"
        text = cell or ""
        if self.column in self.table.media and cell:
            if cell not in self.table.files:
                raise Refused("no_file", f"{where}: {cell}", "there is no such file.", "Send the files with the table.")
            where, text = cell, text_of(self.table.files[cell], cell, self.limits)
        self._refuse_much(where, text)
        codes = self.tokens.codes(text)
        if not len(codes):
            raise Refused("empty_text", where, "there is no text.", "Leave such rows out.")
        self.cut += not self.is_running and len(codes) > self.choices.longest
        return codes if self.is_running else codes[: self.choices.longest]

    def _refuse_much(self, where: str, text: str) -> None:
        self.bytes += len(text)
        if self.bytes > self.limits.text_bytes:
            words = f"all texts until here are more than the {self.limits.text_bytes / 1e6:,.0f} MB that are taken."
            raise _TooMuch("too_much_text", where, words, "Take a part of them.")

    def _in_a_row(self, values: Sequence[NDArray[np.generic]]) -> NDArray[np.generic]:
        """One text after the other, an end between them. Shape: (M,)."""
        end = np.zeros(1, values[0].dtype)
        parts = [part for each in values if len(each) for part in (each, end)]
        return np.concatenate(parts[:-1])

    def _guessed(self) -> Literal["letters", "words"]:
        """Letters of one text that is continued, and of single words; words of sentences."""
        if self.is_running:
            return "letters"
        cells = self.table.head[self.column]
        return "words" if self.column in self.table.media or mean_words(cells) >= SENTENCE else "letters"

    def _said(self, classes: Sequence[str]) -> list[str]:
        notes = []
        what, longest = self.tokens.what, self.choices.longest
        if self.cut:
            notes.append(f"{self.cut:,} of {len(self.texts):,} texts have more than {longest} {what}: they are cut.")
        if UNKNOWN in classes[:2]:
            rule = f"that occur {LEAST} times at least" if what == "words" else "that are most frequent"
            notes.append(
                f"The {len(classes) - 2:,} {what} {rule} are told apart (at most {MOST:,}); others are {UNKNOWN}."
            )
        return notes


class _TooMuch(Refused):
    """Of all texts together, so that none of them can be passed over."""


def mean_words(cells: pl.Series) -> float:
    """How many words the texts of a column have on average."""
    held = cells.drop_nulls().head(1_000)
    return int(held.str.split(" ").list.len().sum()) / max(1, len(held))


COLUMN = Text()
