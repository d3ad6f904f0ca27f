"""Drawings that are wrong in one way, and what a learner is told of them."""

from __future__ import annotations

from typing import Any

from builder.drawing.document import Document
from tests.drawings import classifier, draw

TEN, FOUR, TWO, ONE = (("Linear", {"out_features": many}) for many in (10, 4, 2, 1))
JUDGED = {"loss.input": "out.output", "loss.target": "data.label", "goal.loss": "loss.loss"}


def images(layers: dict[str, Any]) -> Document:
    """A classifier of digits."""
    return classifier(layers, "Digits", "image")


def points(layers: dict[str, Any]) -> Document:
    """A classifier of the two moons."""
    return classifier(layers)


def steps(layers: dict[str, Any]) -> Document:
    """A classifier of sequences."""
    return classifier(layers, "LongMemory", "sequence")


def wired(data: str, nodes: dict[str, Any], edges: dict[str, str]) -> Document:
    """A classifier whose last node is ``out``, with wires of its own."""
    ends = {"loss": "CrossEntropyLoss", "goal": "Objective"}
    return draw({"data": data, **nodes, **ends}, {**edges, **JUDGED})


def judged(data: str, field: str, layers: dict[str, Any], loss: str, target: str, metric: str = "") -> Document:
    """A chain of layers with a loss, and a metric, of one's choice."""
    source, edges = f"data.{field}", {}
    for id in layers:
        edges[f"{id}.input"], source = source, f"{id}.output"
    ends = {"loss": loss, "goal": "Objective"} | ({"metric": metric} if metric else {})
    for judge in ("loss", "metric") if metric else ("loss",):
        edges |= {f"{judge}.input": source, f"{judge}.target": target}
    return draw({"data": data, **layers, **ends}, {**edges, "goal.loss": "loss.loss"})
