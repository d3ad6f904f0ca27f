"""Two hundred drawings made from starters, as a learner changes them: none is blamed for anything."""

from __future__ import annotations

import random

import pytest

import builder
from builder.drawing.document import Document, Node
from builder.kinds.layer import Layer

ACTIVATIONS = ("ReLU", "Tanh", "GELU", "Sigmoid", "SiLU", "LeakyReLU", "ELU", "Softplus", "Mish", "SELU", "Hardswish")
OPTIMIZERS = (("Adam", 0.003), ("AdamW", 0.001), ("SGD", 0.1), ("RMSprop", 0.001), ("Adagrad", 0.01), ("NAdam", 0.002))
POINTS = ("TwoMoons", "Spirals", "Xor")
EACH = 14
WANTED = 200


def changed(document: Document, chance: random.Random) -> Document:
    """The drawing with other widths, another depth, other activations, another optimizer, other data."""
    nodes, edges = dict(document.graph.nodes), dict(document.graph.edges)
    for id, node in document.graph.nodes.items():
        if node.type in ACTIVATIONS:
            nodes[id] = with_type(node, chance.choice(ACTIVATIONS))
        elif node.type in POINTS:
            nodes[id] = with_type(node, chance.choice(POINTS))
        elif node.type == "Objective":
            optimizer, lr = chance.choice(OPTIMIZERS)
            nodes[id] = with_params(node, optimizer=optimizer, lr=lr)
        elif wider := width_of(node):
            leads_to = {target.split(".")[0] for target, source in edges.items() if source == f"{id}.output"}
            if any(document.graph.nodes[target].type in ACTIVATIONS for target in leads_to):
                nodes[id] = with_params(
                    node, **{wider: max(4, int(int(str(node.params[wider])) * chance.choice((1, 2))))}
                )
    if chance.random() < 0.5:
        deepen(nodes, edges, chance)
    training = document.training.model_copy(update={"batch_size": chance.choice((32, 50, 64))})
    graph = document.graph.model_copy(update={"nodes": nodes, "edges": edges})
    return document.model_copy(update={"blocks": {**document.blocks, document.main: graph}, "training": training})


def deepen(nodes: dict[str, Node], edges: dict[str, str], chance: random.Random) -> None:
    """A Linear and an activation more, after an activation that follows a Linear."""
    places = [
        id
        for id, node in nodes.items()
        if node.type in ACTIVATIONS and nodes[edges[f"{id}.input"].split(".")[0]].type == "Linear"
    ]
    if not places:
        return
    before = chance.choice(places)
    width = nodes[edges[f"{before}.input"].split(".")[0]].params.get("out_features", 64)
    nodes["more"], nodes["bend"] = Node(type="Linear", params={"out_features": width}), Node(type="ReLU")
    for target, source in list(edges.items()):
        if source == f"{before}.output":
            edges[target] = "bend.output"
    edges |= {"more.input": f"{before}.output", "bend.input": "more.output"}


def with_type(node: Node, type_name: str) -> Node:
    layer: Layer = builder.CATALOG[type_name]
    known = {param.name for param in layer.spec.params}
    return node.model_copy(
        update={"type": type_name, "params": {name: value for name, value in node.params.items() if name in known}}
    )


def with_params(node: Node, **params: object) -> Node:
    return node.model_copy(update={"params": {**node.params, **params}})


def width_of(node: Node) -> str | None:
    return next((name for name in ("out_features", "out_channels") if isinstance(node.params.get(name), int)), None)


def test_two_hundred_healthy_drawings_are_not_blamed():
    chance, healthy = random.Random(0), 0
    for starter in builder.STARTERS.values():
        for _ in range(EACH):
            drawing = changed(starter.document, chance)
            report = builder.check(drawing)
            if any(problem.severity == "error" for problem in report.problems):
                continue  # another width does not fit into every drawing
            healthy += 1
            assert report.problems == (), (starter.key, [(p.code, p.node, p.message) for p in report.problems])
    assert healthy >= WANTED


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_is_not_blamed(key):
    assert builder.check(builder.STARTERS[key].document).problems == ()
