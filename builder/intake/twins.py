"""Pictures of one part that look like one of another: what is measured there was nearly learned by heart.

Reference: Krawetz, "Kind of Like That", 2013, for the difference hash.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from builder.folder.told import Twins
from builder.intake.division import TEST, TRAINING, VALIDATION
from builder.intake.identity import Ids, are_among, name_of

NEAR = 3
"""Bits of 64 in which twins may differ."""
ALIKE = 6
"""Of 255 shades so many, on the average of all places, may lie between twins."""
MOST, MOST_COMPARED, SHOWN = 20_000, 64, 12
SMALLEST = 9
"""Of fewer pixels a side there is no such hash."""
PARTS = {TRAINING: "training", VALIDATION: "validation", TEST: "test"}


def twins_of(pictures: NDArray[np.uint8] | None, ids: Ids, part: NDArray[np.uint8]) -> tuple[Twins, ...]:
    """What is in two parts: the same samples, and pictures that look the same.

    Shape: pictures (N, C, H, W), ids and part (N,).
    """
    found = [*_exact(ids, part)]
    if pictures is not None and len(pictures) <= MOST and min(pictures.shape[-2:]) >= SMALLEST:
        found += _near(pictures, ids, part)
    return tuple(found)


def _exact(ids: Ids, part: NDArray[np.uint8]) -> Iterator[Twins]:
    for of, within in ((TEST, TRAINING), (TEST, VALIDATION), (VALIDATION, TRAINING)):
        mine = ids[part == of]
        same = are_among(mine, ids[part == within])
        if same.any():
            pairs = [(name_of(int(id)), name_of(int(id))) for id in mine[same][:SHOWN]]
            yield _told(of, within, int(same.sum()), len(mine), pairs, is_exact=True)


def _near(pictures: NDArray[np.uint8], ids: Ids, part: NDArray[np.uint8]) -> Iterator[Twins]:
    hashes = _hashes(pictures)
    for of, within in ((TEST, TRAINING), (VALIDATION, TRAINING)):
        mine, others = np.flatnonzero(part == of), np.flatnonzero(part == within)
        pairs = [pair for row in mine.tolist() if (pair := _nearest(row, others, hashes, pictures, ids)) is not None]
        if pairs:
            names = [(name_of(int(ids[one])), name_of(int(ids[other]))) for one, other in pairs[:SHOWN]]
            yield _told(of, within, len(pairs), len(mine), names, is_exact=False)


def _nearest(
    row: int, others: NDArray[np.intp], hashes: NDArray[np.uint64], pictures: NDArray[np.uint8], ids: Ids
) -> tuple[int, int] | None:
    """The picture among others that looks the same: of like form, and of like brightness at nearly every place."""
    is_like = np.bitwise_count(hashes[others] ^ hashes[row]) <= NEAR
    like = others[is_like & (ids[others] != ids[row])][:MOST_COMPARED]  # the same sample is told already, as exact
    if not len(like):
        return None
    apart = np.abs(pictures[like].astype(np.int16) - pictures[row]).mean(axis=(1, 2, 3))
    nearest = int(apart.argmin())
    return (row, int(like[nearest])) if apart[nearest] <= ALIKE else None


def _told(of: int, within: int, count: int, many: int, pairs: list[tuple[str, str]], *, is_exact: bool) -> Twins:
    told = {"of_part": PARTS[of], "in_part": PARTS[within], "count": count, "of": many}
    return Twins.model_validate({**told, "is_exact": is_exact, "examples": pairs})


def _hashes(pictures: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Of each picture 64 bits: whether it grows brighter from each of 9 by 8 places to the next one on its right."""
    grey = pictures.mean(axis=1, dtype=np.float32)  # (N, H, W)
    rows, columns = (
        np.linspace(0, size, many + 1).astype(int) for size, many in zip(grey.shape[1:], (8, 9), strict=True)
    )
    sums = np.add.reduceat(np.add.reduceat(grey, rows[:-1], axis=1), columns[:-1], axis=2)
    places = sums / (np.diff(rows)[:, None] * np.diff(columns)[None])  # (N, 8, 9)
    bits = (places[:, :, 1:] > places[:, :, :-1] + 1).reshape(len(grey), 64)
    hashes: NDArray[np.uint64] = (bits * (np.uint64(1) << np.arange(64, dtype=np.uint64))).sum(axis=1, dtype=np.uint64)
    return hashes
