"""What was measured, in words: as the editor shows it (``static/src/run/live/list.ts``)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from builder.registry.nodes import CATALOG

OF_AVERAGES = " (EMA)"


def is_metric(document: Mapping[str, Any], name: str) -> bool:
    """Whether what a drawing measures by this name is a metric, and no loss."""
    spec = _spec_of(document, name)
    return spec is not None and spec.role == "metric"


def figure_words(document: Mapping[str, Any], name: str, value: float) -> str:
    """A share as percent, anything else with four figures and its unit: ``97.2 %``, ``0.1234``, ``31.50 dB``."""
    if not math.isfinite(value):
        return "not a number"
    spec = _spec_of(document, name)
    unit = spec.unit if spec else ""
    behind = "" if unit in ("share", "number") else unit
    if spec and spec.role == "metric" and not behind and unit != "number" and 0 <= value <= 1:
        return f"{value:.1%}".replace("%", " %")
    return f"{value:#.4g}".rstrip(".") + ("" if behind == "°" else " " if behind else "") + behind


def _spec_of(document: Mapping[str, Any], name: str) -> Any:
    node = document["blocks"][document["main"]]["nodes"].get(name.removesuffix(OF_AVERAGES))
    return CATALOG[node["type"]].spec if node and node["type"] in CATALOG else None
