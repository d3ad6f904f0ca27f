"""What a rule of shapes says of a node that can't take what comes in: why, what to try, which edits may mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.checker.analysis import Analysis
from builder.checker.propagation import Flow
from builder.checker.wiring import Wire
from builder.drawing.document import Node, Value, free_id
from builder.drawing.problems import AddNode, Connect, Disconnect, Edit, Fix, RemoveNode, SetParam
from builder.kinds.layer import Layer


@dataclass(frozen=True)
class Trouble:
    """A node, what came into it, and the settings that it was tried with."""

    found: Analysis
    id: str
    layer: Layer
    params: Mapping[str, Value]
    inputs: Mapping[str, Flow]
    reason: str = ""

    @property
    def type(self) -> str:
        return self.layer.spec.type

    @property
    def node(self) -> Node:
        return self.found.graph.nodes[self.id]

    @property
    def first(self) -> Flow | None:
        """What comes into the first input that is filled."""
        return next(iter(self.inputs.values()), None)

    @property
    def given(self) -> dict[str, Value]:
        """The settings that somebody set."""
        return {name: value for name, value in self.params.items() if name in self.node.params and value is not None}

    def whole(self, name: str) -> int | None:
        """A setting that is a whole number."""
        value = self.params.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def set(self, **settings: Value) -> Fix:
        """The fix that sets these."""
        return set_params(self.id, **settings)

    def source(self, port: str) -> Wire:
        return self.found.wiring.into(self.id)[port]


@dataclass(frozen=True)
class Advice:
    """What a learner is told, and the fixes that may mend it, the best one first.

    ``message`` takes the place of the plain one, where the rule can say it better.
    """

    hint: str
    fixes: tuple[Fix, ...] = ()
    message: str = ""


Step = tuple[str, str, Mapping[str, Value]]
"""A node to put into a wire: what to call it, its type, its settings."""


def set_params(id: str, **settings: Value) -> Fix:
    """The fix that sets a node's settings."""
    words = " and ".join(f"{name} of {id} to {said(value)}" for name, value in settings.items())
    return Fix(label=f"Set {words}", edits=tuple(SetParam(id=id, name=name, value=v) for name, v in settings.items()))


def said(value: Value) -> str:
    """A setting as the form shows it."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def inserted(found: Analysis, source: Wire, targets: tuple[Wire, ...], *steps: Step) -> tuple[Edit, ...]:
    """The edits that put nodes into the wire from ``source`` to each of ``targets``."""
    nodes = dict(found.graph.nodes)
    (x1, y1), (x2, y2) = nodes[source[0]].position, nodes[targets[0][0]].position
    edits: list[Edit] = []
    wire = ".".join(source)
    for place, (wish, type_name, params) in enumerate(steps, 1):
        part = place / (len(steps) + 1)
        position = (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part + 90)
        name = free_id(wish, nodes)
        nodes[name] = Node(type=type_name)
        edits += [
            AddNode(id=name, type=type_name, params=dict(params), position=position),
            Connect(target=f"{name}.input", source=wire),
        ]
        wire = f"{name}.output"
    return (*edits, *(Connect(target=".".join(target), source=wire) for target in targets))


def insert(found: Analysis, id: str, port: str, *steps: Step) -> Fix:
    """The fix that puts nodes into the wire that fills a node's input."""
    return insert_into(found, id, port, found.wiring.into(id)[port], *steps)


def insert_into(found: Analysis, id: str, port: str, source: Wire, *steps: Step) -> Fix:
    """The fix that puts nodes between an output and an input."""
    kinds = " and ".join(with_article(type_name) for _, type_name, _ in steps)
    return Fix(label=f"Insert {kinds} before {id}", edits=inserted(found, source, ((id, port),), *steps))


SPELT = ("MSE", "NLL", "LSTM", "RNN", "L1", "F1", "RMS", "S4", "S5", "LP", "NT")


def with_article(type_name: str) -> str:
    """The name of a type as one says it: a Flatten, an Unsqueeze, an MSELoss."""
    is_vowel = type_name[0] in "AEIOU" and type_name != "OneHot"
    return f"{'an' if is_vowel or type_name.startswith(SPELT) else 'a'} {type_name}"


def keep_size(found: Analysis, id: str) -> tuple[Fix, ...]:
    """The fix that keeps every convolution before a node from making images smaller."""
    before = found.wiring.ancestors([id])
    shrinking = [
        other
        for other in found.wiring.order
        if other in before
        and found.layers[other].param("padding")
        and found.layers[other].param("out_channels")
        and found.params[other].get("stride") in (1, (1,), (1, 1))
        and found.params[other].get("padding") != "same"
    ]
    edits = tuple(SetParam(id=other, name="padding", value="same") for other in shrinking)
    return (Fix(label=f"Set padding of {' and '.join(shrinking)} to same", edits=edits),) if edits else ()


def bypass(found: Analysis, id: str, port: str = "input") -> Fix:
    """The fix that takes a node out, and leads what came into it on to those that read it."""
    source = found.graph.edges.get(f"{id}.{port}", "")
    readers = [target for target, wire in found.graph.edges.items() if wire.partition(".")[0] == id]
    edits = [Connect(target=target, source=source) for target in readers]
    return Fix(label=f"Take {id} out", edits=(*edits, RemoveNode(id=id)))


def retyped(found: Analysis, id: str, type_name: str, params: Mapping[str, Value]) -> Edit:
    """The edit that makes another type of a node, whose wires stay."""
    node = found.graph.nodes[id]
    return AddNode(id=id, type=type_name, params=dict(params), position=node.position)


def swapped(id: str, first: tuple[str, str], second: tuple[str, str]) -> Fix:
    """The fix that exchanges the wires of two inputs, each given as port and source."""
    edits = (
        Disconnect(target=f"{id}.{second[0]}"),
        Connect(target=f"{id}.{first[0]}", source=second[1]),
        Connect(target=f"{id}.{second[0]}", source=first[1]),
    )
    return Fix(label=f"Exchange {first[0]} and {second[0]} of {id}", edits=edits)


def widener(found: Analysis, id: str) -> tuple[str, str] | None:
    """The nearest layer upstream that sets how many features there are, and the setting that does."""
    for _ in range(len(found.layers)):
        for name in ("out_features", "out_channels", "embedding_dim", "hidden_size", "state_size"):
            if found.layers[id].param(name):
                return id, name
        wires = found.wiring.sources[id]
        if not wires:
            return None
        id = next(iter(wires.values()))[0]
    return None


def padded(name: str, width: int) -> dict[str, Value]:
    """The settings of a convolution that has this width and keeps the size of images."""
    return {name: width, "padding": "same"}


def divisors(number: int, most: int = 64) -> list[int]:
    """What divides a number, up to a bound."""
    return [part for part in range(1, min(number, most) + 1) if number % part == 0]


def nearest(wish: int, choices: list[int]) -> int:
    """The choice nearest to a wish, the smaller of two."""
    return min(choices, key=lambda choice: (abs(choice - wish), choice))


def listed(numbers: list[int], most: int = 8) -> str:
    """Numbers with commas between, with an end where there are many."""
    few = numbers if len(numbers) <= most else [*numbers[: most - 1], numbers[-1]]
    words = list(map(str, few))
    return ", ".join(words if len(few) == len(numbers) else [*words[:-1], "...", words[-1]])
