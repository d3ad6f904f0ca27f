"""Every search, found by walking ``trainer/sweeps/searches``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.registry.walk import walk
from trainer.sweeps.search import Search


def _collect() -> Mapping[str, Search]:
    by_key: dict[str, Search] = {}
    for search in walk("trainer.sweeps.searches", "SEARCH"):
        if not isinstance(search, Search):
            raise TypeError(f"{search!r} is not a Search")
        if search.key in by_key:
            raise TypeError(f"two files hold the search {search.key!r}")
        by_key[search.key] = search
    return MappingProxyType(dict(sorted(by_key.items(), key=lambda each: each[1].order)))


SEARCHES: Mapping[str, Search] = _collect()
