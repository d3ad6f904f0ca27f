"""Drawings that tests start from."""

from __future__ import annotations

from typing import Any

import builder
from builder.drawing.document import Block, Document, Node, Training
from builder.drawing.problems import SetParam, SetTraining
from builder.kinds.spec import Param


def draw(nodes: dict[str, Any], edges: dict[str, str], **training: int) -> Document:
    """A document from ``{id: type}`` or ``{id: (type, params)}`` and ``{target: source}``."""
    made = {
        id: Node(type=facts) if isinstance(facts, str) else Node(type=facts[0], params=facts[1])
        for id, facts in nodes.items()
    }
    return Document(blocks={"main": Block(nodes=made, edges=edges)}, training=Training(**training))


def classifier(layers: dict[str, Any], data: str = "TwoMoons", field: str = "point", **training: int) -> Document:
    """Data, a chain of layers, loss, accuracy and objective."""
    source, edges = f"data.{field}", {}
    for id in layers:
        edges[f"{id}.input"], source = source, f"{id}.output"
    for judge in ("loss", "accuracy"):
        edges |= {f"{judge}.input": source, f"{judge}.target": "data.label"}
    ends = {"loss": "CrossEntropyLoss", "accuracy": "Accuracy", "objective": "Objective"}
    return draw({"data": data, **layers, **ends}, {**edges, "objective.loss": "loss.loss"}, **training)


def moons(**training: int) -> Document:
    """A small classifier of the two moons."""
    return classifier(
        {"fc1": ("Linear", {"out_features": 8}), "relu": "ReLU", "fc2": ("Linear", {"out_features": 2})}, **training
    )


def lasting(document: Document, epochs: int) -> Document:
    """The document as it is, trained for so many epochs; where it has stages, for at least one in each."""
    training = document.training
    each = max(1, epochs // max(1, len(training.stages)))
    stages = tuple(stage.model_copy(update={"epochs": each}) for stage in training.stages)
    changed = training.model_copy(update={"epochs": each * len(stages) if stages else epochs, "stages": stages})
    return document.model_copy(update={"training": changed})


def brief(document: Document, epochs: int, steps: int = 12, rows: int = 16) -> Document:
    """The document as it is, trained for so many epochs of at most about so many steps, of fewer and smaller batches.

    Data that can't be asked for fewer samples are left as they are.
    """
    known = {id: {param.name: param for param in node_params(node.type)} for id, node in document.graph.nodes.items()}
    least = max((int(params["samples"].minimum or 1) for params in known.values() if "samples" in params), default=1)
    size = min(document.training.batch_size, max(rows, least // steps))
    enough, fewer = size * steps, []
    for id, node in document.graph.nodes.items():
        params = known[id]
        if samples := params.get("samples"):
            wanted = max(enough * 7 // 5, int(samples.minimum or 1))  # five of every seven are learned from
            had = node.params.get("samples", samples.default)
            if isinstance(had, int) and had > wanted:
                fewer.append(SetParam(id=id, name="samples", value=wanted))
        elif "only_first" in params:
            fewer.append(SetParam(id=id, name="only_first", value=enough))
    if fewer:
        fewer.append(SetTraining(name="batch_size", value=size))
    return lasting(document.with_edits(tuple(fewer)), epochs)


def node_params(type_name: str) -> tuple[Param, ...]:
    return builder.CATALOG[type_name].spec.params if type_name in builder.CATALOG else ()


def block(nodes: dict[str, Any], edges: dict[str, str], **params: Any) -> Block:
    """A block: as `draw`; its Input and Output nodes are ports in the order in which they stand here."""
    made = {}
    for place, (id, facts) in enumerate(nodes.items()):
        type_name, given = (facts, {}) if isinstance(facts, str) else facts
        made[id] = Node(type=type_name, params=given, position=(0, place))
    return Block(nodes=made, edges=edges, params=params)


def with_blocks(document: Document, **blocks: Block) -> Document:
    """The document with blocks of its own."""
    return document.model_copy(update={"blocks": {**document.blocks, **blocks}})
