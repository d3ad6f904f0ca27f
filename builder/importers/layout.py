"""Places for the nodes of a drawing that nobody has placed: in layers, from left to right, folded into rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from builder.drawing.document import split_port
from builder.importers.levels import Cell, cells

ACROSS, DOWN = 260.0, 200.0
"""How far apart nodes stand: with room for wires between them, and below for the picture of what they compute."""
LAYERS_IN_A_ROW = 12
FIRST_PORT, PORT = 178.0, 22.0  # what a node with its picture needs before its ports, and for each of them


def places(nodes: Iterable[str], edges: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """A place for each node: right of everything that it reads, near the height of what it reads.

    What is longer than a page is wide goes on in a row below.
    """
    ids = list(nodes)
    before: dict[str, list[str]] = {id: [] for id in ids}
    for target, source in edges.items():
        before[split_port(target)[0]].append(split_port(source)[0])
    rooms = _rooms(ids, edges)
    stepped = cells(ordered) if (ordered := _in_order(before)) else None
    if stepped is not None:
        return _in_bands(stepped, rooms)
    layer = _layers(before)
    columns: dict[int, list[str]] = {}
    for id in ids:
        columns.setdefault(layer[id], []).append(id)
    found: dict[str, tuple[float, float]] = {}
    top = 0.0
    for start in range(0, max(columns, default=0) + 1, LAYERS_IN_A_ROW):
        row = {number: columns[number] for number in range(start, start + LAYERS_IN_A_ROW) if number in columns}
        placed = _row(row, before, rooms)
        rise = top - min((y for _, y in placed.values()), default=0.0)
        found |= {id: (x - start * ACROSS, y + rise) for id, (x, y) in placed.items()}
        top = max((found[id][1] + rooms[id] for id in placed), default=top)
    return found


def _in_order(before: Mapping[str, list[str]]) -> dict[str, list[str]] | None:
    """The nodes, each after all that it reads; None where one reads itself."""
    order: dict[str, list[str]] = {}
    waiting = list(before)
    while waiting:
        ready = [id for id in waiting if all(source in order for source in before[id])]
        if not ready:
            return None
        order |= {id: before[id] for id in ready}
        waiting = [id for id in waiting if id not in order]
    return order


def _in_bands(stepped: Mapping[str, Cell], rooms: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Places by columns and levels, folded into bands of about as many columns each."""
    columns = 1 + max((column for column, _ in stepped.values()), default=0)
    bands = -(-columns // LAYERS_IN_A_ROW)
    wide = -(-columns // bands)
    levels: dict[Cell, list[str]] = {}
    for id, (column, level) in stepped.items():
        levels.setdefault((column // wide, level), []).append(id)
    found: dict[str, tuple[float, float]] = {}
    top = 0.0
    for band, level in sorted(levels):
        row = levels[band, level]
        found |= {id: ((stepped[id][0] - band * wide) * ACROSS, top) for id in row}
        top += max(rooms[id] for id in row)
    return {id: found[id] for id in rooms}


def _row(
    columns: Mapping[int, list[str]], before: Mapping[str, list[str]], rooms: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Places in some layers, as if there were no others."""
    found: dict[str, tuple[float, float]] = {}
    for column in sorted(columns):
        heights = {id: _height(before[id], found) for id in columns[column]}
        free = float("-inf")
        for id in sorted(columns[column], key=lambda id: heights[id]):
            found[id] = (column * ACROSS, max(heights[id], free))
            free = found[id][1] + rooms[id]
    return found


def _rooms(ids: Iterable[str], edges: Mapping[str, str]) -> dict[str, float]:
    """How much of its column each node needs, by its ports that are wired."""
    inputs = Counter(split_port(target)[0] for target in edges)
    outputs = Counter(split_port(source)[0] for source in set(edges.values()))
    return {id: max(DOWN, FIRST_PORT + PORT * max(inputs[id], outputs[id])) for id in ids}


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
