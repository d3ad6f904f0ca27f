"""What one version of data has that the one before it had not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.folder.place import schema_in
from builder.folder.schema import IDS, Schema
from builder.folder.told import Difference

Array = NDArray[np.generic]


def difference(before: Path, after: Path) -> Difference | None:
    """How many samples came, went, and belong to another class now; None where samples are no things of their own."""
    if not ((before / IDS).is_file() and (after / IDS).is_file()):
        return None
    (was, was_labelled), (is_, is_labelled) = _labelled(before), _labelled(after)
    _, old, new = np.intersect1d(was, is_, return_indices=True)
    return Difference(
        added=int(np.isin(is_, was, invert=True).sum()),
        removed=int(np.isin(was, is_, invert=True).sum()),
        relabelled=int((was_labelled[old] != is_labelled[new]).sum()),
    )


def _labelled(folder: Path) -> tuple[Array, Array]:
    """The id of each sample, and its class by name."""
    ids, schema = np.load(folder / IDS, allow_pickle=False), schema_in(folder)
    name = label_of(schema)
    if name is None:
        return ids, np.full(len(ids), "")
    field = next(each for each in schema.fields if each.name == name)
    values = np.load(folder / f"{name}.npy", allow_pickle=False)
    return ids, np.array(field.classes)[values]


def label_of(schema: Schema) -> str | None:
    """The field that says what a sample is: the last one that gives each sample one class."""
    return next((each.name for each in reversed(schema.fields) if each.kind == "class" and each.shape == ()), None)
