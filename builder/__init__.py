"""A drawing becomes a network: check it, read its source, compile it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.compiler.program import compile, network
    from builder.compiler.writer import review, source
    from builder.importers.module import import_module
    from builder.meaning.check import check
    from builder.registry.blocks import BLOCKS
    from builder.registry.exporters import EXPORTERS
    from builder.registry.importers import IMPORTERS, import_file
    from builder.registry.nodes import CATALOG, catalog
    from builder.registry.starters import BASICS, STARTERS
    from builder.samples.asked import preview_of

_HOMES = {
    "CATALOG": "builder.registry.nodes",
    "BASICS": "builder.registry.starters",
    "BLOCKS": "builder.registry.blocks",
    "EXPORTERS": "builder.registry.exporters",
    "IMPORTERS": "builder.registry.importers",
    "STARTERS": "builder.registry.starters",
    "catalog": "builder.registry.nodes",
    "check": "builder.meaning.check",
    "compile": "builder.compiler.program",
    "import_file": "builder.registry.importers",
    "import_module": "builder.importers.module",
    "network": "builder.compiler.program",
    "preview_of": "builder.samples.asked",
    "review": "builder.compiler.writer",
    "source": "builder.compiler.writer",
}

__all__ = [
    "BASICS",
    "BLOCKS",
    "CATALOG",
    "EXPORTERS",
    "IMPORTERS",
    "STARTERS",
    "catalog",
    "check",
    "compile",
    "import_file",
    "import_module",
    "network",
    "preview_of",
    "review",
    "source",
]


def __getattr__(name: str) -> Any:
    """Import a door when it is first used: torch takes a second, and documents can be read without it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'builder' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
