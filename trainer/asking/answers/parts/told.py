"""What an answer is told as: plain numbers and names, and values by the thousand in few letters."""

from __future__ import annotations

from base64 import b64encode

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.samples.shades import floats, shades

DIGITS = 7
"""As many as a float32 has."""


class Part(BaseModel):
    """Something that an answer is told with."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Shaded(Part):
    """Values in one byte each, as base64: ``value = low + byte / 255 * (high - low)``, in row-major order."""

    shape: tuple[int, ...]
    low: float
    high: float
    data: str


class Lines(Part):
    """Values as little-endian float32, as base64, in row-major order."""

    shape: tuple[int, ...]
    data: str


def shaded(values: Tensor, low: float | None = None, high: float | None = None) -> Shaded:
    """Values between their extremes, or between those given."""
    seen = shades(values, low, high)
    return Shaded(shape=seen.shape, low=seen.low, high=seen.high, data=b64encode(seen.data).decode())


def lines(values: Tensor) -> Lines:
    """Values with all their digits."""
    exact = floats(values)
    return Lines(shape=exact.shape, data=b64encode(exact.data).decode())


def number(value: float) -> float:
    """A float32 without the digits that it does not have."""
    return float(f"{value:.{DIGITS}g}")


def numbers(values: Tensor) -> list[float]:
    """Values one after the other."""
    return [number(value) for value in values.reshape(-1).tolist()]
