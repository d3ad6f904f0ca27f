"""Which part each sample belongs to: its group decides, so that no sample moves when others come."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from builder.folder.refused import Refused

Places = NDArray[np.uint8]
TRAINING, VALIDATION, TEST = 0, 1, 2
NO_PART = 255
FEWEST = 3
FEW = 8
"""Of fewer groups the largest are learned from, as one alone would be much more than a share."""
WORDS = {
    TRAINING: ("train", "training", "learn", "fit"),
    VALIDATION: ("val", "valid", "validation", "dev", "validate"),
    TEST: ("test", "testing", "eval", "holdout"),
}


def by_group(
    groups: NDArray[np.uint64],
    classes: NDArray[np.int64],
    shares: tuple[float, float],
    before: Mapping[int, int] | None = None,
) -> Places:
    """Parts of samples of which those of one group stay together, each class in its shares.

    In the order of their checksums groups fill validation, then the test, as far as their share of a class goes; what
    is left is learned from. A group that had a part ``before`` keeps it.

    Shape: groups, classes (N,) -> (N,). ``shares`` are those of validation and test.
    """
    units, first, of_unit, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    unit_classes = classes[first]
    known = before or {}
    parts = np.fromiter((known.get(unit, NO_PART) for unit in units.tolist()), np.uint8, len(units))
    for each in np.unique(unit_classes):
        mine = np.flatnonzero(unit_classes == each)
        _fill(mine, parts, sizes, shares)
    parts[parts == NO_PART] = TRAINING
    _mend_empty(parts, sizes)
    return parts[of_unit]


def _fill(units: NDArray[np.intp], parts: Places, sizes: NDArray[np.intp], shares: tuple[float, float]) -> None:
    """Give the units of a class to validation and test until each has its share; they are sorted by checksum."""
    total = sizes[units].sum()
    for part, share in zip((VALIDATION, TEST), shares, strict=True):
        wanted = max(round(share * total), int(len(units) >= FEWEST)) - sizes[units[parts[units] == part]].sum()
        free = units[parts[units] == NO_PART]
        if len(units) < FEW:
            free = free[np.argsort(sizes[free], kind="stable")]
        if wanted <= 0 or not len(free):
            continue
        reached = np.cumsum(sizes[free])
        many = int(np.searchsorted(reached, wanted)) + 1
        parts[free[: min(many, len(free) - 1)]] = part  # one is left to learn from


def _mend_empty(parts: Places, sizes: NDArray[np.intp]) -> None:
    """No part is left empty: the smallest groups that are learned from go where there is none."""
    for part in (VALIDATION, TEST):
        learned = np.flatnonzero(parts == TRAINING)
        if not (parts == part).any() and len(learned) > 1:
            parts[learned[np.argmin(sizes[learned])]] = part


def by_time(times: NDArray[np.float64], shares: tuple[float, float]) -> Places:
    """What comes last is for the test, what comes before it for validation. Shape: times (N,) -> (N,)."""
    order = np.argsort(times, kind="stable")
    parts = np.empty(len(times), np.uint8)
    parts[order] = in_order(len(times), shares)
    return parts


def in_order(many: int, shares: tuple[float, float]) -> Places:
    """The parts of so many samples that follow each other."""
    validation, test = (max(1, round(share * many)) for share in shares)
    parts = np.zeros(many, np.uint8)
    parts[many - test :] = TEST
    parts[many - test - validation : many - test] = VALIDATION
    return parts


def as_told(words: list[str | None], column: str) -> Places:
    """The parts that a column names itself.

    Raises:
        Refused: ``unknown_part``: a word names none.
    """
    known = {word: part for part, names in WORDS.items() for word in names}
    parts = [known.get((word or "").strip().lower(), NO_PART) for word in words]
    if NO_PART in parts:
        row = parts.index(NO_PART)
        raise Refused(
            "unknown_part",
            f"{column}, row {row + 1}",
            f"{words[row]!r} names no part; training, validation or test was expected.",
            "Write train, val or test there, or have the column not be used.",
        )
    return np.array(parts, np.uint8)
