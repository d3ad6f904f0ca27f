"""A table of text cells that is held whole: its blank rows and nameless empty columns left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import polars as pl

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table, of_frame
from builder.intake.columns.parts.numbers import decimal_of
from builder.intake.formats.parts.beside import with_files
from builder.intake.formats.parts.header import header_of

_LOOKED_AT = 200


def text_only(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells without blanks around them, None where nothing stands."""
    cells = pl.all().str.strip_chars()
    return frame.select(pl.when(cells != "").then(cells).name.keep())


def with_header(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """What stands below the line of names, in columns that are called by it, and notes."""
    rows = [[cell or "" for cell in row] for row in frame[:_LOOKED_AT].iter_rows()]
    header = header_of(rows, frame.width)
    body = frame[header.skip :]
    body = body.filter(~pl.all_horizontal(pl.all().is_null()))
    body.columns = list(header.names)
    empty = [cells.name for cells in body if cells.name.startswith("column ") and cells.null_count() == len(body)]
    notes = tuple(note for note in header.notes if not any(f"“{name}”" in note for name in empty))
    return body.drop(empty), notes


def held_table(
    files: Mapping[str, Path], name: str, frame: pl.DataFrame, what: str, limits: Limits, notes: tuple[str, ...]
) -> Table:
    """The table of one file, with the files beside it. Raises: Refused."""
    refuse_rows_and_columns(name, len(frame), frame.width, limits)
    decimal = decimal_of(frame[:10_000])
    source = f"{what}: {len(frame):,} rows" + (", decimal commas" if decimal == "," else "")
    table = of_frame(PurePosixPath(name).stem, source, frame, decimal=decimal, notes=notes)
    return with_files(table, files, name)


def refuse_rows_and_columns(name: str, rows: int, columns: int, limits: Limits) -> None:
    """Raises: Refused: there are no rows, or too many of them or of columns."""
    if not rows or not columns:
        raise Refused("no_rows", name, "it has no row of data", "Choose a file with rows below the names.")
    if rows > limits.rows:
        words = f"it has {rows:,} rows; at most {limits.rows:,} are taken"
        raise Refused("too_many_rows", name, words, "Leave some out: every tenth row often says as much.")
    if columns > limits.columns:
        words = f"it has {columns:,} columns; at most {limits.columns:,} are taken"
        hint = "Leave some out; values of one kind can stand in one cell, between blanks, as a series."
        raise Refused("too_many_columns", name, words, hint)
