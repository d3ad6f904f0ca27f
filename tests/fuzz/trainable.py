"""Drawings at random that may well train: starters and chains of catalogue nodes, set as their forms allow."""

from __future__ import annotations

from random import Random
from typing import Any

import builder
from builder.drawing.document import Block, Document, Node, Training

DATA = (("TwoMoons", "point"), ("Digits", "image"), ("Iris", "flower"), ("Xor", "point"))
BATCHES = (1, 2, 3, 7, 31, 32, 64)


def document(random: Random) -> Document:
    """A starter with other settings, or a chain of layers, losses and metrics."""
    return _chain(random) if random.random() < 0.7 else _starter(random)


def _training(random: Random) -> Training:
    return Training(epochs=1, batch_size=random.choice(BATCHES), seed=random.randrange(100))


def _starter(random: Random) -> Document:
    """A starter some of whose nodes have another type or other settings."""
    drawn = random.choice(list(builder.STARTERS.values())).document
    nodes = dict(drawn.graph.nodes)
    for id in random.sample(list(nodes), k=min(len(nodes), random.choice((0, 1, 1, 2)))):
        nodes[id] = nodes[id].model_copy(update={"params": {**nodes[id].params, **_params(random, nodes[id].type)}})
    main = drawn.graph.model_copy(update={"nodes": nodes})
    blocks = {**drawn.blocks, drawn.main: main}
    return drawn.model_copy(update={"blocks": blocks, "training": _training(random)})


def _chain(random: Random) -> Document:
    """Data, some layers of the whole catalogue one after the other, a head that fits often, a loss, a metric."""
    data, field = random.choice([(type, field) for type, field in DATA if type in builder.CATALOG])
    nodes: dict[str, Node] = {"data": Node(type=data)}
    edges: dict[str, str] = {}
    source = f"data.{field}"
    names = [name for name, spec in _specs().items() if _is_between(spec)]
    for number in range(random.choice((1, 2, 2, 3))):
        id, type = f"odd{number}", random.choice(names)
        nodes[id] = Node(type=type, params=_params(random, type) if random.random() < 0.5 else {})
        for port in _specs()[type].inputs:
            if not port.optional or random.random() < 0.3:
                edges[f"{id}.{port.name}"] = source
        source = f"{id}.{_specs()[type].outputs[0].name}"
    classes = 10 if data == "Digits" else 3 if data == "Iris" else 2
    for id, made in {"flat": Node(type="Flatten"), "fc": Node(type="Linear", params={"out_features": classes})}.items():
        if id == "fc" or random.random() < 0.7:
            nodes[id] = made
            edges[f"{id}.input"], source = source, f"{id}.output"
    loss = random.choice(("CrossEntropyLoss", "CrossEntropyLoss", *_of_role("loss")))
    judges = {"loss": loss, "metric": random.choice(("Accuracy", *_of_role("metric")))}
    for id, type in judges.items():
        nodes[id] = Node(type=type, params=_params(random, type) if random.random() < 0.2 else {})
        ports = [port.name for port in _specs()[type].inputs]
        edges |= {f"{id}.{port}": source if place == 0 else "data.label" for place, port in enumerate(ports)}
    nodes["goal"] = Node(type="Objective", params=_params(random, "Objective") if random.random() < 0.3 else {})
    edges["goal.loss"] = f"loss.{_specs()[loss].outputs[0].name}"
    return Document(blocks={"main": Block(nodes=nodes, edges=edges)}, training=_training(random))


def _specs() -> dict[str, Any]:
    return {name: getattr(layer, "spec", layer) for name, layer in builder.CATALOG.items()}


def _is_between(spec: Any) -> bool:
    return spec.role == "layer" and bool(spec.inputs) and bool(spec.outputs)


def _of_role(role: str) -> list[str]:
    return [name for name, spec in _specs().items() if spec.role == role]


def _params(random: Random, type: str) -> dict[str, Any]:
    """One or two settings, each within what its form takes."""
    spec = _specs().get(type)
    if spec is None or not spec.params:
        return {}
    chosen = random.sample(spec.params, k=min(len(spec.params), random.choice((1, 1, 2))))
    return {param.name: value for param in chosen if (value := _value(random, param)) is not None}


def _value(random: Random, param: Any) -> Any:
    low, high = param.minimum, param.maximum
    match param.kind:
        case "choice":
            return random.choice(param.choices)
        case "bool":
            return random.random() < 0.5
        case "int":
            least = 0 if low is None else int(low)
            return random.randint(least, min(least + 12, 1_000 if high is None else int(high)))
        case "float":
            least = 0.0 if low is None else float(low)
            return random.choice((least, random.uniform(least, least + 1), 1.0, 0.5))
    return None
