"""Numbers, such as a length or a price."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema, Kind
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.columns.parts.facts import facts, has_leading_zeros, said
from builder.intake.columns.parts.numbers import Truths, Values, all_numbers, numbers

CLEAR, WITH_SLIPS, UNLIKELY = 0.8, 0.35, 0.1


class Numbers(Column):
    """All that are learned from are one field, a number for each column."""

    kind: Kind = "number"
    gathered = "numbers"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        """Nearly all cells that say something are numbers."""
        found = facts(cells, table.decimal)
        if not found.are_numbers:
            return None
        if found.words:
            word = cells.drop_nulls()[int(found.is_word.argmax())]
            return Guess(WITH_SLIPS, f"numbers, but for {found.words:,} of {found.held:,} cells, such as {said(word)}")
        if has_leading_zeros(cells):
            return Guess(UNLIKELY, "digits with zeros before them: as numbers these are lost")
        what = "whole numbers" if found.are_whole else "numbers"
        low, high = found.ends
        why = f"{what} from {low:.6g} to {high:.6g}, {found.different:,} different"
        lacking = len(cells) - len(found.finite)
        return Guess(CLEAR, f"{why}; {lacking:,} are missing" if lacking else why)

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        is_answer = all(choices.columns[column].role == "answer" for column in columns if column in choices.columns)
        return _Numbers(name, columns, table, is_answer)


class _Numbers(Filler):
    def __init__(self, name: str, columns: Sequence[str], table: Table, is_answer: bool) -> None:
        self.name, self.columns, self.decimal, self.is_answer = name, tuple(columns), table.decimal, is_answer
        self.values = np.zeros((table.rows, len(columns)), np.float32)
        self.known = np.ones((table.rows, len(columns)), np.uint8)
        self.rows = 0

    def add(self, cells: Sequence[pl.Series]) -> None:
        begin, self.rows = self.rows, self.rows + len(cells[0])
        values = all_numbers(cells, self.decimal)
        for place, column in enumerate(cells) if values is None else ():
            each, is_word = numbers(column, self.decimal)
            if is_word.any():
                raise _no_number(self.columns[place], begin, column, is_word)
            self._keep(slice(place, place + 1), begin, each[:, None], [column])
        if values is not None:
            self._keep(slice(None), begin, values, cells)

    def _keep(self, places: slice, begin: int, values: Values, cells: Sequence[pl.Series]) -> None:
        """Shape: values (rows, columns)."""
        is_known = np.isfinite(values)
        with np.errstate(over="ignore"):
            small = np.where(is_known, values, 0).astype(np.float32)
        if not (is_small := np.isfinite(small)).all():
            wrong = int((~is_small).any(axis=0).argmax())
            raise _too_large(self.columns[places][wrong], begin, cells[wrong], ~is_small[:, wrong])
        self.values[begin : self.rows, places] = small
        self.known[begin : self.rows, places] = is_known

    def done(self) -> list[Filled]:
        values, known = self.values[: self.rows], self.known[: self.rows]
        if empty := [self.columns[place] for place in np.flatnonzero(~known.astype(np.bool_).any(axis=0))]:
            words = f"numbers were expected, but all {self.rows:,} cells are missing"
            raise Refused("all_missing", empty[0], words, "Use another column, or leave this one out.")
        field = FieldSchema(name=self.name, kind="number", shape=(len(self.columns),), columns=_words(self.columns))
        lacking = {
            column: many for column, many in zip(self.columns, (known == 0).sum(axis=0).tolist(), strict=True) if many
        }
        if not lacking:
            return [Filled(field, values)]
        if self.is_answer:
            rows = np.flatnonzero((known == 0).any(axis=1)).tolist()
            note = f"{self.columns[0]}: {len(rows):,} rows without an answer are left out."
            return [Filled(field, values, unread=rows, notes=(note,))]
        help = "1 where the number is known, 0 where it is missing and 0 stands for it."
        note = f"Missing numbers are 0, and {self.name}_known says which they are: {_counts(lacking)}."
        flags = FieldSchema(
            name=f"{self.name}_known",
            kind="number",
            shape=field.shape,
            stored="uint8",
            columns=field.columns,
            between=(0, 1),
            help=help,
        )
        return [Filled(field, values, notes=(note,)), Filled(flags, known)]


def _words(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(column[:200].replace("\0", "") for column in columns)


def _counts(lacking: dict[str, int]) -> str:
    few = [f"{many:,} in {column}" for column, many in list(lacking.items())[:4]]
    return ", ".join(few) + (f" and in {len(lacking) - 4} other columns" if len(lacking) > 4 else "")


def _no_number(name: str, begin: int, cells: pl.Series, is_word: Truths) -> Refused:
    row = int(is_word.argmax())
    words = f"a number was expected, but the cell says {said(cells[row])}"
    hint = "Correct the cell, or leave it empty; or let the column be a class or a text."
    return Refused("not_a_number", f"{name}, row {begin + row + 1}", words, hint)


def _too_large(name: str, begin: int, cells: pl.Series, wrong: Truths) -> Refused:
    row = int(wrong.argmax())
    words = f"{said(cells[row])} is larger than what can be learned from, 3.4e38"
    return Refused("too_large_a_number", f"{name}, row {begin + row + 1}", words, "Write it in a larger unit.")


COLUMN = Numbers()
