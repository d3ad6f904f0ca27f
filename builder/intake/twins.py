"""Pictures of one part that look like one of another: what is measured there was nearly learned by heart.

Reference: Krawetz, "Kind of Like That", 2013, for the difference hash.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from builder.folder.told import Twins
from builder.intake.division import TEST, TRAINING, VALIDATION
from builder.intake.identity import Ids, name_of

NEAR = 3
"""Bits of 64 in which twins may differ."""
MOST, SHOWN, AT_ONCE = 20_000, 12, 256
SMALLEST = 9
"""Of fewer pixels a side there is no such hash."""

Pictures = NDArray[np.generic]
PARTS = {TRAINING: "training", VALIDATION: "validation", TEST: "test"}


def twins_of(pictures: Pictures | None, ids: Ids, part: NDArray[np.uint8]) -> tuple[Twins, ...]:
    """What is in two parts: the same samples, and pictures that look the same.

    Shape: pictures (N, C, H, W), ids and part (N,).
    """
    found = [*_exact(ids, part)]
    if pictures is not None and len(pictures) <= MOST and min(pictures.shape[-2:]) >= SMALLEST:
        found += _near(_hashes(pictures), ids, part)
    return tuple(found)


def _exact(ids: Ids, part: NDArray[np.uint8]) -> Iterator[Twins]:
    for of, within in ((TEST, TRAINING), (TEST, VALIDATION), (VALIDATION, TRAINING)):
        mine = ids[part == of]
        same = np.isin(mine, ids[part == within])
        if same.any():
            pairs = [(name_of(int(id)), name_of(int(id))) for id in mine[same][:SHOWN]]
            yield _told(of, within, int(same.sum()), len(mine), pairs, is_exact=True)


def _near(hashes: NDArray[np.uint64], ids: Ids, part: NDArray[np.uint8]) -> Iterator[Twins]:
    for of, within in ((TEST, TRAINING), (VALIDATION, TRAINING)):
        mine, others = np.flatnonzero(part == of), np.flatnonzero(part == within)
        pairs, count = [], 0
        for start in range(0, len(mine), AT_ONCE):
            some = mine[start : start + AT_ONCE]
            apart = np.bitwise_count(hashes[some][:, None] ^ hashes[others][None])  # (some, others)
            apart[ids[some][:, None] == ids[others][None]] = 64  # told already, as exact
            nearest = apart.argmin(1) if len(others) else np.zeros(len(some), np.intp)
            for row in np.flatnonzero(apart.min(1, initial=64) <= NEAR):
                count += 1
                pairs.append((name_of(int(ids[some[row]])), name_of(int(ids[others[nearest[row]]]))))
        if count:
            yield _told(of, within, count, len(mine), pairs[:SHOWN], is_exact=False)


def _told(of: int, within: int, count: int, many: int, pairs: list[tuple[str, str]], *, is_exact: bool) -> Twins:
    told = {"of_part": PARTS[of], "in_part": PARTS[within], "count": count, "of": many}
    return Twins.model_validate({**told, "is_exact": is_exact, "examples": pairs})


def _hashes(pictures: Pictures) -> NDArray[np.uint64]:
    """Of each picture 64 bits: whether it grows brighter from each of 9 by 8 places to the next one on its right."""
    grey = pictures.mean(axis=1, dtype=np.float32)  # (N, H, W)
    rows, columns = (
        np.linspace(0, size, many + 1).astype(int) for size, many in zip(grey.shape[1:], (8, 9), strict=True)
    )
    sums = np.add.reduceat(np.add.reduceat(grey, rows[:-1], axis=1), columns[:-1], axis=2)
    places = sums / (np.diff(rows)[:, None] * np.diff(columns)[None])  # (N, 8, 9)
    hardly = 1.0 if pictures.dtype == np.uint8 else float(np.ptp(grey)) / 255
    bits = (places[:, :, 1:] > places[:, :, :-1] + hardly).reshape(len(grey), 64)
    hashes: NDArray[np.uint64] = (bits * (np.uint64(1) << np.arange(64, dtype=np.uint64))).sum(axis=1, dtype=np.uint64)
    return hashes
