"""A starter: a drawing that trains as it is, with a few words on what it shows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from builder.drawing.document import Block, Document, Node, Stage, Training, Value
from builder.kinds.lesson import Lesson

MAX_COLUMNS = 6
COLUMN, ROW = 250, 230  # a node with its activations is about 196 by 165 pixels
JUDGES = (("loss", "CrossEntropyLoss", (0, 0)), ("accuracy", "Accuracy", (0, 1)), ("answer", "Output", (1, 1)))


@dataclass(frozen=True)
class Bar:
    """What ``measure`` must come to on the test part: ``value`` as the median of five seeds, ``margin`` worse at worst.

    ``at`` says on which side of it; left out it is the measure's own: losses at most, accuracies at least.
    """

    measure: str
    value: float
    margin: float
    at: Literal["least", "most", ""] = ""


@dataclass(frozen=True)
class Starter:
    """``order`` places it in its ``chapter`` (`builder.kinds.lesson`); the least of all opens for a new visitor.

    ``system`` is what the texts call it: the key of the system that it shows.
    """

    key: str
    order: int
    chapter: str
    system: str
    title: str
    summary: str
    document: Document
    bars: tuple[Bar, ...] = ()
    lesson: Lesson | None = None


def chain(
    *steps: tuple[str, str, dict[str, Value]],
    data: tuple[str, str, dict[str, Value]],
    feed: str,
    lr: float,
    label: str = "label",
    notes: Mapping[str, str] | None = None,
    **training: int,
) -> Document:
    """A classifier drawn in rows: data, layers one after the other, loss, accuracy, objective, output.

    Args:
        steps: (id, type, params) of each layer.
        data: (id, type, params) of the data set; ``feed`` is the field that goes in, ``label`` what is asked for.
        notes: what is told of each node, by its id.
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
    for id, type_name, (right, below) in JUDGES:
        nodes[id] = Node(type=type_name, position=(x + right * COLUMN, y + below * ROW))
        edges[f"{id}.input"] = source
    for id in ("loss", "accuracy"):
        edges[f"{id}.target"] = f"{data[0]}.{label}"
    nodes["objective"] = Node(type="Objective", params={"lr": lr}, position=(x + COLUMN, y))
    edges["objective.loss"] = "loss.loss"
    return Document(blocks={"main": Block(nodes=_noted(nodes, notes), edges=edges)}, training=Training(**training))


Cell = tuple[str, Node]
"""A node by its id, before it has a place."""


def cell(id: str, type_name: str, /, **params: Value) -> Cell:
    """A node for a grid."""
    return id, Node(type=type_name, params=params)


def grid(
    *rows: Sequence[Cell | None], wires: Mapping[str, str], notes: Mapping[str, str] | None = None, **params: Value
) -> Block:
    """A block drawn in rows; ``None`` leaves a place empty.

    Args:
        wires: the source of each target; a node alone means its ``input`` or its ``output``.
        notes: what is told of each node, by its id.
        params: the block's own parameters, with their defaults.
    """
    nodes = {
        placed[0]: placed[1].model_copy(update={"position": (column * COLUMN, row * ROW)})
        for row, cells in enumerate(rows)
        for column, placed in enumerate(cells)
        if placed
    }
    edges = {_port(target, "input"): _port(source, "output") for target, source in wires.items()}
    return Block(nodes=_noted(nodes, notes), edges=edges, params=params)


def _noted(nodes: Mapping[str, Node], notes: Mapping[str, str] | None) -> dict[str, Node]:
    told = notes or {}
    if unknown := told.keys() - nodes.keys():
        raise ValueError(f"notes of nodes that are not there: {', '.join(sorted(unknown))}")
    return {id: node.model_copy(update={"note": told.get(id, "")}) for id, node in nodes.items()}


def line(
    *layers: Cell, into: str = "x", out: str = "y", notes: Mapping[str, str] | None = None, **params: Value
) -> Block:
    """A block of layers one after the other, between one input and one output."""
    cells = [cell(into, "Input"), *layers, cell(out, "Output")]
    ids = [id for id, _ in cells]
    columns = _columns(len(cells))
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return grid(*rows, wires=dict(zip(ids[1:], ids[:-1], strict=True)), notes=notes, **params)


def drawing(
    main: Block,
    *,
    epochs: int,
    batch_size: int,
    seed: int = 0,
    stages: tuple[Stage, ...] = (),
    settings: Mapping[str, Any] | None = None,
    **blocks: Block,
) -> Document:
    """A document of a main block and those that it uses; ``settings`` are further ones of its training."""
    more = dict(settings or {})
    training = Training(epochs=epochs, batch_size=batch_size, seed=seed, stages=stages, **more)
    return Document(blocks={"main": main, **blocks}, training=training)


def _port(reference: str, default: str) -> str:
    return reference if "." in reference else f"{reference}.{default}"


def _columns(places: int) -> int:
    rows = math.ceil(places / MAX_COLUMNS)
    return math.ceil(places / rows)


def _place(number: int, columns: int) -> tuple[float, float]:
    """Left to right, row by row."""
    return (number % columns) * COLUMN, (number // columns) * ROW
