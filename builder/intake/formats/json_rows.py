"""JSON: a list of objects, or an object in each line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD, Table
from builder.intake.formats.parts.beside import only_table, with_files
from builder.intake.formats.parts.held import refuse_rows_and_columns, text_only
from builder.intake.formats.parts.objects import objects
from builder.intake.kinds_of_file import kind_of

SUFFIXES = (".json", ".jsonl", ".ndjson")
_AT_ONCE, _HEAD_CELLS, _LONGEST_NAME = 20_000, 2_000_000, 100
_GRAPH = {"nodes", "vertices", "atoms"}

Row = dict[str, str | None]


def takes(files: Mapping[str, Path]) -> bool:
    """Whether one of the files is called JSON and begins with objects that are no graphs."""
    return only_table(files, _is_one, read) is not None


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A row for each object, a column for each name in any of them. Raises: Refused."""
    name = only_table(files, _is_one) or next(iter(files))
    if kind_of(files[name]) == "empty":
        raise Refused("empty_file", name, "the file is empty: it has not one byte", "Choose another file.")
    columns: dict[str, None] = {}
    count = 0
    for value in _objects(files[name], name):
        columns |= dict.fromkeys(_names(value, ""))
        count += 1
        if count > limits.rows or len(columns) > limits.columns:
            break
    refuse_rows_and_columns(name, count, len(columns), limits)
    pieces = _Rows(files[name], name, tuple(columns))
    head = pl.concat(list(pieces.all(min(HEAD, max(1, _HEAD_CELLS // len(columns))))))
    table = Table(PurePosixPath(name).stem, f"JSON: {count:,} objects", count, head, pieces)
    return with_files(table, files, name)


@dataclass(frozen=True)
class _Rows:
    """All rows, again and again."""

    file: Path
    name: str
    columns: tuple[str, ...]

    def __call__(self) -> Iterator[pl.DataFrame]:
        return self.all()

    def all(self, most: int | None = None) -> Iterator[pl.DataFrame]:
        """All rows, or the first."""
        rows = islice(_rows(self.file, self.name), most)
        while piece := list(islice(rows, _AT_ONCE)):
            cells = {column: [row.get(column) for row in piece] for column in self.columns}
            yield text_only(pl.DataFrame(cells, schema=dict.fromkeys(self.columns, pl.String)))


def _is_one(name: str, file: Path) -> bool:
    if not name.lower().endswith(SUFFIXES):
        return False
    try:
        first = next(objects(file, name), None)
    except Refused:
        return True
    return not (isinstance(first, dict) and _GRAPH & set(first))


def _rows(file: Path, name: str) -> Iterator[Row]:
    return (dict(_cells(value, "")) for value in _objects(file, name))


def _objects(file: Path, name: str) -> Iterator[dict[str, Any]]:
    for place, value in enumerate(_below(objects(file, name))):
        if not isinstance(value, dict):
            words = f'an object such as {{"a": 1}} was expected, but {json.dumps(value)[:60]} came'
            hint = "Bring a list of objects, or one in each line; arrays of numbers as .npy."
            raise Refused("no_object", f"{name}, row {place + 1}", words, hint)
        yield value


def _below(values: Iterator[Any]) -> Iterator[Any]:
    """The values, or the rows of the only object that there is: {"data": [...]}, {"a": [...], "b": [...]}."""
    first, second = next(values, None), next(values, None)
    if second is None and isinstance(first, dict):
        lists = [value for value in first.values() if isinstance(value, list) and value]
        if len(lists) == 1 and isinstance(lists[0][0], dict):
            yield from lists[0]
            return
        if lists and len(lists) == len(first) and len({len(each) for each in lists}) == 1 and len(lists[0]) > 1:
            yield from (dict(zip(first, row, strict=True)) for row in zip(*lists, strict=True))
            return
    yield from (value for value in (first, second) if value is not None)
    yield from values


def _names(value: dict[str, Any], within: str) -> Iterator[str]:
    """The names of an object's cells."""
    for name, each in value.items():
        if isinstance(each, dict):
            yield from _names(each, f"{within}{name}.")
        else:
            yield f"{within}{name}"[:_LONGEST_NAME]


def _cells(value: dict[str, Any], within: str) -> Iterator[tuple[str, str | None]]:
    """The cells of an object; of objects in it with both names between points."""
    for name, each in value.items():
        if isinstance(each, dict):
            yield from _cells(each, f"{within}{name}.")
        else:
            yield f"{within}{name}"[:_LONGEST_NAME], _text(each)


def _text(value: Any) -> str | None:
    """A cell as text: lists of numbers between blanks, lists of words between semicolons."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(each, int | float) and not isinstance(each, bool) for each in value):
            return " ".join(map(repr, value))
        case list() if all(isinstance(each, str) for each in value):
            return ";".join(value)
        case _:
            return json.dumps(value)


FORMAT = Format("json", "JSON (a list of objects)", SUFFIXES, takes, read, order=20)
