"""Places for the nodes of a drawing that nobody has placed: in layers, from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.document import split_port

ACROSS, DOWN = 260.0, 130.0


def places(nodes: Iterable[str], edges: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """A place for each node: right of everything that it reads, near the height of what it reads."""
    ids = list(nodes)
    before: dict[str, list[str]] = {id: [] for id in ids}
    for target, source in edges.items():
        before[split_port(target)[0]].append(split_port(source)[0])
    layer = _layers(before)
    found: dict[str, tuple[float, float]] = {}
    columns: dict[int, list[str]] = {}
    for id in ids:
        columns.setdefault(layer[id], []).append(id)
    for column in sorted(columns):
        heights = {id: _height(before[id], found) for id in columns[column]}
        below = float("-inf")
        for id in sorted(columns[column], key=lambda id: heights[id]):
            below = max(heights[id], below + DOWN)
            found[id] = (column * ACROSS, below)
    return found


def _layers(before: Mapping[str, list[str]]) -> dict[str, int]:
    """How many nodes stand before each, at most; what reads nothing stands right before what reads it."""
    layer: dict[str, int] = {}
    waiting = list(before)
    while waiting:
        ready = [id for id in waiting if all(source in layer for source in before[id])]
        if not ready:
            return {id: place for place, id in enumerate(before)}
        layer |= {id: max((layer[source] + 1 for source in before[id]), default=0) for id in ready}
        waiting = [id for id in waiting if id not in layer]
    for id in before:
        readers = [layer[other] for other, sources in before.items() if id in sources]
        if not before[id] and readers:
            layer[id] = min(readers) - 1
    return layer


def _height(sources: list[str], found: Mapping[str, tuple[float, float]]) -> float:
    known = [found[source][1] for source in sources if source in found]
    return sum(known) / len(known) if known else 0.0
