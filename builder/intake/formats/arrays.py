"""Arrays of numpy: each is a column; nothing that could run is ever read."""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

import numpy as np
import polars as pl
from numpy.lib import format as npy
from numpy.typing import NDArray

from builder.folder.format import Format
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.table import HEAD, Table
from builder.intake.archives import is_passed_over
from builder.intake.division import WORDS
from builder.intake.kinds_of_file import kind_of
from builder.intake.left_out import passed_over

Array = NDArray[np.generic]
_OF_PART = re.compile(rf"(.+)_({'|'.join(word for words in WORDS.values() for word in words)})", re.IGNORECASE)


def takes(files: Mapping[str, Path]) -> bool:
    """Files of numpy."""
    return any(kind_of(file) in {"npy", "npz"} for file in files.values())


def read(files: Mapping[str, Path], limits: Limits) -> Table:
    """A column for each array; ``x_train`` and ``x_test`` are one, with a column that says the part.

    Raises:
        Refused: an array holds objects (a pickle), is too large, or broken; ``no_arrays``: none holds numbers.
    """
    found: dict[str, Array] = {}
    others: list[str] = []
    left = limits.tensor_bytes
    for name, file in sorted(files.items()):
        if kind_of(file) in {"npy", "npz"}:
            for array, values in _arrays(name, file, left):
                found[array] = values
                left -= values.nbytes
        elif not is_passed_over(name):
            others.append(name)
    notes = passed_over(others, "no array")
    found, odd = _of_numbers(found)
    notes += passed_over(odd, "an array of numbers was expected")
    arrays, parts, odd = _joined(found)
    notes += passed_over(odd, "as many rows as the largest array has were expected")
    rows = len(next(iter(arrays.values())))
    if rows > limits.rows:
        raise Refused(
            "too_many_rows", "", f"There are {rows:,} rows; at most {limits.rows:,} are taken.", "Bring fewer."
        )
    frame = pl.DataFrame({"part": parts} if parts else {})
    said = ", ".join(f"{name} {values.shape}" for name, values in list(arrays.items())[:6])
    title = PurePosixPath(min(files)).stem if len(files) == 1 else "Arrays"
    return Table(title, f"Arrays: {said}", rows, frame[:HEAD], lambda: iter([frame]), arrays=arrays, notes=notes)


def _arrays(name: str, file: Path, most: int) -> Iterator[tuple[str, Array]]:
    """The arrays of a file. Raises: Refused."""
    try:
        if kind_of(file) == "npy":
            with file.open("rb") as content:
                yield PurePosixPath(name).stem, _array(content, name, most)
            return
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith(".npy"):
                    with archive.open(entry) as packed:
                        where = f"{name}: {entry.filename.removesuffix('.npy')}"
                        values = _array(packed, where, most)
                    most -= values.nbytes
                    yield entry.filename.removesuffix(".npy"), values
    except (ValueError, OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Refused("broken_array", name, f"can't be read: {error}.", "Write it anew with numpy.save.") from error


def _array(content: IO[bytes], where: str, most: int) -> Array:
    """One array, if it is what its header says, and holds no objects."""
    shape, is_fortran, dtype = _header(content)
    if dtype.hasobject:
        words = "holds objects of Python (a pickle), which could run when they are read; numbers were expected."
        raise Refused("pickled_array", where, words, "Save it as an array of numbers: numpy.asarray(..., dtype=float).")
    needed = math.prod(shape) * dtype.itemsize
    if needed > most:
        words = f"has {needed / 1e6:,.0f} MB; at most {most / 1e6:,.0f} MB more are taken."
        raise Refused("too_large", where, words, "Bring fewer rows, or values of fewer bytes.")
    held = content.read(needed)
    if len(held) < needed:
        words = f"says that it has {needed:,} bytes, and has {len(held):,}."
        raise Refused("broken_array", where, words, "Write it anew with numpy.save.")
    values = np.frombuffer(held, dtype)
    return values.reshape(shape[::-1]).T if is_fortran else values.reshape(shape)


def _header(content: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    """The shape of an array, whether it is in the order of Fortran, and its type. Raises: ValueError."""
    try:
        version = npy.read_magic(content)
        return (npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0)(content)
    except Exception as error:  # a header is an expression of Python, and broken ones raise all kinds of errors
        raise ValueError(f"its header is broken ({error})") from error


def _of_numbers(found: Mapping[str, Array]) -> tuple[dict[str, Array], list[str]]:
    """Arrays of real numbers with rows, in the byte order of this machine, and the names of others."""
    good = {
        name: values for name, values in found.items() if values.ndim and values.size and values.dtype.kind in "iubf"
    }
    if not good:
        raise Refused("no_arrays", ", ".join(found), "holds no numbers.", "Save arrays of numbers with numpy.save.")
    native = {name: values.astype(values.dtype.newbyteorder("="), copy=False) for name, values in good.items()}
    return native, [name for name in found if name not in good]


def _joined(found: Mapping[str, Array]) -> tuple[dict[str, Array], list[str], list[str]]:
    """Arrays of the same rows, the part of each row if their names tell it, and the names of arrays left out."""
    told = {name: match for name in found if (match := _OF_PART.fullmatch(name))}
    parts = list(dict.fromkeys(match[2] for match in told.values()))
    stems = list(dict.fromkeys(match[1] for match in told.values()))
    if len(parts) > 1 and len(told) == len(stems) * len(parts):
        by_stem = {stem: [found[f"{stem}_{part}"] for part in parts] for stem in stems}
        sizes = {tuple(map(len, each)) for each in by_stem.values()}
        if len(sizes) == 1 and all(len({each.shape[1:] for each in pieces}) == 1 for pieces in by_stem.values()):
            column = [part for part, many in zip(parts, next(iter(sizes)), strict=True) for _ in range(many)]
            joined = {stem: np.concatenate(pieces) for stem, pieces in by_stem.items()}
            return joined, column, [name for name in found if name not in told]
    rows = Counter({name: values.nbytes for name, values in found.items()}).most_common(1)[0][0]
    kept = {name: values for name, values in found.items() if len(values) == len(found[rows])}
    return kept, [], [name for name in found if name not in kept]


FORMAT = Format("arrays", "arrays of numpy", (".npy", ".npz"), takes, read, order=10)
