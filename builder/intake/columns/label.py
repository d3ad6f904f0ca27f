"""Classes: one of a few words, such as red, green or blue."""

from __future__ import annotations

import math
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
from builder.intake.columns.parts.facts import Facts, facts, has_leading_zeros, said
from builder.intake.columns.parts.numbers import MISSING, number_of
from builder.intake.families import families

FEW, SHARE, WHOLE = 10, 0.2, 20
SURE, CLEAR, LIKELIER, PERHAPS, UNLIKELY = 0.95, 0.9, 0.85, 0.3, 0.1
YES_OR_NO = (
    {"yes", "no"},
    {"true", "false"},
    {"ja", "nein"},
    {"y", "n"},
    {"t", "f"},
    {"oui", "non"},
    {"si", "no"},
    {"sí", "no"},
    {"ano", "ne"},
    {"tak", "nie"},
    {"on", "off"},
)
NO_CLASS = "(missing)"


class Classes(Column):
    """Each is a field of its own."""

    kind: Kind = "class"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        """Few different cells for so many rows: the thresholds stand in docs/decisions/guessed-columns.md."""
        found = facts(cells, table.decimal)
        if not 1 <= found.distinct <= LIMITS.classes:
            return None
        many = f"{found.distinct:,} different in {found.held:,} rows"
        if found.distinct == 1:
            return Guess(UNLIKELY, f"all {found.held:,} rows say {said(cells.drop_nulls()[0])}")
        if found.distinct == 2 and {cell.lower() for cell in cells.drop_nulls().unique()} in YES_OR_NO:
            return Guess(SURE, f"{_both(cells)}: two classes")
        if found.are_numbers and not has_leading_zeros(cells):
            return _of_numbers(found, is_piece=name in families(tuple(table.head.columns)))
        is_repeated = 2 * found.distinct <= found.held
        if is_repeated and (found.distinct <= FEW or found.distinct <= SHARE * found.held):
            return Guess(CLEAR, f"{many}: classes")
        return Guess(PERHAPS, f"{many}: few rows for each class")

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        choice = choices.columns.get(columns[0])
        return _Classes(name, columns[0], table, choice is not None and choice.role == "answer", limits)


class _Classes(Filler):
    """Words get numbers as they come, and are put in order at the end."""

    def __init__(self, name: str, column: str, table: Table, is_answer: bool, limits: Limits) -> None:
        self.name, self.column, self.is_answer, self.limits = name, column, is_answer, limits
        self.codes: dict[str, int] = {}
        self.values = np.zeros(table.rows, np.int32)
        self.rows = 0

    def add(self, cells: Sequence[pl.Series]) -> None:
        words = cells[0]
        for word in words.unique(maintain_order=True).drop_nulls():
            self.codes.setdefault(word, len(self.codes))
        if len(self.codes) > self.limits.classes:
            hint = "Let the column be a text or numbers, or put rare classes together."
            several = f"more than {self.limits.classes:,} different cells: so many classes can't be told apart"
            raise Refused("too_many_classes", self.column, several, hint)
        coded = words.replace_strict(self.codes, default=-1, return_dtype=pl.Int32) if self.codes else None
        begin, self.rows = self.rows, self.rows + len(words)
        self.values[begin : self.rows] = -1 if coded is None else coded.fill_null(-1).to_numpy()

    def done(self) -> list[Filled]:
        values = self.values[: self.rows]
        names = in_order(self.codes)
        if self.is_answer and any(word.lower() in MISSING for word in names):
            names = [word for word in names if word.lower() not in MISSING] or names
        counts = np.bincount(values[values >= 0], minlength=len(self.codes))
        if not names:
            words = f"classes were expected, but all {self.rows:,} cells are missing"
            raise Refused("all_missing", self.column, words, "Use another column, or leave this one out.")
        if self.is_answer and len(names) == 1:
            words = f"all {counts.max():,} are {said(names[0])}: there is nothing to tell apart"
            raise Refused("one_class", self.column, words, "Bring samples of another class, or choose another answer.")
        moved = np.full(len(self.codes) + 1, -1, np.int32)  # the last is for what is missing: -1
        for place, word in enumerate(names):
            moved[self.codes[word]] = place
        values = moved[values]
        lacking = np.flatnonzero(values < 0)
        notes: tuple[str, ...] = ()
        if len(lacking) and not self.is_answer:
            values[lacking] = len(names)
            names.append(NO_CLASS)
            notes = (f"{self.column}: {len(lacking):,} missing cells are a class of their own, {NO_CLASS}.",)
        elif len(lacking):
            values[lacking] = 0
            notes = (f"{self.column}: {len(lacking):,} rows without an answer are left out.",)
        unread = lacking.tolist() if self.is_answer else ()
        stored = "uint8" if len(names) <= 256 else "int32"
        field = FieldSchema(name=self.name, kind="class", stored=stored, classes=tuple(name[:200] for name in names))
        return [Filled(field, values, unread=unread, notes=notes)]


def in_order(words: Sequence[str] | dict[str, int]) -> list[str]:
    """Words by the alphabet, or by their value where all are numbers."""
    values = {word: value for word in words if (value := number_of(word)) is not None and math.isfinite(value)}
    if len(values) == len(words):
        return sorted(words, key=lambda word: (values[word], word))
    return sorted(words, key=lambda word: (word.lower(), word))


def _of_numbers(found: Facts, *, is_piece: bool) -> Guess:
    """Numbers that could mean classes: two of them, or a few whole ones of which none is left out."""
    if is_piece:
        return Guess(UNLIKELY, f"{found.different:,} values in {found.held:,} rows; each could be a class")
    many = f"{found.different:,} values in {found.held:,} rows"
    is_repeated = 2 * found.distinct <= found.held
    if found.are_whole and found.distinct == 2 and is_repeated:
        return Guess(LIKELIER, f"{many}, whole numbers: two classes")
    if found.are_in_sequence and found.distinct <= WHOLE and found.distinct <= SHARE * found.held:
        return Guess(LIKELIER, f"{many}, whole numbers in sequence: classes")
    return Guess(UNLIKELY if found.distinct > FEW else PERHAPS, f"{many}; each could be a class")


def _both(cells: pl.Series) -> str:
    return " and ".join(sorted(cells.drop_nulls().unique(), key=str.lower, reverse=True))


COLUMN = Classes()
