"""Parquet: columns with types, read in pieces as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl
from polars.datatypes import DataTypeClass

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD, Table
from builder.intake.formats.parts.beside import only_table, with_files
from builder.intake.formats.parts.held import refuse_rows_and_columns, text_only
from builder.intake.kinds_of_file import kind_of

SUFFIXES = (".parquet", ".pq")
_AT_ONCE = 20_000
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException)


def takes(files: Mapping[str, Path]) -> bool:
    """Whether one of the files is Parquet by its first bytes, or is called so."""
    return only_table(files, _is_one, read) is not None


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """All columns that can be written as text. Raises: Refused."""
    name = only_table(files, _is_one) or next(iter(files))
    try:
        scanned = pl.scan_parquet(files[name])
        schema = scanned.collect_schema()
        rows = int(scanned.select(pl.len()).collect().item())
        expressions = [each for column, dtype in schema.items() for each in _as_text(pl.col(column), column, dtype)]
        refuse_rows_and_columns(name, rows, len(expressions), limits)
        pieces = _Rows(scanned, tuple(expressions), name)
        head = text_only(scanned.head(HEAD).select(expressions).collect())
    except (*UNREADABLE, OSError) as error:
        raise _broken(name, error) from error
    held = set(head.columns)
    lost = [column for column in schema if not any(each == column or each.startswith(f"{column}.") for each in held)]
    notes = (f"Columns of bytes, and others that are no text, were passed over: {', '.join(lost)}.",) if lost else ()
    table = Table(PurePosixPath(name).stem, f"A Parquet table: {rows:,} rows", rows, head, pieces, notes=notes)
    return with_files(table, files, name)


@dataclass(frozen=True)
class _Rows:
    """All rows, again and again."""

    scanned: pl.LazyFrame
    columns: tuple[pl.Expr, ...]
    name: str

    def __call__(self) -> Iterator[pl.DataFrame]:
        try:
            for piece in self.scanned.select(self.columns).collect_batches(chunk_size=_AT_ONCE, maintain_order=True):
                yield text_only(piece)
        except UNREADABLE as error:
            raise _broken(self.name, error) from error


def _is_one(name: str, file: Path) -> bool:
    return kind_of(file) == "parquet" or name.lower().endswith(SUFFIXES)


def _as_text(column: pl.Expr, name: str, dtype: pl.DataType | DataTypeClass) -> Iterator[pl.Expr]:
    """A column as text, or several where each cell holds several by name; nothing of bytes."""
    if isinstance(dtype, pl.Struct):
        for field in dtype.fields:
            yield from _as_text(column.struct.field(field.name), f"{name}.{field.name}", field.dtype)
    elif isinstance(dtype, pl.Array):
        yield from _as_text(column.arr.to_list(), name, pl.List(dtype.inner))
    elif isinstance(dtype, pl.List) and dtype.inner.is_numeric():
        yield column.cast(pl.List(pl.String)).list.join(" ").alias(name)
    elif isinstance(dtype, pl.List) and dtype.inner == pl.String:
        yield column.list.join(";").alias(name)
    elif isinstance(dtype, pl.Datetime):
        yield column.dt.to_string("%Y-%m-%d %H:%M:%S%.f").str.strip_suffix(" 00:00:00").alias(name)
    elif not (dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Null)):
        yield column.cast(pl.String).alias(name)


def _broken(name: str, error: BaseException) -> Refused:
    words = f"a Parquet file was expected; it can't be read: {str(error).splitlines()[0][:200]}"
    return Refused("broken_parquet", name, words, "Write it anew, or bring the table as CSV.")


FORMAT = Format("parquet", "Parquet", SUFFIXES, takes, read, order=20)
