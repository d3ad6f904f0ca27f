"""The sample sheet: anybody's own samples one after the other, each with its part and its class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.folder.difference import label_of
from builder.folder.place import schema_in
from builder.folder.schema import IDS, PART, FieldSchema
from builder.folder.writing import LENGTHS
from builder.kinds.own_data import fields_of
from builder.samples.preview import PARTS, PartName, Room, Rows, rows

MOST, SHEET = 100, Room(4_000_000, 64, 512)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleTold(_Told):
    """One sample: what it is known by (None: steps in time are no things of their own), its part, its class."""

    id: str | None
    part: PartName
    label: str | None


class Sheet(_Told):
    """Some of the ``total`` samples, as they lie in the folder, and what they look like, in the same order."""

    total: int
    samples: tuple[SampleTold, ...]
    shown: Rows


def sheet(folder: Path, *, label: str | None = None, first: int = 0, many: int = MOST) -> Sheet:
    """The samples from the ``first`` on: of all, or of those of one class.

    Raises: DataAway.
    """
    schema = schema_in(folder)
    part, ids, labels = _array(folder, PART), _ids(folder), _labels(folder)
    wanted = np.arange(len(part))
    if label is not None:
        wanted = np.flatnonzero(labels == label) if labels is not None else wanted[:0]
    some = wanted[first : first + min(many, MOST)]
    samples = tuple(
        SampleTold(
            id=None if ids is None else f"{int(ids[row]):016x}",
            part=PARTS[int(part[row])],
            label=None if labels is None else str(labels[row]),
        )
        for row in some
    )
    if not samples:
        return Sheet(total=len(wanted), samples=(), shown=Rows(kind="table", columns=()))
    split = {field.name: _values(folder, field, some) for field in schema.fields}
    return Sheet(total=len(wanted), samples=samples, shown=rows(fields_of(schema), split, len(samples), SHEET))


def _array(folder: Path, name: str) -> NDArray[Any]:
    """Not read before it is looked at."""
    array: NDArray[Any] = np.load(folder / name, mmap_mode="r", allow_pickle=False)
    return array


def _ids(folder: Path) -> NDArray[Any] | None:
    return _array(folder, IDS) if (folder / IDS).is_file() else None


def _labels(folder: Path) -> NDArray[Any] | None:
    """The class of each sample, by its name."""
    schema = schema_in(folder)
    name = label_of(schema)
    if name is None:
        return None
    classes = next(field.classes for field in schema.fields if field.name == name)
    named: NDArray[Any] = np.array(classes)[_array(folder, f"{name}.npy")]
    return named


def _values(folder: Path, field: FieldSchema, some: NDArray[Any]) -> Tensor:
    """The values of some samples; zeros behind the end of a shorter one."""
    stored = _array(folder, f"{field.name}.npy")
    if not field.is_ragged:
        values = torch.from_numpy(np.ascontiguousarray(stored[some]))
    else:
        lengths = _array(folder, f"{field.name}{LENGTHS}").astype(np.int64)
        ends = np.cumsum(lengths)
        values = torch.zeros(len(some), *field.shape, dtype=torch.from_numpy(stored[:0].copy()).dtype)
        for place, row in enumerate(some):
            values[place, : lengths[row]] = torch.from_numpy(stored[ends[row] - lengths[row] : ends[row]].copy())
    is_label = field.classes and field.kind != "class set"
    return values.long() if is_label else values.float() / field.divisor
