"""What a data set looks like before anything is trained: some of its samples, and how many there are of what."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.dataset import DataField, Dataset, Parts, Split
from builder.samples.shades import Floats, Shades, as_bytes, floats, shades

PartName = Literal["training", "validation", "test"]
PARTS: tuple[PartName, ...] = ("training", "validation", "test")
POINTS, ROWS = 600, 60
POINTS_ON_NODE, ROWS_ON_NODE = 160, 12
MOST_CLASSES = 64
LETTERS = 200
"""A longer text is cut off."""
LINED = 4
"""So many times fewer points are shown where a line leads from each."""
MOST_COLUMNS = 24
"""Of a wider table the first so many columns are shown."""
FEW_LINES, FEW_NUMBERS, FEWEST_FOR_SQUARE = 3, 8, 16
NO_CLASS = 255


class Room(NamedTuple):
    """Beyond ``bytes`` fewer samples are shown, larger pictures are made smaller, longer waves thinned out."""

    bytes: int
    side: int
    steps: int


NODE, PAGE = Room(2_400, 16, 184), Room(240_000, 64, 512)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldFacts(_Told):
    """What a field holds. Shape: of one sample."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    classes: int
    help: str


class ClassCounts(_Told):
    """How many there are of each class in training, validation and test.

    ``others`` belong to no class, or to none that is listed.
    """

    field: str
    classes: tuple[str, ...]
    counts: tuple[tuple[int, int, int], ...]
    others: tuple[int, int, int]


class Points(_Told):
    """Points, each with its class, and where it goes if it does; on one plane, distances are the same both ways.

    Shape: points, to (N, 2); labels N bytes, or none.
    """

    kind: Literal["points"] = "points"
    x: str
    y: str
    is_plane: bool
    points: Floats
    to: Floats | None
    labels: bytes
    classes: tuple[str, ...]


class Pictured(_Told):
    """A picture for each sample, or a ``roll`` whose steps follow each other from left to right.

    Large values are ink, or light in a ``photo``.

    Shape: (N, C, H, W); C is 1, or 3 for red, green and blue.
    """

    look: Literal["picture", "photo", "roll"]
    name: str
    values: Shades


class Regions(_Told):
    """A class for each place of a sample, 255 for none. Shape: (N, H, W), one byte each."""

    look: Literal["regions"] = "regions"
    name: str
    shape: tuple[int, int, int]
    data: bytes
    classes: tuple[str, ...]


class Waves(_Told):
    """Values over time, all of them between ``low`` and ``high``. Shape: (N, L, lines)."""

    look: Literal["wave"] = "wave"
    name: str
    low: float
    high: float
    values: Floats


class Words(_Told):
    """Words for each sample: a running text, numbers, or the name of its class."""

    look: Literal["text", "numbers", "class"]
    name: str
    words: tuple[str, ...]


Column = Pictured | Regions | Waves | Words


class Rows(_Told):
    """Samples one after the other, each with a value in every column."""

    kind: Literal["pictures", "text", "waves", "table"]
    columns: tuple[Column, ...]


class Preview(_Told):
    """Some samples of one part, and how many the three parts have."""

    part: PartName
    samples: tuple[int, int, int]
    fields: tuple[FieldFacts, ...]
    counts: tuple[ClassCounts, ...]
    shown: Points | Rows


def preview(dataset: Dataset, parts: Parts, part: PartName = "training", *, is_small: bool = False) -> Preview:
    """The first samples of a part: as many as fit on a node if it ``is_small``, else as many as one looks through."""
    split, fields = parts[PARTS.index(part)], dataset.fields
    shown: Points | Rows | None = _points(fields, split, POINTS_ON_NODE if is_small else POINTS)
    if shown is None and is_small:
        shown = rows(_on_node(fields), split, ROWS_ON_NODE, NODE)
    return Preview(
        part=part,
        samples=_of_each(parts, lambda each: len(each[fields[0].name])),
        fields=tuple(_facts(field) for field in fields),
        counts=tuple(_counts(field, parts) for field in fields if field.classes or field.is_set),
        shown=shown or rows(fields, split, ROWS, PAGE),
    )


def _on_node(fields: tuple[DataField, ...]) -> tuple[DataField, ...]:
    """Pictures alone, where there are some."""
    return tuple(field for field in fields if field.kind == "image") or fields


def _of_each(parts: Parts, count: Callable[[Split], int]) -> tuple[int, int, int]:
    training, validation, test = map(count, parts)
    return training, validation, test


def _facts(field: DataField) -> FieldFacts:
    dtype = str(field.dtype).removeprefix("torch.")
    return FieldFacts(name=field.name, shape=field.shape, dtype=dtype, classes=len(field.classes), help=field.help)


def _counts(field: DataField, parts: Parts) -> ClassCounts:
    """Every label counts, also where a sample has many."""
    names = (field.classes or field.columns)[:MOST_CLASSES]

    def counted(split: Split) -> list[int]:
        if field.is_set:
            held = split[field.name].sum(0)
            return [*held[: len(names)].tolist(), int(held[len(names) :].sum())]
        labels = split[field.name].flatten()
        known = labels[(labels >= 0) & (labels < len(names))]
        return [*torch.bincount(known, minlength=len(names)).tolist(), len(labels) - len(known)]

    training, validation, test = map(counted, parts)
    *counts, others = zip(training, validation, test, strict=True)
    return ClassCounts(field=field.name, classes=names, counts=tuple(counts), others=others)


def _points(fields: tuple[DataField, ...], split: Split, many: int) -> Points | None:
    """Samples that are points of the plane, or a number and another one; None for all others."""
    labels = [field for field in fields if field.classes and field.shape == ()]
    numbers = [field for field in fields if field not in labels]
    if len(labels) > 1 or any(field.classes or field.time_axis is not None for field in numbers):
        return None
    if len(numbers) > 1 and math.prod(numbers[0].shape) > 1:
        many //= LINED
    columns = [split[field.name][:many].float() for field in numbers]
    to = None
    match [math.prod(field.shape) for field in numbers]:
        case [2]:
            points, (x, y) = columns[0], (f"{numbers[0].name}[0]", f"{numbers[0].name}[1]")
        case [2, 2]:
            (points, to), (x, y) = columns, (f"{numbers[0].name}[0]", f"{numbers[0].name}[1]")
        case [1, 1] | [1, 1, 1]:  # a third is the second as it is without noise
            points, (x, y) = torch.cat([each.reshape(-1, 1) for each in columns[:2]], 1), (n.name for n in numbers[:2])
        case _:
            return None
    of = [(split[field.name][:many], field.classes) for field in labels]
    return Points(
        x=x,
        y=y,
        is_plane=len(numbers) == 1 or to is not None,
        points=floats(points),
        to=None if to is None else floats(to),
        labels=_class_bytes(*of[0]) if of else b"",
        classes=of[0][1][:MOST_CLASSES] if of else (),
    )


def _class_bytes(labels: Tensor, classes: tuple[str, ...]) -> bytes:
    return as_bytes(torch.where((labels >= 0) & (labels < min(len(classes), NO_CLASS)), labels, NO_CLASS))


def rows(fields: tuple[DataField, ...], split: Split, many: int, room: Room) -> Rows:
    """The first samples, as many as there is room for."""
    many = min(many, len(split[fields[0].name]))
    columns = tuple(each for field in fields for each in _columns(field, split[field.name][:many], room))
    size = sum(map(_size, columns))
    if size > room.bytes and many > 1:
        return rows(fields, split, max(1, min(many - 1, many * room.bytes // size)), room)
    return Rows(kind=_kind(columns), columns=columns)


def _size(column: Column) -> int:
    match column:
        case Pictured() | Waves():
            return len(column.values.data)
        case Regions():
            return len(column.data)
        case Words():
            return sum(len(word.encode()) for word in column.words)


def _kind(columns: tuple[Column, ...]) -> Literal["pictures", "text", "waves", "table"]:
    """What the first column is that says more than a number or a class."""
    for column in columns:
        match column:
            case Pictured(look="picture" | "photo") if column.values.shape[2] > 1:
                return "pictures"
            case Words(look="text"):
                return "text"
            case Waves():
                return "waves"
    return "table"


def _columns(field: DataField, values: Tensor, room: Room) -> tuple[Column, ...]:
    """A column for each number that has a name of its own, else one for the field."""
    if len(field.shape) != 1 or len(field.columns) != field.shape[0]:
        return (_column(field, values, room),)
    if field.is_set:
        words = (
            ", ".join(name for name, is_so in zip(field.columns, row, strict=True) if is_so) for row in values.tolist()
        )
        return (Words(look="class", name=field.name, words=tuple(words)),)
    return tuple(
        Words(look="numbers", name=name, words=tuple(f"{number:.4g}" for number in values[:, place].tolist()))
        for place, name in enumerate(field.columns[:MOST_COLUMNS])
    )


def _column(field: DataField, values: Tensor, room: Room) -> Column:
    """Samples of a field as one sees best what they are."""
    if field.classes:
        return _labelled(field, values, room)
    if field.time_axis is not None and len(field.shape) in (1, 2):
        return _over_time(field, values, room)
    if math.prod(field.shape) <= FEW_NUMBERS:
        words = (", ".join(f"{number:.4g}" for number in row) for row in values.reshape(len(values), -1).tolist())
        return Words(look="numbers", name=field.name, words=tuple(words))
    return _pictured(field, "photo" if field.is_photo else "picture", _as_pictures(values.float(), room))


def _labelled(field: DataField, values: Tensor, room: Room) -> Column:
    """Classes by their names; in places of the plane, or without an order, by their numbers."""
    if field.shape == ():
        return Words(
            look="class", name=field.name, words=tuple(_word(label, field.classes) for label in values.tolist())
        )
    is_letters = all(len(name) == 1 for name in field.classes)
    if len(field.shape) == 1 and (is_letters or field.time_axis is not None):
        said = (_said(row, field.classes, "" if is_letters else " ") for row in values[:, :LETTERS].tolist())
        return Words(look="text", name=field.name, words=tuple(said))
    many, *_, width = values.shape
    places = values.reshape(many, -1, width)
    places = F.interpolate(places[:, None].float(), _small_enough(places.shape[1], places.shape[2], room))[:, 0].long()
    return Regions(
        name=field.name,
        shape=(many, places.shape[1], places.shape[2]),
        data=_class_bytes(places, field.classes),
        classes=field.classes[:MOST_CLASSES],
    )


def _said(labels: list[int], classes: tuple[str, ...], between: str) -> str:
    return between.join(_word(label, classes) for label in labels)[:LETTERS]


def _word(label: int, classes: tuple[str, ...]) -> str:
    """The name of a class; a dot for none, as of what is hidden."""
    return classes[label] if 0 <= label < len(classes) else "·"


def _small_enough(height: int, width: int, room: Room) -> tuple[int, int]:
    """As large as one can see on a page; a row is no picture."""
    if height == 1:
        return 1, min(width, room.steps)
    scale = min(1.0, room.side / max(height, width))
    return max(1, round(scale * height)), max(1, round(scale * width))


def _over_time(field: DataField, values: Tensor, room: Room) -> Column:
    """A few lines as waves, many as a roll."""
    lines = values.float().reshape(len(values), len(values[0]), -1) if values.dim() == 2 else values.float()
    if field.time_axis == 1:
        lines = lines.transpose(1, 2)
    lines = lines[:, :: 1 + (lines.shape[1] - 1) // room.steps]  # (N, L, lines)
    if lines.shape[2] <= FEW_LINES:
        return Waves(name=field.name, low=lines.min().item(), high=lines.max().item(), values=floats(lines))
    return _pictured(field, "roll", lines.transpose(1, 2)[:, None, : room.side])


def _as_pictures(values: Tensor, room: Room) -> Tensor:
    """Shape: (N, ...) -> (N, C, H, W), no larger than one can see."""
    many, *shape = values.shape
    match shape:
        case [length] if length >= FEWEST_FOR_SQUARE and math.isqrt(length) ** 2 == length:
            pictures = values.reshape(many, 1, math.isqrt(length), math.isqrt(length))
        case [length]:
            pictures = values.reshape(many, 1, 1, length)
        case [1 | 3, _, _]:
            pictures = values
        case [*_, width]:
            pictures = values.reshape(many, 1, -1, width)
    wanted = _small_enough(pictures.shape[2], pictures.shape[3], room)
    return pictures if wanted == pictures.shape[2:] else F.adaptive_avg_pool2d(pictures, wanted)


def _pictured(field: DataField, look: Literal["picture", "photo", "roll"], pictures: Tensor) -> Pictured:
    low, high = field.bounds
    is_known = math.isfinite(low) and math.isfinite(high)
    values = shades(pictures, low, high) if is_known else shades(pictures)
    return Pictured(look=look, name=field.name, values=values)
