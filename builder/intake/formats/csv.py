"""Tables as text: CSV, TSV, between semicolons or bars, in any encoding, with decimal points or commas."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path, PurePosixPath

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.intake.columns.parts.numbers import decimal_of
from builder.intake.formats.parts.beside import columns_that_name, with_files
from builder.intake.formats.parts.counted import counted, rows_of
from builder.intake.formats.parts.delimited import delimited
from builder.intake.formats.parts.layout import BLANKS, LOOKED_AT, NONE, records

SUFFIXES = (".csv", ".tsv", ".tab", ".psv", ".ssv", ".csv.txt")
PERHAPS = (".txt", ".dat", ".data", ".asc", "")
_PLAIN_NAMES = {"utf-8": "", "utf-8-sig": "", "cp1252": "windows-1252", "cp1250": "windows-1250"}


def takes(files: Mapping[str, Path]) -> bool:
    """Whether just one of the files is called a table, or looks like one, by what is in it."""
    return _table_of(files) is not None


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """The one table, and the files that lie beside it. Raises: Refused."""
    name = _table_of(files)
    if name is None:
        raise Refused("not_one_table", ", ".join(sorted(files)[:3]), "one table was expected", "Choose one file.")
    if not files[name].stat().st_size:
        raise Refused("empty_file", name, "the file is empty: it has not one byte", "Choose another file.")
    found = delimited(files[name], name)
    _refuse_wide(name, found.layout.width, limits)
    count = counted(found, name, limits)
    rows, notes = rows_of(found, count)
    head = rows.head
    decimal = decimal_of(head, is_likely=found.layout.separator == ";")
    source = [f"A table: {count.rows:,} rows", found.layout.words]
    source += ["decimal commas"] if decimal == "," else []
    source += [encoding] if (encoding := _PLAIN_NAMES.get(found.encoding, found.encoding)) else []
    stem = PurePosixPath(name).stem
    table = Table(stem, ", ".join(source), count.rows, head, rows, decimal=decimal, notes=notes)
    return with_files(table, files, name)


def _table_of(files: Mapping[str, Path]) -> str | None:
    called = [name for name in files if name.lower().endswith(SUFFIXES)]
    if not called and len(files) == 1:
        called = [name for name in files if PurePosixPath(name).suffix.lower() in PERHAPS and _looks(files[name])]
    is_one = len(called) == 1 and (len(files) == 1 or _names_some(files, called[0]))
    return called[0] if is_one else None


def _names_some(files: Mapping[str, Path], name: str) -> bool:
    """Whether the first rows of a table name files that came beside it."""
    try:
        head = next(delimited(files[name], name).frames(), None)
    except Refused:
        return True
    return head is not None and bool(columns_that_name(head[:LOOKED_AT], files, name))


def _looks(file: Path) -> bool:
    """Whether a text that is not called a table is one: the same short cells in every line."""
    if not file.stat().st_size:
        return False
    try:
        layout = delimited(file, file.name).layout
        with file.open("rb") as content:
            beginning = content.read(1 << 16).decode("utf-8", "replace")
    except Refused:
        return False
    if layout.separator == BLANKS:
        return len(beginning.splitlines()) > 2
    rows = [row for row in islice(records(beginning, layout.separator), LOOKED_AT) if row]
    longest = max((len(cell) for row in rows for cell in row), default=0)
    is_sure = layout.separator in "\t|;" or layout.width > 2
    return layout.separator != NONE and layout.share > 0.9 and len(rows) > 2 and longest <= 60 and is_sure


def _refuse_wide(name: str, width: int, limits: Limits) -> None:
    if width > limits.columns:
        words = f"it has {width:,} columns; at most {limits.columns:,} are taken"
        hint = "Leave some out; values of one kind can stand in one cell, between blanks, as a series."
        raise Refused("too_many_columns", name, words, hint)


FORMAT = Format("csv", "Table as text (CSV, TSV)", SUFFIXES, takes, read, order=30)
