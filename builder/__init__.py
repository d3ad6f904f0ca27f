"""A drawing becomes a network: check it, read its source, compile it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.checker import check
    from builder.formats import EXPORTERS
    from builder.gallery import BASICS, STARTERS
    from builder.importers.module import import_module
    from builder.opening import IMPORTERS, import_file
    from builder.program import compile, network
    from builder.registry import CATALOG, catalog
    from builder.shelf import BLOCKS
    from builder.writer import source

_HOMES = {
    "CATALOG": "builder.registry",
    "BASICS": "builder.gallery",
    "BLOCKS": "builder.shelf",
    "EXPORTERS": "builder.formats",
    "IMPORTERS": "builder.opening",
    "STARTERS": "builder.gallery",
    "catalog": "builder.registry",
    "check": "builder.checker",
    "compile": "builder.program",
    "import_file": "builder.opening",
    "import_module": "builder.importers.module",
    "network": "builder.program",
    "source": "builder.writer",
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
    "source",
]


def __getattr__(name: str) -> Any:
    """Import a door when it is first used: torch takes a second, and documents can be read without it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'builder' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
