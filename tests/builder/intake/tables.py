"""Tables in tests: written as somebody's program would, read as the product does."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from builder.folder.limits import LIMITS, Limits
from builder.folder.refused import Refused
from builder.folder.table import Table, of_frame
from builder.registry.intake import FORMATS


def read(folder: Path, content: str | bytes, name: str = "table.csv", limits: Limits = LIMITS) -> Table:
    """The table of a file with this content."""
    file = folder / "as it came"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_files({name: file}, limits)


def read_files(files: dict[str, Path], limits: Limits = LIMITS) -> Table:
    """What the first format that takes them reads."""
    return next(each for each in FORMATS.values() if each.takes(files)).read(files, limits)


def rows(table: Table) -> list[tuple[str | None, ...]]:
    """All rows, which the pieces give as often as they are asked, and of which the head holds the first."""
    frame, again = (pl.concat(list(table.pieces())) for _ in range(2))
    assert frame.equals(again)
    assert len(frame) == table.rows
    assert frame[: len(table.head)].equals(table.head)
    return frame.rows()


def column(name: str, *cells: str | None, decimal: str = ".") -> Table:
    """A table of one column."""
    return of_frame("table", "", pl.DataFrame({name: list(cells)}, schema={name: pl.String}), decimal=decimal)


def refusal(of: Callable[[], object]) -> tuple[str, str]:
    """The code and the words of what is refused."""
    with pytest.raises(Refused) as refused:
        of()
    assert refused.value.problem.hint
    return refused.value.problem.code, refused.value.problem.message
