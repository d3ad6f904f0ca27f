"""How long a slice lasts: shorter the more runs wait, longer the dearer it is to store."""

from __future__ import annotations

SLICE_S = 2.0
ROUND_S = 6.0
"""How long it may take, where slices can be made that short, until every run that waits has had a turn."""
SHORTEST_SLICE_S = 0.15
TRAINS, TRAINS_ALONE = 15, 60
"""How many times longer a run trains than it takes to store it, so that storing costs 6 %, and 2 % of a lone run."""


def slice_s(waiting: int, cost_s: float = 0.0) -> float:
    """How long a slice lasts while so many other runs wait, if storing it takes ``cost_s``."""
    if not waiting:
        return min(10 * SLICE_S, max(SLICE_S, TRAINS_ALONE * cost_s))
    return min(SLICE_S, max(SHORTEST_SLICE_S, ROUND_S / (1 + waiting), TRAINS * cost_s))
