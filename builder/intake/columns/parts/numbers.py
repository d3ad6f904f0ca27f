"""Cells of text as numbers: decimal commas, thousands, percent signs, and words for what is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Values = NDArray[np.float64]
Truths = NDArray[np.bool_]

MISSING = frozenset(
    {
        *("", "-", "--", "–", "—", ".", "..", "?", "na", "n/a", "n.a.", "<na>", "nan", "-nan", "null", "nil", "none"),
        *("missing", "unknown", "#n/a", "#na", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!", "k.a."),
    }
)
INFINITE = frozenset({"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞"})
_GROUPS = {
    ".": re.compile(r"[-+]?[1-9]\d{0,2}(?P<mark>[,'’ \u00a0\u202f])\d{3}((?P=mark)\d{3})*(\.\d+)?"),
    ",": re.compile(r"[-+]?[1-9]\d{0,2}(?P<mark>[.'’ \u00a0\u202f])\d{3}((?P=mark)\d{3})*(,\d+)?"),
}
_ALL_GROUPED = r"^[-+]?[1-9]\d{0,2}(\.\d{3})+$"
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_SIGNS = "%€$£¥ \u00a0\u202f"


def number_of(cell: str, decimal: str = ".") -> float | None:
    """The number that a cell says, NaN where it says that there is none, None where it says something else."""
    if cell.strip().lower() in MISSING | INFINITE:
        return math.nan
    text = cell.strip(_SIGNS).replace("−", "-")
    if grouped := _GROUPS[decimal].fullmatch(text):
        text = text.replace(grouped["mark"], "")
    text = text if decimal == "." else text.replace(".", "?").replace(",", ".")
    if not _PLAIN.fullmatch(text):
        return None
    return number if math.isfinite(number := float(text)) else math.nan


def numbers(cells: pl.Series, decimal: str = ".") -> tuple[Values, Truths]:
    """Each cell's number, NaN where there is none, and which cells say something that is no number.

    Infinity is no number that can be learned from: it counts as missing. Shape: (N,), (N,).
    """
    plain = cells
    if decimal == ",":
        plain = cells.str.replace(",", ".", literal=True).set(cells.str.contains(".", literal=True), None)
    read = plain.cast(pl.Float64, strict=False)
    values = np.array(read.to_numpy())
    wrong = np.zeros(len(cells), np.bool_)
    if read.null_count() > cells.null_count():
        left = read.is_null() & cells.is_not_null()
        said = cells.filter(left)
        known = {cell: number_of(cell, decimal) for cell in said.unique()}
        others = np.array([known[cell] for cell in said], np.float64)  # None is NaN too
        places = left.to_numpy()
        values[places] = others
        wrong[places] = [known[cell] is None for cell in said]
    values[np.isinf(values)] = np.nan
    return values, wrong


def all_numbers(cells: Sequence[pl.Series], decimal: str = ".") -> Values | None:
    """The numbers of columns in which no cell is written in an unusual way; None where any is.

    Shape: (N, columns).
    """
    frame = pl.DataFrame(cells)
    if decimal == "," and frame.select(pl.any_horizontal(pl.all().str.contains(".", literal=True).any())).item():
        return None
    plain = pl.all() if decimal == "." else pl.all().str.replace(",", ".", literal=True)
    read = frame.select(plain.cast(pl.Float64, strict=False))
    if read.null_count().rows() != frame.null_count().rows():
        return None
    values = np.array(read.to_numpy(), np.float64)
    values[np.isinf(values)] = np.nan
    return values


def decimal_of(frame: pl.DataFrame, *, is_likely: bool = False) -> str:
    """What stands before the decimals in a whole table: a comma only where it breaks no column.

    A column speaks for a comma if all its cells are numbers with one and not all are with a point, and the other way
    round. Groups of three digits, such as 1,234, speak for neither: then it is a comma where one ``is_likely``.
    """
    point, comma, either = 0, 0, 0
    for cells in frame.iter_columns():
        held = cells.drop_nulls().unique()
        held = held.filter(held.str.contains(r"[.,]"))
        if not held.str.contains(r"\d[.,]\d|^[.,]\d").any():
            continue
        has_comma = bool(held.str.contains(",", literal=True).any())
        with_point = not numbers(held, ".")[1].any()
        with_comma = not numbers(held, ",")[1].any() if has_comma else bool(held.str.contains(_ALL_GROUPED).all())
        point += with_point and not with_comma
        comma += with_comma and not with_point
        either += with_point and with_comma and has_comma
    return "," if not point and (comma or (either and is_likely)) else "."
