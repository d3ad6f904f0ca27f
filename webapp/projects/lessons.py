"""A starter's lesson as the API tells it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import builder
from builder.drawing.document import Document
from builder.kinds.lesson import Baseline, Comparison, FullSize, Lesson, Variant
from builder.kinds.starter import Bar, Starter
from builder.registry.measured import measured


def lesson_of(starter: Starter) -> dict[str, Any]:
    """All of it; ``lesson`` is null where there is none, ``measured`` where it was drawn otherwise since."""
    came_to = measured(starter)
    return {
        "key": starter.key,
        "title": starter.title,
        "summary": starter.summary,
        "bars": [_bar(bar, starter.document) for bar in starter.bars],
        "measured": came_to.model_dump(mode="json", exclude={"drawing"}) if came_to else None,
        "lesson": _lesson(starter.lesson) if starter.lesson else None,
    }


def _bar(bar: Bar, document: Document) -> dict[str, Any]:
    layer = builder.CATALOG[document.graph.nodes[bar.measure].type]
    at = "most" if layer.smaller_is_better else "least"
    return {"measure": bar.measure, "value": bar.value, "at": bar.at or at}


def _lesson(lesson: Lesson) -> dict[str, Any]:
    return {
        "paper": lesson.paper,
        "teaches": lesson.teaches,
        "expect": lesson.expect,
        "tries": [_variant(variant) for variant in lesson.tries],
        "ablation": _variant(lesson.ablation),
        "broken": _variant(lesson.broken),
        "baselines": [_baseline(baseline) for baseline in lesson.baselines],
        "comparisons": [_comparison(comparison) for comparison in lesson.comparisons],
        "full_size": [_full_size(size) for size in lesson.full_size],
    }


def _variant(variant: Variant) -> dict[str, str]:
    return {"label": variant.label, "expect": variant.expect}


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return asdict(baseline)


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {"title": comparison.title, "measure": comparison.measure, "expect": comparison.expect}


def _full_size(size: FullSize) -> dict[str, Any]:
    return {"title": size.title, "parameters": size.parameters, "source": size.source}
