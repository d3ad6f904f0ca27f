"""When each row is of: dates, times or plain numbers, to be put in order."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.refused import Refused

FORMATS = (
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.fZ",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%Y-%m",
)


def moments(cells: pl.Series, decimal: str = ".") -> NDArray[np.float64]:
    """Seconds, or the numbers themselves. Shape: (N,).

    Raises:
        Refused: ``no_order``: a cell is neither.
    """
    plain = cells.cast(pl.String).str.strip_chars()
    numbers = plain.str.replace(decimal, ".", literal=True).cast(pl.Float64, strict=False)
    if not numbers.null_count():
        return numbers.to_numpy()
    for form in FORMATS:
        read = plain.str.to_datetime(form, strict=False)
        if not read.null_count():
            return read.dt.epoch("us").to_numpy() / 1e6
    row = numbers.to_list().index(None)
    raise Refused(
        "no_order",
        f"{cells.name}, row {row + 1}",
        f"{cells[row]!r} is no date, time or number; rows can't be put in order by it.",
        "Write dates as 2024-12-31, all in the same way, or choose another column for the order.",
    )
