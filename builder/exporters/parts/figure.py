"""A drawing as a picture: boxes, dots and wires at the places where the canvas shows them.

The measures are those of ``static/src/document/layout/geometry.ts``, in CSS pixels; y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from builder.checker.checker import check
from builder.checker.report import NodeReport
from builder.drawing.document import Block, Document, Node, Value, split_port
from builder.kinds.spec import NodeType, Param, Port
from builder.registry.nodes import CATALOG

WIDTH, HEADER, PARAMS, ROW, FOOT = 196, 34, 22, 22, 6
MARGIN, TITLE, BEND = 24, 30, 20
LETTERS = 29  # of small text fit into a box
LETTER, LABEL_ROOM = 6.1, 40

Point = tuple[float, float]


@dataclass(frozen=True)
class Dot:
    """A port of a box: where it is, its name, and what flows out of it."""

    name: str
    kind: str
    at: Point
    shape: str = ""


@dataclass(frozen=True)
class Box:
    """A node. ``at`` is its upper left corner."""

    id: str
    type: str
    params: str
    at: Point
    height: float
    inputs: tuple[Dot, ...]
    outputs: tuple[Dot, ...]


@dataclass(frozen=True)
class Wire:
    """Four points are a curve and its two handles, six are corners; ``label`` is the shape, where it has room."""

    kind: str
    points: tuple[Point, ...]
    label: str = ""


@dataclass(frozen=True)
class Figure:
    """One block of a drawing. The first is the one that is trained, and has no ``title``."""

    title: str
    at: Point
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


@dataclass(frozen=True)
class Picture:
    """All blocks of a drawing, one below the other."""

    width: float
    height: float
    figures: tuple[Figure, ...]


def picture(document: Document) -> Picture:
    """Where everything is drawn, with the shapes that are known, whatever its problems."""
    report = check(document)
    blocks = [("", document.graph, report.nodes)]
    blocks += [(n, b, report.blocks.get(n, {})) for n, b in document.blocks.items() if n != document.main]
    figures, y, width = [], float(MARGIN), 0.0
    for title, block, nodes in blocks:
        if not block.nodes:
            continue
        top = y + (TITLE if title else 0)
        boxes = tuple(_boxes(block, nodes, top))
        figures.append(Figure(title, (MARGIN, y), boxes, tuple(_wires(block, boxes))))
        y = max(box.at[1] + box.height for box in boxes) + 2 * MARGIN
        width = max(width, *(box.at[0] + WIDTH for box in boxes))
    return Picture(width + MARGIN, max(y - MARGIN, 2 * MARGIN), tuple(figures))


def _boxes(block: Block, nodes: dict[str, NodeReport], top: float) -> Iterator[Box]:
    left = min(node.position[0] for node in block.nodes.values())
    upper = min(node.position[1] for node in block.nodes.values())
    for id, node in block.nodes.items():
        found = nodes.get(id, NodeReport())
        spec = found.spec or (CATALOG[node.type].spec if node.type in CATALOG else None)
        x, y = node.position[0] - left + MARGIN, node.position[1] - upper + top
        inputs, outputs = (spec.inputs, spec.outputs) if spec else ((), ())
        yield Box(
            id=id,
            type=node.type,
            params=_line(spec, node) or (spec.category if spec else ""),
            at=(x, y),
            height=HEADER + PARAMS + ROW * max(len(inputs), len(outputs), 1) + FOOT,
            inputs=tuple(_dots(inputs, (x, y), found)),
            outputs=tuple(_dots(outputs, (x + WIDTH, y), found)),
        )


def _dots(ports: tuple[Port, ...], corner: Point, found: NodeReport) -> Iterator[Dot]:
    for row, port in enumerate(ports):
        signal = found.outputs.get(port.name)
        at = (corner[0], corner[1] + HEADER + PARAMS + (row + 0.5) * ROW)
        yield Dot(port.name, port.kind, at, signal.label if signal else "")


def _wires(block: Block, boxes: tuple[Box, ...]) -> Iterator[Wire]:
    starts = {(box.id, dot.name): dot for box in boxes for dot in box.outputs}
    ends = {(box.id, dot.name): dot for box in boxes for dot in box.inputs}
    for target, source in block.edges.items():
        start, end = starts.get(split_port(source)), ends.get(split_port(target))
        if start and end:
            yield _wire(start, end)


def _wire(start: Dot, end: Dot) -> Wire:
    (x1, y1), (x2, y2) = start.at, end.at
    has_room = math.dist(start.at, end.at) > len(start.shape) * LETTER + LABEL_ROOM
    if x2 >= x1:
        reach = (x2 - x1) / 2
        points: tuple[Point, ...] = ((x1, y1), (x1 + reach, y1), (x2 - reach, y2), (x2, y2))
    else:
        middle, out, back = (y1 + y2) / 2, x1 + BEND, x2 - BEND
        points = ((x1, y1), (out, y1), (out, middle), (back, middle), (back, y2), (x2, y2))
    return Wire(start.kind, points, start.shape if has_room else "")


def _line(spec: NodeType | None, node: Node) -> str:
    """What was chosen, and the sizes that say most: one line that fits into a box."""
    shown = [param for param in spec.params if _is_telling(param, node.params)] if spec else []
    line = ", ".join(f"{p.name}={_words(node.params.get(p.name, p.default))}" for p in shown)
    return clipped(line, LETTERS)


def _is_telling(param: Param, given: dict[str, Value]) -> bool:
    return not param.inferred and (param.required or given.get(param.name, param.default) != param.default)


def _words(value: Value) -> str:
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def clipped(text: str, letters: int) -> str:
    """The text, cut short where it would not fit."""
    return text if len(text) <= letters else text[: letters - 1] + "…"
