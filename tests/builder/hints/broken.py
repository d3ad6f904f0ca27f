"""A drawing broken in one place: one wire, one setting or one type changed."""

from __future__ import annotations

from random import Random

import builder
from builder.drawing.document import Document, Value
from builder.drawing.problems import AddNode, Connect, Disconnect, Edit, SetParam
from builder.kinds.spec import Param

WHOLE = (0, 1, 2, 3, 5, 7, 10, 64, 500, -1)
SIZES = (1, 3, 5, 9, (2, 3), (-1, 32), (1,))


def broken(rng: Random, document: Document) -> tuple[Document, str]:
    """The drawing after one change at random, and what was changed."""
    name = rng.choice([name for name, block in document.blocks.items() if block.edges])
    edit = rng.choice([_wire, _setting, _type])(rng, document, name)
    return document.with_edits((edit,), name), f"{name}: {edit.model_dump_json()}"


def _wire(rng: Random, document: Document, name: str) -> Edit:
    graph = document.blocks[name]
    target = rng.choice(sorted(graph.edges))
    if rng.random() < 0.25:
        return Disconnect(target=target)
    source = rng.choice(sorted(graph.nodes))
    outputs = [port.name for port in builder.CATALOG[graph.nodes[source].type].spec.outputs] or ["output"]
    return Connect(target=target, source=f"{source}.{rng.choice(outputs)}")


def _setting(rng: Random, document: Document, name: str) -> Edit:
    nodes = document.blocks[name].nodes
    id = rng.choice(sorted(id for id, node in nodes.items() if builder.CATALOG[node.type].spec.params))
    param = rng.choice(builder.CATALOG[nodes[id].type].spec.params)
    return SetParam(id=id, name=param.name, value=_value(rng, param))


def _value(rng: Random, param: Param) -> Value:
    values: dict[str, tuple[Value, ...]] = {
        "int": WHOLE,
        "float": (0.0, 1.0, -1.0, 100.0),
        "bool": (True, False),
        "choice": param.choices,
        "size": SIZES,
        "text": ("x", "", "a.b"),
        "nodes": ("x", "", "a, b"),
    }
    return rng.choice(values[param.kind])


def _type(rng: Random, document: Document, name: str) -> Edit:
    nodes = document.blocks[name].nodes
    id = rng.choice(sorted(nodes))
    role = builder.CATALOG[nodes[id].type].spec.role
    other = rng.choice(sorted(key for key, layer in builder.CATALOG.items() if layer.spec.role == role))
    return AddNode(id=id, type=other, position=nodes[id].position)
