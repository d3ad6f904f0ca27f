"""Rows and columns, whatever file they come from: cells as text, in pieces of many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

HEAD = 10_000


@dataclass(frozen=True)
class Table:
    """What a format read.

    ``pieces`` gives all rows, again and again, as frames of text columns (None: missing); ``head`` is the first few.
    A cell may be the name of one of ``files``, by its path in what came; of such a column ``media`` says so. ``arrays``
    are columns that are numbers already, one row each: (rows, ...). ``decimal`` is what stands before the decimals.
    ``is_ordered`` says that the rows follow each other, as the lines of one running text do.
    """

    name: str
    source: str
    rows: int
    head: pl.DataFrame
    pieces: Callable[[], Iterator[pl.DataFrame]]
    files: Mapping[str, Path] = field(default_factory=dict)
    media: frozenset[str] = frozenset()
    arrays: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)
    decimal: str = "."
    is_ordered: bool = False
    notes: tuple[str, ...] = ()


def of_frame(name: str, source: str, frame: pl.DataFrame, **more: object) -> Table:
    """A table that is small enough to be held."""
    return Table(name, source, len(frame), frame[:HEAD], lambda: iter([frame]), **more)  # type: ignore[arg-type]
