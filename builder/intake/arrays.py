"""Columns that are numbers already, as numpy keeps them: what they seem to be, and how they become fields."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from builder.folder.refused import Refused
from builder.folder.schema import FieldSchema, Kind
from builder.folder.table import Table
from builder.folder.told import Bar, ColumnTold, Possible, Role
from builder.folder.writing import Filled

Array = NDArray[np.generic]
MOST_CLASSES, LARGEST_SIDE, BINS, SHOWN = 200, 4_096, 10, 4
ANSWERS = frozenset({"y", "label", "labels", "target", "targets", "class", "classes"})


def told_of_arrays(table: Table) -> tuple[ColumnTold, ...]:
    """What each array looks like; one called y or label, or else the last that holds a class, is the answer."""
    answer = next((name for name in table.arrays if name.lower() in ANSWERS or name.lower().startswith("y_")), None)
    kinds = {name: tuple(_kinds(values)) for name, values in table.arrays.items()}
    answer = answer or next((name for name in reversed(kinds) if kinds[name] and kinds[name][0].kind == "class"), None)
    return tuple(
        _told(name, values, kinds[name], "answer" if name == answer and len(kinds) > 1 else "input")
        for name, values in table.arrays.items()
    )


def _told(name: str, values: Array, kinds: tuple[Possible, ...], role: Role) -> ColumnTold:
    examples = tuple(str(np.array2string(row, threshold=SHOWN, edgeitems=2, precision=3)) for row in values[:3])
    return ColumnTold(
        name=name,
        examples=tuple(" ".join(each.split()) for each in examples),
        missing=int(np.isnan(values).sum()) if values.dtype.kind == "f" else 0,
        distinct=len(np.unique(values[:10_000])),
        bars=_bars(values[:10_000]),
        kinds=kinds,
        role=role if kinds else "unused",
        why_role="its name, or its being a class, says so" if role == "answer" else "it is learned from",
    )


def _bars(values: Array) -> tuple[Bar, ...]:
    """How often there is what, in ten steps; none where numbers are too far apart for steps."""
    finite = values.astype(np.float64)
    finite = finite[np.isfinite(finite)]
    try:
        counts, edges = np.histogram(finite, BINS)
    except ValueError:
        return ()
    return tuple(Bar(label=f"{low:.3g}", count=int(count)) for low, count in zip(edges[:-1], counts, strict=True))


def _kinds(values: Array) -> Iterator[Possible]:
    """What an array of this shape and type can be, the likeliest first."""
    shape, many = values.shape[1:], len(np.unique(values[:10_000]))
    is_whole = values.dtype.kind in "iub"
    said = f"{values.dtype} of shape {(len(values), *shape)}"
    if shape == () and is_whole and many <= MOST_CLASSES:
        yield Possible(kind="class", why=f"{many} different whole numbers in {len(values):,} rows")
    if _channels(shape):
        yield Possible(kind="image", why=f"{said}: pictures")
    if len(shape) == 2 and is_whole and many <= MOST_CLASSES:
        yield Possible(kind="mask", why=f"{said}, {many} different whole numbers: a class for each place")
    if len(shape) == 1 and is_whole and shape[0] > 1:
        yield Possible(kind="tokens", why=f"{said}: whole numbers in a row")
    if len(shape) <= 1:
        yield Possible(kind="number", why=f"{said}: numbers")
    if len(shape) == 2:
        yield Possible(kind="series", why=f"{said}: steps of {shape[1]} values")


def _channels(shape: tuple[int, ...]) -> tuple[int, ...] | None:
    """How the axes of pictures are to be put in order, (N, C, H, W); None where they are none."""
    match shape:
        case (height, width) if min(height, width) >= 4:
            return (0, 1, 2)
        case (1 | 3, height, width) if min(height, width) >= 4:
            return (0, 1, 2, 3)
        case (height, width, 1 | 3) if min(height, width) >= 4:
            return (0, 3, 1, 2)
    return None


def filled_array(port: str, name: str, values: Array, kind: Kind) -> Filled:
    """The field of an array.

    Raises:
        Refused: ``wrong_kind``: an array of this shape can't be of that kind; ``not_finite``.
    """
    if kind not in {each.kind for each in _kinds(values)}:
        can = ", ".join(each.kind for each in _kinds(values)) or "nothing"
        words = f"{values.dtype} of shape {values.shape} can't be of kind {kind}."
        raise Refused("wrong_kind", name, words, f"It can be: {can}.")
    if values.dtype.kind == "f" and not (good := np.abs(values) <= np.finfo(np.float32).max).all():
        row = int(np.flatnonzero(~good.reshape(len(values), -1).all(1))[0])
        words = "a value is not finite, or larger than 3.4e38."
        raise Refused("not_finite", f"{name}, row {row}", words, "Leave such rows out, or fill them.")
    if kind == "image":
        return _pictures(port, values)
    if kind in ("class", "mask", "tokens"):
        return _classes(port, values, kind)
    values = values.astype(np.float32).reshape(len(values), *(values.shape[1:] or (1,)))
    return Filled(FieldSchema(name=port, kind=kind, shape=values.shape[1:]), values)


def _pictures(port: str, values: Array) -> Filled:
    """Shape: (N, H, W), (N, H, W, C) or (N, C, H, W) -> (N, C, H, W)."""
    pictures = values.transpose(_channels(values.shape[1:]))
    pictures = pictures[:, None] if pictures.ndim == 3 else pictures
    if values.dtype == np.uint8:
        field = FieldSchema(
            name=port, kind="image", shape=pictures.shape[1:], stored="uint8", divisor=255, between=(0, 1)
        )
        return Filled(field, pictures)
    pictures = pictures.astype(np.float32)
    low, high = float(pictures.min()), float(pictures.max())
    return Filled(FieldSchema(name=port, kind="image", shape=pictures.shape[1:], between=(low, high)), pictures)


def _classes(port: str, values: Array, kind: Kind) -> Filled:
    """Whole numbers from the least to the largest, each named by itself."""
    known = np.unique(values)
    places = np.searchsorted(known, values)
    field = FieldSchema(
        name=port,
        kind=kind,
        shape=values.shape[1:],
        stored="int32",
        classes=tuple(str(each) for each in known.tolist()),
    )
    return Filled(field, places)
