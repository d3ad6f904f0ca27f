"""Files beside a table: which columns name them, and by which path they came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

import polars as pl

from builder.folder.limits import LIMITS, Limits
from builder.folder.refused import Refused
from builder.folder.table import Table

_ENOUGH = 3


def only_table(
    files: Mapping[str, Path],
    is_one: Callable[[str, Path], bool],
    read: Callable[[Mapping[str, Path], Limits], Table] | None = None,
) -> str | None:
    """The one table of its kind among the files, if there is just one.

    Args:
        read: with it, other files beside the table have to be named in it.
    """
    found = [name for name, file in files.items() if is_one(name, file)]
    if len(found) != 1:
        return None
    try:
        is_named = len(files) == 1 or read is None or bool(read(files, LIMITS).media)
    except Refused:
        is_named = False
    return found[0] if is_named else None


def with_files(table: Table, files: Mapping[str, Path], of_table: str) -> Table:
    """The table with the files that came beside it, its cells that name one being the path by which it came."""
    others = {name: file for name, file in files.items() if name != of_table}
    if not others:
        return table
    paths = _paths(others, of_table)
    media = columns_that_name(table.head, others, of_table)
    said = _resolved(media, paths)
    notes = table.notes
    if not media:
        notes += (f"{len(others):,} files came beside the table; no column names them.",)
    return Table(
        name=table.name,
        source=table.source,
        rows=table.rows,
        head=said(table.head),
        pieces=_each(table.pieces, said),
        files=files,
        media=media,
        arrays=table.arrays,
        decimal=table.decimal,
        is_ordered=table.is_ordered,
        notes=notes,
    )


def columns_that_name(head: pl.DataFrame, files: Mapping[str, Path], of_table: str) -> frozenset[str]:
    """The columns in which three cells at least, or all where there are fewer, name files."""
    paths = _paths(files, of_table)
    return frozenset(cells.name for cells in head.iter_columns() if _names_files(cells, paths))


def _paths(files: Mapping[str, Path], of_table: str) -> dict[str, str]:
    return dict(_ways_to_name([name for name in files if name != of_table], PurePosixPath(of_table).parent))


def _ways_to_name(files: Collection[str], folder: PurePosixPath) -> Iterator[tuple[str, str]]:
    """What a cell may say for a file: the end of its path, where no other file's path ends so, or all of it."""
    ends: dict[str, list[str]] = {}
    for path in files:
        parts = PurePosixPath(path).parts
        for place in range(len(parts)):
            ends.setdefault("/".join(parts[place:]), []).append(path)
            ends.setdefault("/".join(parts[place:]).rpartition(".")[0], []).append(path)
    for end, paths in ends.items():
        if end and len(paths) == 1:
            yield end, paths[0]
    for path in files:
        if PurePosixPath(path).is_relative_to(folder):
            yield str(PurePosixPath(path).relative_to(folder)), path
    yield from ((path, path) for path in files)


def _names_files(cells: pl.Series, paths: Mapping[str, str]) -> bool:
    held = cells.drop_nulls()
    found = sum(_plain(cell) in paths for cell in held.unique())
    return found >= min(_ENOUGH, max(1, held.n_unique()))


def _plain(cell: str) -> str:
    return cell.replace("\\", "/").removeprefix("./").lstrip("/")


def _resolved(media: frozenset[str], paths: Mapping[str, str]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    def resolved(frame: pl.DataFrame) -> pl.DataFrame:
        columns = [
            pl.Series(
                name, [None if cell is None else paths.get(_plain(cell), cell) for cell in frame[name]], pl.String
            )
            for name in media
        ]
        return frame.with_columns(columns)

    return resolved


def _each(
    pieces: Callable[[], Iterator[pl.DataFrame]], change: Callable[[pl.DataFrame], pl.DataFrame]
) -> Callable[[], Iterator[pl.DataFrame]]:
    return lambda: map(change, pieces())
