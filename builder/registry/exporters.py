"""Every export format, found by walking ``builder/exporters``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from builder.kinds.exporter import Exporter, ExportProblem
from builder.registry.walk import walk


def _collect() -> Mapping[str, Exporter]:
    by_key: dict[str, Exporter] = {}
    for exporter in walk("builder.exporters", "EXPORTER"):
        if not isinstance(exporter, Exporter):
            raise TypeError(f"{exporter!r} is not an Exporter")
        if exporter.key in by_key:
            raise TypeError(f"two files export the format {exporter.key!r}")
        by_key[exporter.key] = exporter
    return MappingProxyType(dict(sorted(by_key.items(), key=lambda each: each[1].order)))


EXPORTERS: Mapping[str, Exporter] = _collect()


def format_called(key: str) -> Exporter:
    """The format with this key.

    Raises:
        ExportProblem: ``unknown_format``, which names the known ones.
    """
    if key in EXPORTERS:
        return EXPORTERS[key]
    near = difflib.get_close_matches(key, EXPORTERS, 1)
    meant = f"Did you mean {near[0]}? " if near else ""
    raise ExportProblem(
        "unknown_format", f"There is no export format {key!r}.", f"{meant}Known: {', '.join(EXPORTERS)}."
    )
