"""Which output fills which input, and in which order nodes can be computed."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from builder.checker.params import did_you_mean
from builder.drawing.document import Block, split_port
from builder.drawing.problems import Connect, Disconnect, Fix, Problem
from builder.kinds.layer import Layer
from builder.kinds.spec import Port, PortKind

MAX_OFFERING = 500
Wire = tuple[str, str]
"""A node and its output port."""


@dataclass(frozen=True)
class Wiring:
    """``sources[node][input]`` is the wire that fills it; ``order`` leaves out nodes on or after a cycle.

    What only a fit sees is in ``fits``, in the same form: a node is not computed from it.
    """

    sources: Mapping[str, Mapping[str, Wire]]
    order: tuple[str, ...]
    fits: Mapping[str, Mapping[str, Wire]] = field(default_factory=dict)

    def into(self, node: str) -> dict[str, Wire]:
        """Every wire into a node, by input: what it is computed from, and what only its fit sees."""
        return {**self.sources[node], **self.fits.get(node, {})}

    def ancestors(self, nodes: Iterable[str]) -> set[str]:
        """The nodes and everything that flows into them."""
        found: set[str] = set()
        ahead = list(nodes)
        while ahead:
            node = ahead.pop()
            if node not in found:
                found.add(node)
                ahead += [source for source, _ in self.sources.get(node, {}).values()]
        return found


def wire_up(graph: Block, layers: Mapping[str, Layer]) -> tuple[Wiring, list[Problem]]:
    """The wiring of a graph, and every wire that can't be."""
    problems: list[Problem] = []
    sources: dict[str, dict[str, Wire]] = {id: {} for id in layers}
    fits: dict[str, dict[str, Wire]] = {}
    for target, source in sorted(graph.edges.items()):
        problem = _wire_problem(graph, layers, target, source)
        if problem:
            problems.append(problem)
            continue
        node, port = split_port(target)
        if node in layers and split_port(source)[0] in layers:
            to = fits.setdefault(node, {}) if port in layers[node].only_fits else sources[node]
            to[port] = split_port(source)
    wiring = Wiring(sources, (), fits)
    before = {id: wiring.into(id) for id in sources}
    order = _in_order(before)
    problems += _cycles(before, set(sources) - set(order))
    return replace(wiring, order=order), problems


def _wire_problem(graph: Block, layers: Mapping[str, Layer], target: str, source: str) -> Problem | None:
    ends = []
    for reference, side in ((target, "inputs"), (source, "outputs")):
        node, name = split_port(reference)
        if node not in graph.nodes:
            return _dangling(target, f"there is no node {node!r}", did_you_mean(node, graph.nodes, "nodes"))
        if node not in layers:
            return None  # its type is unknown, which is said on the node
        if not layers[node].is_bound:
            return None  # so is what it stands for
        ports = {port.name: port for port in getattr(layers[node].spec, side)}
        if name not in ports:
            words = f"{node} ({layers[node].spec.type}) has no {side[:-1]} {name!r}"
            return _dangling(target, words, did_you_mean(name, ports, side))
        ends.append(ports[name])
    into, out_of = ends
    return None if out_of.kind in into.accepts else _wrong_kind(target, source, into, out_of)


def _dangling(target: str, words: str, hint: str) -> Problem:
    node, port = split_port(target)
    return Problem(
        code="dangling_edge",
        message=f"A wire into {target} can't be followed: {words}.",
        hint=hint,
        node=node,
        port=port,
        fix=Fix(label="Remove the wire", edits=(Disconnect(target=target),)),
    )


def _wrong_kind(target: str, source: str, into: Port, out_of: Port) -> Problem:
    node, port = split_port(target)
    takes = " or ".join(KINDS[kind] for kind in into.accepts)
    return Problem(
        code="wrong_kind",
        message=f"{target} takes {takes}; {source} is {KINDS[out_of.kind]}.",
        hint="Connect an output of the right kind: ports of one colour fit together.",
        node=node,
        port=port,
        fix=Fix(label="Remove the wire", edits=(Disconnect(target=target),)),
    )


KINDS = {
    "tensor": "a signal",
    "image": "images",
    "label": "labels (right answers)",
    "loss": "a loss",
    "metric": "a metric",
}


def _in_order(sources: Mapping[str, Mapping[str, Wire]]) -> tuple[str, ...]:
    """Topological; ties by name, so that one drawing always gives one source."""
    waits = {node: {source for source, _ in wires.values()} for node, wires in sources.items()}
    targets: dict[str, set[str]] = {node: set() for node in sources}
    for node, before in waits.items():
        for source in before:
            targets[source].add(node)
    ready = [node for node, before in waits.items() if not before]
    heapq.heapify(ready)
    order = []
    while ready:
        node = heapq.heappop(ready)
        order.append(node)
        for target in targets[node]:
            waits[target].discard(node)
            if not waits[target]:
                heapq.heappush(ready, target)
    return tuple(order)


def _cycles(sources: Mapping[str, Mapping[str, Wire]], stuck: set[str]) -> list[Problem]:
    """One problem for each loop that a walk against the wires finds."""
    problems = []
    walked: set[str] = set()
    for start in sorted(stuck):
        path: dict[str, None] = {}
        node = start
        while node and node not in path and node not in walked:
            path[node] = None
            node = min((s for s, _ in sources[node].values() if s in stuck), default="")
        walked |= path.keys()
        if node in path:
            loop = [*path]
            problems.append(_cycle(sources, loop[loop.index(node) :]))
    return problems


def _cycle(sources: Mapping[str, Mapping[str, Wire]], against: list[str]) -> Problem:
    start = against.index(min(against))
    loop = [*against[start:], *against[:start]]
    target, source = loop[0], loop[1 % len(loop)]
    port = next(port for port, (node, _) in sources[target].items() if node == source)
    words = " → ".join([*reversed(loop), loop[-1]])
    return Problem(
        code="cycle",
        message=f"These nodes wait for each other: {words}.",
        hint="A signal must flow one way. Remove one of the wires of the loop.",
        node=target,
        port=port,
        fix=Fix(
            label=f"Remove the wire from {source} to {target}",
            edits=(Disconnect(target=f"{target}.{port}"),),
        ),
    )


def missing_inputs(graph: Block, layers: Mapping[str, Layer], wiring: Wiring) -> list[Problem]:
    """A problem for each input that nothing fills, with a wire to offer where only one would fit.

    In a large drawing none is looked for: there is hardly ever one alone, and to find that out takes long.
    """
    problems = []
    offering = layers if len(layers) <= MAX_OFFERING else {}
    for id, layer in layers.items():
        for port in layer.spec.inputs:
            if not port.optional and f"{id}.{port.name}" not in graph.edges:
                problems.append(_missing(id, port, offering, wiring))
    return problems


def _fitting(id: str, kinds: tuple[PortKind, ...], layers: Mapping[str, Layer], wiring: Wiring) -> list[str]:
    """The outputs of these kinds that could go into a node without a loop."""
    return [
        f"{other}.{out.name}"
        for other, layer in layers.items()
        for out in layer.spec.outputs
        if out.kind in kinds and id not in wiring.ancestors([other])
    ]


def _missing(id: str, port: Port, layers: Mapping[str, Layer], wiring: Wiring) -> Problem:
    fitting = _fitting(id, port.accepts[:1], layers, wiring) or _fitting(id, port.accepts, layers, wiring)
    takes = " or ".join(KINDS[kind] for kind in port.accepts)
    fix = None
    if len(fitting) == 1:
        edit = Connect(target=f"{id}.{port.name}", source=fitting[0])
        fix = Fix(label=f"Connect {fitting[0]}", edits=(edit,))
    return Problem(
        code="missing_input",
        message=f"{id} waits for its {port.name}: {takes}.",
        hint="Drag a wire to it from an output of the same colour.",
        node=id,
        port=port.name,
        fix=fix,
    )
