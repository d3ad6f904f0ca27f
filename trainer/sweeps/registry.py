"""Every search, found by walking ``trainer/sweeps/searches``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.registry.walk import every, keyed
from trainer.sweeps.search import Search

SEARCHES: Mapping[str, Search] = keyed(
    sorted(every("trainer.sweeps.searches", "SEARCH", Search), key=lambda each: each.order), lambda each: each.key
)
