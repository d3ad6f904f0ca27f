"""What a sample is known by: 64 bits of a checksum of what it is, not of where it stands or what it is called."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ids = NDArray[np.uint64]
BETWEEN, NOTHING = "\x1f", "\x1e"


def ids_of(cells: Sequence[pl.Series], files: Mapping[str, Path], media: frozenset[str]) -> Ids:
    """The ids of rows: the same for the same cells, and for files of the same bytes. Shape: (N,)."""
    columns = pl.DataFrame([_by_content(each, files) if each.name in media else each for each in cells])
    words = pl.all().cast(pl.String).fill_null(NOTHING)
    joined = columns.select(pl.concat_str(words, separator=BETWEEN)).to_series()
    return np.array([number_of(each.encode()) for each in joined.to_list()], dtype=np.uint64)


def ids_of_arrays(arrays: Sequence[NDArray[np.generic]]) -> Ids:
    """The ids of rows that are numbers already. Shape: each (N, ...) -> (N,)."""
    rows = zip(*([np.ascontiguousarray(row).tobytes() for row in each] for each in arrays), strict=True)
    return np.array([number_of(b"".join(row)) for row in rows], dtype=np.uint64)


def are_among(ids: Ids, others: Ids) -> NDArray[np.bool_]:
    """Which of them are among others; numpy's own way takes seconds for a million. Shape: (N,), (M,) -> (N,)."""
    if not len(others):
        return np.zeros(len(ids), np.bool_)
    known = np.sort(others)
    places = np.searchsorted(known, ids)
    return np.asarray(known[np.minimum(places, len(known) - 1)] == ids)


def number_of(content: bytes) -> int:
    """64 bits of a checksum."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big")


def name_of(id: int) -> str:
    """An id as drawings and pages write it: 16 hexadecimal digits."""
    return f"{id:016x}"


def _by_content(cells: pl.Series, files: Mapping[str, Path]) -> pl.Series:
    def told(cell: str) -> str:
        return name_of(number_of(files[cell].read_bytes())) if cell in files else NOTHING

    return pl.Series(cells.name, [told(cell) for cell in cells.to_list()])
