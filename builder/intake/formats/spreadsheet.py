"""Spreadsheets: xlsx, xls and ods, of which the first sheet that holds something is read."""

from __future__ import annotations

import datetime
import mmap
import zipfile
import zlib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.intake.formats.parts.beside import only_table
from builder.intake.formats.parts.held import held_table, text_only, with_header
from builder.intake.kinds_of_file import kind_of

KINDS = frozenset({"xlsx", "xls", "ods"})
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_AT_ONCE, _TIMES = 20_000, 5
"""A spreadsheet may become so many times what a file may have."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def takes(files: Mapping[str, Path]) -> bool:
    """Whether one of the files is a spreadsheet by its first bytes, or is called one."""
    return only_table(files, _is_one, read) is not None


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """The first sheet that holds something. Raises: Refused."""
    name = only_table(files, _is_one) or next(iter(files))
    _refuse(files[name], name, limits)
    try:
        with files[name].open("rb") as content:
            book = CalamineWorkbook.from_filelike(content)
            sheet, others = _sheet(book, name)
            frame = _frame(sheet)
    except PasswordError as error:
        raise _locked(name) from error
    except (CalamineError, OSError, ValueError) as error:
        words = f"a spreadsheet was expected; it can't be read: {error}"
        raise Refused("broken_spreadsheet", name, words, "Save it anew as .xlsx, or as CSV.") from error
    body, notes = with_header(frame)
    if others:
        notes += (f"Read is the sheet “{sheet.name}”; others were passed over: {', '.join(others)}.",)
    return held_table(files, name, body, f"A spreadsheet, sheet “{sheet.name}”", limits, notes)


def _is_one(name: str, file: Path) -> bool:
    return kind_of(file) in KINDS or name.lower().endswith(SUFFIXES)


def _refuse(file: Path, name: str, limits: Limits) -> None:
    """Raises: Refused: it is locked, no spreadsheet, or would become much larger than it is."""
    kind, most = kind_of(file), _TIMES * limits.file_bytes
    if kind == "empty":
        raise Refused("empty_file", name, "the file is empty: it has not one byte", "Choose another file.")
    if kind == "xls":
        with file.open("rb") as content, mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            if whole.find(_LOCKED) >= 0:
                raise _locked(name)
    if kind in ("xlsx", "ods"):
        try:
            with zipfile.ZipFile(file) as archive:
                size = sum(entry.file_size for entry in archive.infolist())
                damaged = archive.testzip() if size <= most else None
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
            hint = "Save it anew as .xlsx, or as CSV."
            raise Refused("broken_spreadsheet", name, f"it is damaged: {error}", hint) from error
        if damaged:
            hint = "Save it anew as .xlsx, or as CSV."
            raise Refused("broken_spreadsheet", name, f"{damaged} in it is damaged", hint)
        if size > most:
            words = f"it would become {size / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB are unpacked"
            raise Refused("too_large_unpacked", name, words, "Save the sheet as CSV.")


def _locked(name: str) -> Refused:
    return Refused("locked", name, "it is locked with a password", "Open it, take the password away and save it anew.")


def _sheet(book: CalamineWorkbook, name: str) -> tuple[CalamineSheet, list[str]]:
    """The first sheet that holds more than one cell, rather one that is seen; and the names of others that do."""
    known = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    known.sort(key=lambda each: each.visible != SheetVisibleEnum.Visible)
    sheets = [book.get_sheet_by_name(each.name) for each in known]
    filled = [sheet for sheet in sheets if sheet.height * sheet.width > 1]
    if not filled:
        raise Refused("no_rows", name, "no sheet holds anything", "Choose a file with rows of data.")
    return filled[0], [sheet.name for sheet in filled[1:]]


def _frame(sheet: CalamineSheet) -> pl.DataFrame:
    rows = sheet.iter_rows()
    names = [str(place) for place in range(sheet.width)]
    pieces = []
    while piece := list(islice(rows, _AT_ONCE)):
        columns = zip(*piece, strict=True)
        cells = {name: [_text(cell) for cell in column] for name, column in zip(names, columns, strict=True)}
        pieces.append(text_only(pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))))
    return pl.concat(pieces)


def _text(cell: object) -> str:
    """A cell as text: whole numbers without decimals, dates as 2024-12-31."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime.datetime():
            return str(cell.date()) if cell.time() == datetime.time() else cell.isoformat(" ")
        case datetime.timedelta():
            return repr(cell.total_seconds())
        case _:
            return str(cell)


FORMAT = Format("spreadsheet", "Spreadsheet (xlsx, ods)", SUFFIXES, takes, read, order=20)
