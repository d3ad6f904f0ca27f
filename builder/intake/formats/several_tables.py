"""Several tables as text with the same columns, such as train.csv and test.csv: one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD, Table
from builder.intake.columns.parts.numbers import decimal_of
from builder.intake.division import WORDS
from builder.intake.formats import csv
from builder.intake.formats.parts.held import refuse_rows_and_columns
from builder.intake.roles import FILE

PART = "part"
_PARTS = frozenset(word for words in WORDS.values() for word in words)


def takes(files: Mapping[str, Path]) -> bool:
    """Whether there are several files, all of them called tables."""
    return len(files) > 1 and all(name.lower().endswith(csv.SUFFIXES) for name in files)


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """All rows, and which part, or which file, each is from. Raises: Refused."""
    tables = {name: csv.read({name: file}, limits) for name, file in sorted(files.items())}
    whole = list(tables.values())
    _refuse_other_columns(tables)
    words = [_part_of(name) for name in tables]
    column, said = (PART, words) if all(words) else (FILE, [PurePosixPath(name).stem for name in tables])
    rows = sum(table.rows for table in whole)
    names = tuple(whole[0].head.columns)
    column = column if column not in names else f"{column} (by name)"
    refuse_rows_and_columns(", ".join(tables), rows, len(names) + 1, limits)
    pieces = _Rows(tuple(whole), tuple(str(each) for each in said), column, names)
    share = max(1, HEAD // len(whole))
    head = pl.concat(pieces.one(table.head[:share], each) for table, each in zip(whole, pieces.said, strict=True))
    decimal = decimal_of(head, is_likely=all(table.decimal == "," for table in whole))
    notes = (
        f"The column “{column}” says which file a row is from.",
        *(note for table in whole for note in table.notes),
    )
    source = f"{len(whole)} tables, one below the other: {rows:,} rows"
    source += ", decimal commas" if decimal == "," else ""
    folder = PurePosixPath(next(iter(tables))).parent.name
    return Table(folder or "tables", source, rows, head, pieces, decimal=decimal, notes=notes)


@dataclass(frozen=True)
class _Rows:
    """All rows of all tables, again and again."""

    tables: tuple[Table, ...]
    said: tuple[str, ...]
    column: str
    names: tuple[str, ...]

    def __call__(self) -> Iterator[pl.DataFrame]:
        for table, said in zip(self.tables, self.said, strict=True):
            for piece in table.pieces():
                yield self.one(piece, said)

    def one(self, piece: pl.DataFrame, said: str) -> pl.DataFrame:
        """A piece with the columns of the first table, and what is said of its file."""
        return piece.select(pl.lit(said).alias(self.column), *self.names)


def _part_of(name: str) -> str | None:
    """The part that a file's name says."""
    words: Sequence[str] = re.split(r"[^a-z]+", PurePosixPath(name).stem.lower())
    return next((word for word in words if word in _PARTS), None)


def _refuse_other_columns(tables: Mapping[str, Table]) -> None:
    (first, table), *others = tables.items()
    for name, other in others:
        here, there = set(table.head.columns), set(other.head.columns)
        if here == there:
            continue
        lacking = sorted(here - there) or sorted(there - here)
        has, lacks = (first, name) if here - there else (name, first)
        words = f"tables with the same columns were expected, but {has} has “{lacking[0]}”, which {lacks} lacks"
        raise Refused("tables_differ", lacks, words, f"Bring {has} alone: parts are made of its rows.")


FORMAT = Format("several_tables", "Several tables (train.csv, test.csv)", csv.SUFFIXES, takes, read, order=31)
