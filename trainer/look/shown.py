"""One sample of a field, as it can be shown: a picture where it is one, words where they say it better."""

from __future__ import annotations

import math
from typing import TypeGuard

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.kinds.dataset import DataField
from builder.samples.shades import Shades, shades

MOST_WORDS = 6
FILLERS = ("_", "<pad>", "[PAD]", "<PAD>")
"""Names of a first class that stands for nothing, and fills rows of what is shorter."""


class Shown(BaseModel):
    """``picture`` has the shape (C, H, W), (H, W) or, for a row of values, (V,); ``words`` may be empty.

    Where it ``is_series``, the picture has the shape (C, T): the values of each channel, step by step.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    picture: Shades | None
    words: str
    is_series: bool = False


def shown(name: str, value: Tensor, field: DataField | None = None) -> Shown:
    """A sample's value in one field or answer."""
    if field and field.classes and value.dim() == 0:
        return Shown(name=name, picture=None, words=field.classes[int(value)])
    if field and field.classes and value.dim() == 1 and _is_text(field):
        return Shown(name=name, picture=None, words=text(value[: filled(value, field.classes)], field.classes))
    if is_series(field):
        return Shown(name=name, picture=shades(series(value, field)), words="", is_series=True)
    if is_table(field) and value.shape == field.shape:
        return Shown(name=name, picture=None, words=", ".join(cells(value, field)))
    if value.numel() <= MOST_WORDS:
        return Shown(name=name, picture=None, words=", ".join(f"{v:.3g}" for v in value.reshape(-1).tolist()))
    return Shown(name=name, picture=pictured(value), words="")


def is_series(field: DataField | None) -> TypeGuard[DataField]:
    """Whether a field holds numbers that are measured step by step, in one channel or in several with names."""
    if field is None or field.time_axis is None or field.classes or len(field.shape) > 2:
        return False
    return bool(field.columns) or math.prod(field.shape) == field.shape[field.time_axis]


def is_table(field: DataField | None) -> TypeGuard[DataField]:
    """Whether a field is a row of numbers, each with a name of its own; what fills a square, as a board, is none."""
    if field is None or field.classes or field.is_set or field.shape != (len(field.columns),):
        return False
    return len(field.columns) <= MOST_WORDS or math.isqrt(len(field.columns)) ** 2 != len(field.columns)


def cells(value: Tensor, field: DataField) -> tuple[str, ...]:
    """The numbers of a row of a table, each behind its name."""
    return tuple(f"{name} {number:.3g}" for name, number in zip(field.columns, value.tolist(), strict=True))


def series(value: Tensor, field: DataField) -> Tensor:
    """A sample of a series as (C, T)."""
    assert field.time_axis is not None
    return value.movedim(field.time_axis, -1).reshape(-1, field.shape[field.time_axis])


def _is_text(field: DataField) -> bool:
    """Whether classes that lie in a row are read one after the other."""
    return field.time_axis == 0 or all(len(word) == 1 for word in field.classes)


def pictured(value: Tensor) -> Shades:
    """A value as a picture; between 0 and 1 it keeps its scale, and a row that fills a square becomes one."""
    side = math.isqrt(value.numel())
    if value.dim() == 1 and side * side == value.numel():
        value = value.reshape(side, side)
    if value.dim() > 3:
        value = value.flatten(0, -3)
    is_share = torch.is_floating_point(value) and value.min() >= 0 and value.max() <= 1
    return shades(value, 0.0, 1.0) if is_share else shades(value)


def filled(tokens: Tensor, alphabet: tuple[str, ...]) -> int:
    """How many tokens stand before those that only fill the row; all of them where no class is for that."""
    if not alphabet or alphabet[0] not in FILLERS:
        return len(tokens)
    said = tokens.nonzero()
    return int(said[-1]) + 1 if len(said) else 0


def text(tokens: Tensor, alphabet: tuple[str, ...]) -> str:
    """Tokens as the letters or words that they stand for; those that stand for none, as masked ones do, as dots."""
    between = "" if all(len(word) == 1 for word in alphabet) else " "
    return between.join(alphabet[token] if 0 <= token < len(alphabet) else "·" for token in tokens.tolist())
