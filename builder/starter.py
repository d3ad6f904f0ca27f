"""A starter: a drawing that trains as it is, with a few words on what it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from builder.document import Block, Document, Node, Training, Value

MAX_COLUMNS = 6
COLUMN, ROW = 250, 230  # a node with its activations is about 196 by 165 pixels
JUDGES = (("loss", "CrossEntropyLoss"), ("accuracy", "Accuracy"), ("answer", "Output"))
JUDGE_ROW = 115


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
    columns = _columns(len(steps) + 3)  # data and layers, then one column of judges and one for the objective
    for number, (id, type_name, params) in enumerate((data, *steps)):
        nodes[id] = Node(type=type_name, params=params, position=_place(number, columns))
        if number:
            edges[f"{id}.input"], source = source, f"{id}.output"
    x, y = _place(len(steps) + 1, columns)
    for row, (id, type_name) in enumerate(JUDGES):
        nodes[id] = Node(type=type_name, position=(x, y + row * JUDGE_ROW))
        edges[f"{id}.input"] = source
    for id in ("loss", "accuracy"):
        edges[f"{id}.target"] = f"{data[0]}.label"
    nodes["objective"] = Node(type="Objective", params={"lr": lr}, position=(x + COLUMN, y))
    edges["objective.loss"] = "loss.loss"
    return Document(blocks={"main": Block(nodes=nodes, edges=edges)}, training=Training(**training))


def _columns(places: int) -> int:
    rows = math.ceil(places / MAX_COLUMNS)
    return math.ceil(places / rows)


def _place(number: int, columns: int) -> tuple[float, float]:
    """Left to right, row by row."""
    return (number % columns) * COLUMN, (number // columns) * ROW
