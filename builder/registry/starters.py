"""Every starter, found by walking ``builder/starters``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.kinds.starter import Starter
from builder.registry.walk import walk


def _collect() -> Mapping[str, Starter]:
    found = [starter for starter in walk("builder.starters", "STARTER") if isinstance(starter, Starter)]
    by_key = {starter.key: starter for starter in sorted(found, key=lambda starter: starter.order)}
    if len(by_key) < len(found):
        raise TypeError("two starters have the same key")
    return MappingProxyType(by_key)


STARTERS: Mapping[str, Starter] = _collect()

FIRST_STEPS = 50
"""Starters up to this order are for who begins."""

BASICS: frozenset[str] = frozenset(
    node.type
    for starter in STARTERS.values()
    if starter.order < FIRST_STEPS
    for node in starter.document.graph.nodes.values()
)
"""The node types of the first starters, which the palette offers first."""
