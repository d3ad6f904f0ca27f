"""Every block that comes with Layerloom, found by walking ``builder/library``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.kinds.shipped_block import ShippedBlock
from builder.registry.walk import every, keyed

BLOCKS: Mapping[str, ShippedBlock] = keyed(
    sorted(every("builder.library", "BLOCK", ShippedBlock), key=lambda each: (each.category, each.title)),
    lambda each: each.name,
)
