"""Tensors in few bytes, for pictures."""

from __future__ import annotations

import sys

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

HISTOGRAM_BINS = 48
HISTOGRAM_VALUES = 16_384


class Shades(BaseModel):
    """Values in one byte each: ``value = low + data / 255 * (high - low)``, in row-major order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: tuple[int, ...]
    low: float
    high: float
    data: bytes


class Floats(BaseModel):
    """Values as little-endian float32, in row-major order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: tuple[int, ...]
    data: bytes


class Histogram(BaseModel):
    """How many values lie in each of equally wide bins from ``low`` to ``high``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float
    high: float
    counts: tuple[int, ...]


def shades(values: Tensor, low: float | None = None, high: float | None = None) -> Shades:
    """Values as shades between their extremes, or between those given; what is not a number counts as 0."""
    real = as_real(values)
    low = real.min().item() if low is None else low
    high = real.max().item() if high is None else high
    scaled = (real - low) / max(high - low, 1e-12) * 255
    return Shades(shape=tuple(real.shape), low=low, high=high, data=as_bytes(scaled.clamp(0, 255).round()))


def as_bytes(values: Tensor) -> bytes:
    """Whole numbers from 0 to 255, one byte each."""
    return values.to(torch.uint8).contiguous().cpu().numpy().tobytes()


def floats(values: Tensor) -> Floats:
    """Values with all their digits."""
    column = as_real(values).contiguous().cpu().numpy()
    return Floats(shape=tuple(values.shape), data=(column.byteswap() if sys.byteorder == "big" else column).tobytes())


def histogram(values: Tensor) -> Histogram:
    """How values are spread; of many, evenly spaced ones are counted."""
    flat = as_real(values).reshape(-1)
    flat = flat[:: max(1, len(flat) // HISTOGRAM_VALUES)]
    low, high = flat.min().item(), flat.max().item()
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts = torch.histc(flat, HISTOGRAM_BINS, low, high)
    return Histogram(low=low, high=high, counts=tuple(int(count) for count in counts.tolist()))


def as_real(values: Tensor) -> Tensor:
    """Real, finite numbers: complex ones by their size."""
    values = values.detach()
    return torch.nan_to_num((values.abs() if values.is_complex() else values).float())
