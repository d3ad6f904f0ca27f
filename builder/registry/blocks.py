"""Every block that comes with Layerloom, found by walking ``builder/library``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.kinds.shipped_block import ShippedBlock
from builder.registry.walk import walk


def _collect() -> Mapping[str, ShippedBlock]:
    found = [block for block in walk("builder.library", "BLOCK") if isinstance(block, ShippedBlock)]
    by_name = {block.name: block for block in sorted(found, key=lambda block: (block.category, block.title))}
    if len(by_name) < len(found):
        raise TypeError("two shipped blocks have the same name")
    return MappingProxyType(by_name)


BLOCKS: Mapping[str, ShippedBlock] = _collect()
