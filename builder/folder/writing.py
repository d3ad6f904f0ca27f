"""Writes a folder of data: arrays first, the schema last, so that what is whole has a schema."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.folder.schema import IDS, PART, SCHEMA, FieldSchema, Schema

Array = NDArray[np.generic]
LENGTHS = ".lengths.npy"


class Filled:
    """A field with its values.

    Args:
        values: (N, *shape), or of a ragged field all samples one after the other, with ``lengths`` (N,).
        unread: the rows that could not be read, as a broken picture; their values are zeros, and no sample is made of
            them.
        notes: what is worth knowing, such as which pictures those are.
    """

    def __init__(
        self,
        field: FieldSchema,
        values: Array,
        lengths: Array | None = None,
        unread: Collection[int] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        self.field, self.values, self.lengths, self.unread, self.notes = field, values, lengths, unread, notes

    def rows(self, kept: Array) -> Filled:
        """The same, of some rows alone, in that order. Shape: kept (M,) of places, or (N,) of truths."""
        places = np.flatnonzero(kept) if kept.dtype == np.bool_ else kept
        if self.lengths is None:
            return Filled(self.field, self.values[places])
        ends = np.cumsum(self.lengths.astype(np.int64))
        pieces = [self.values[ends[place] - self.lengths[place] : ends[place]] for place in places]
        return Filled(self.field, np.concatenate(pieces) if pieces else self.values[:0], self.lengths[places])

    @property
    def files(self) -> Mapping[str, Array]:
        files = {f"{self.field.name}.npy": self.values.astype(np.dtype(self.field.stored), copy=False)}
        return files if self.lengths is None else files | {f"{self.field.name}{LENGTHS}": self.lengths.astype(np.int32)}


def write_folder(
    folder: Path,
    name: str,
    fields: list[Filled],
    part: Array,
    ids: Array | None = None,
    *,
    form: str = "samples",
    key: str = "",
) -> Schema:
    """The folder of these data, and its schema.

    Shape: part, ids (N,).
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files: dict[str, Array] = {PART: part.astype(np.uint8)}
    if ids is not None:
        files[IDS] = ids.astype(np.uint64)
    for each in fields:
        files |= each.files
    for file, values in files.items():
        np.save(folder / file, values, allow_pickle=False)
    counts = [int(np.count_nonzero(files[PART] == each)) for each in range(3)]
    schema = Schema.model_validate(
        {
            "name": name,
            "form": form,
            "fields": [each.field.model_dump() for each in fields],
            "samples": counts,
            "files": {file: checksum(folder / file) for file in sorted(files)},
            "key": key,
        }
    )
    (folder / SCHEMA).write_text(schema.text, "utf-8")
    return schema


def checksum(file: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
