"""Cells that hold JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import polars as pl

LOOKED_AT = 50


def parsed(text: str) -> Any:
    """What JSON says.

    Raises:
        ValueError: it is none, or says NaN or infinity.
    """
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON ({error.msg}, at letter {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error


def share_of(cells: pl.Series, read: Callable[[str], object]) -> float:
    """Which share of the first cells can be read so."""
    held = cells.drop_nulls().head(LOOKED_AT).to_list()
    return sum(_is_read(cell, read) for cell in held) / max(1, len(held))


def _is_read(cell: str, read: Callable[[str], object]) -> bool:
    try:
        read(cell)
    except (ValueError, TypeError, KeyError, OverflowError):
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number that can be learned from")
