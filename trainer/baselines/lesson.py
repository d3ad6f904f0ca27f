"""Which baselines the lesson of a starter gives a drawing that began as it, or that asks the same of the same data."""

from __future__ import annotations

import json

from builder.compiler.program import Program
from builder.drawing.document import Document
from builder.kinds.lesson import Baseline
from builder.registry.nodes import CATALOG
from builder.registry.starters import STARTERS


def lesson_baselines(program: Program, starter: str = "") -> tuple[Baseline, ...]:
    """The baselines of a lesson that hold for a drawing.

    A figure follows from how the data are made, so it holds for the same data and the same measure alone; a method is
    fitted anew, and a curve is drawn, whatever the data are.

    Args:
        starter: what the drawing began as; left out, it is the first one with a lesson that has its data and measures.
    """
    document = program.plan.found.document
    own = _data(document)
    named = STARTERS.get(starter)
    taught = [each for each in ([named] if named else STARTERS.values()) if each.lesson]
    for each in taught:
        assert each.lesson
        is_same = _data(each.document) == own
        if named is None and not is_same:
            continue
        held = tuple(
            baseline
            for baseline in each.lesson.baselines
            if baseline.measure in program.plan.measured
            and (not baseline.drawn or baseline.drawn in program.plan.measured)
            and (baseline.value is None or (is_same and _alike(document, each.document, baseline.measure)))
        )
        if held:
            return held
    return ()


def _data(document: Document) -> set[str]:
    """What is learned from: each node of data with all of its parameters."""
    nodes = document.graph.nodes.values()
    known = ((node, CATALOG[node.type].spec) for node in nodes if node.type in CATALOG)
    return {
        json.dumps([node.type, {param.name: param.default for param in spec.params} | node.params], sort_keys=True)
        for node, spec in known
        if spec.role == "data"
    }


def _alike(one: Document, other: Document, measure: str) -> bool:
    first, second = one.graph.nodes.get(measure), other.graph.nodes.get(measure)
    return first is not None and second is not None and (first.type, first.params) == (second.type, second.params)
