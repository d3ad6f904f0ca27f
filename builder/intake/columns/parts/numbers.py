"""Cells of text as numbers: decimal commas, thousands, percent signs, and words for what is missing."""

from __future__ import annotations

import math
import re

import polars as pl

MISSING = frozenset(
    {
        *("", "-", "--", "–", "—", ".", "..", "?", "na", "n/a", "n.a.", "<na>", "nan", "-nan", "null", "nil", "none"),
        *("missing", "unknown", "#n/a", "#na", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!", "k.a."),
    }
)
INFINITE = frozenset({"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞"})
_GROUPS = {
    ".": re.compile(r"[-+]?\d{1,3}(?P<mark>[,'’ \u00a0\u202f])\d{3}((?P=mark)\d{3})*(\.\d+)?"),
    ",": re.compile(r"[-+]?\d{1,3}(?P<mark>[.'’ \u00a0\u202f])\d{3}((?P=mark)\d{3})*(,\d+)?"),
}
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


def numbers(cells: pl.Series, decimal: str = ".") -> pl.Series:
    """Each cell's number, NaN where there is none, None where a cell says something that is no number.

    Infinity is no number that can be learned from: it counts as missing.
    """
    plain = cells
    if decimal == ",":
        plain = pl.select(pl.when(~cells.str.contains(".", literal=True)).then(cells.str.replace(",", "."))).to_series()
    values = plain.cast(pl.Float64, strict=False)
    values = pl.select(pl.when(values.is_infinite()).then(math.nan).otherwise(values)).to_series()
    left = cells.filter(values.is_null() & cells.is_not_null()).unique()
    if len(left):
        read = [number_of(cell, decimal) for cell in left]
        others = cells.replace_strict(left, pl.Series(read, dtype=pl.Float64), default=None, return_dtype=pl.Float64)
        values = values.fill_null(others)
    return pl.select(pl.when(cells.is_null()).then(math.nan).otherwise(values)).to_series().alias(cells.name)


def decimal_of(frame: pl.DataFrame) -> str:
    """What stands before the decimals in a whole table: a comma only where it breaks no column.

    A column speaks for a comma if all its cells are numbers with one and not all are with a point, and the other way
    round. Groups of three digits, such as 1,234, speak for neither.
    """
    point, comma = 0, 0
    for cells in frame.iter_columns():
        held = cells.drop_nulls().unique()
        if not held.str.contains(r"\d[.,]\d|^[.,]\d").any():
            continue
        with_point, with_comma = (not numbers(held, decimal).null_count() for decimal in ".,")
        point += with_point and not with_comma
        comma += with_comma and not with_point
    return "," if comma and not point else "."
