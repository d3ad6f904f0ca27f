"""Columns that are one thing in many pieces, such as x1 to x50 or pixel0 to pixel783."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

MANY, MANY_UNNAMED = 6, 20
_PLACES = re.compile(r"\d+")
_UNNAMED = "column #"


@lru_cache(maxsize=8)
def families(names: tuple[str, ...]) -> frozenset[str]:
    """The names that differ from many others in their numbers alone.

    Of columns that nobody named the first and the last belong to none: a label stands there.
    """
    stems = {name: _PLACES.sub("#", name) for name in names}
    counts = Counter(stems.values())
    ends = {names[0], names[-1]} if names else set()
    return frozenset(
        name
        for name, stem in stems.items()
        if stem != name and counts[stem] >= (MANY_UNNAMED if stem == _UNNAMED else MANY)
        if not (stem == _UNNAMED and name in ends)
    )
