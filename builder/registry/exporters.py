"""Every export format, found by walking ``builder/exporters``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from builder.kinds.exporter import Exporter, ExportProblem
from builder.registry.walk import every, keyed

EXPORTERS: Mapping[str, Exporter] = keyed(
    sorted(every("builder.exporters", "EXPORTER", Exporter), key=lambda each: each.order), lambda each: each.key
)


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
