"""Every starter, found by walking ``builder/starters``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.kinds.starter import Starter
from builder.registry.walk import every, keyed

STARTERS: Mapping[str, Starter] = keyed(
    sorted(every("builder.starters", "STARTER", Starter), key=lambda each: each.order), lambda each: each.key
)

FIRST_STEPS = 50
"""Starters up to this order are for who begins."""

BASICS: frozenset[str] = frozenset(
    node.type
    for starter in STARTERS.values()
    if starter.order < FIRST_STEPS
    for node in starter.document.graph.nodes.values()
)
"""The node types of the first starters, which the palette offers first."""
