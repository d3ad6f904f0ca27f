"""A starter: a drawing that trains as it is, with a few words on what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from builder.document import Block, Document, Node, Training, Value

COLUMN, ROW = 250, 190


@dataclass(frozen=True)
class Starter:
    """``order`` places it in the gallery; the first one opens for a new visitor."""

    key: str
    order: int
    title: str
    summary: str
    document: Document


def chain(
    *steps: tuple[str, str, dict[str, Value]],
    data: tuple[str, str, dict[str, Value]],
    feed: str,
    lr: float,
    **training: int,
) -> Document:
    """A classifier drawn in rows: data, layers one after the other, loss, accuracy, objective, output.

    Args:
        steps: (id, type, params) of each layer.
        data: (id, type, params) of the data set; ``feed`` is the field that goes in.
    """
    nodes: dict[str, Node] = {}
    edges: dict[str, str] = {}
    source = f"{data[0]}.{feed}"
    for place, (id, type_name, params) in enumerate((data, *steps)):
        nodes[id] = Node(type=type_name, params=params, position=_place(place, len(steps) + 1))
        if place:
            edges[f"{id}.input"], source = source, f"{id}.output"
    x, y = _place(len(steps), len(steps) + 1)
    ends = (("loss", "CrossEntropyLoss", -1), ("accuracy", "Accuracy", 0), ("answer", "Output", 1))
    for id, type_name, row in ends:
        nodes[id] = Node(type=type_name, position=(x + COLUMN, y + row * ROW * 0.8))
        edges[f"{id}.input"] = source
    for id in ("loss", "accuracy"):
        edges[f"{id}.target"] = f"{data[0]}.label"
    nodes["objective"] = Node(type="Objective", params={"lr": lr}, position=(x + 2 * COLUMN, y - ROW * 0.8))
    edges["objective.loss"] = "loss.loss"
    return Document(blocks={"main": Block(nodes=nodes, edges=edges)}, training=Training(**training))


def _place(number: int, of: int) -> tuple[float, float]:
    """Left to right, in rows of at most six."""
    rows = -(-of // 6)
    per_row = -(-of // rows)
    return (number % per_row) * COLUMN, (number // per_row) * ROW * 1.2
