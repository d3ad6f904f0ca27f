"""Wires that can't be, and inputs that wait for one: which wire would do."""

from __future__ import annotations

from collections.abc import Iterator
from math import dist

from builder.checker.advice import inserted, swapped
from builder.checker.analysis import Analysis
from builder.checker.params import closest
from builder.checker.targets import as_numbers
from builder.checker.wiring import MAX_OFFERING
from builder.drawing.document import split_port
from builder.drawing.problems import AddNode, Connect, Disconnect, Fix, Problem, RemoveNode, SetParam
from builder.kinds.expected import ANY_TENSOR
from builder.kinds.many_ports import ORDINALS
from builder.kinds.spec import Port
from builder.registry.nodes import CATALOG

MOST = 6


def advise_wires(found: Analysis) -> None:
    """Add to the problems of wires, and of what they hang on, the fixes to choose from."""
    if len(found.layers) > MAX_OFFERING:
        return
    problems = found.problems
    found.problems = []
    for problem in problems:
        place = (problem.code, problem.node, problem.port)
        if place in found.choices:
            found.problems.append(problem)
            continue
        better, fixes = _advised(found, problem)
        found.say(better, [*fixes, *([problem.fix] if problem.fix else [])])
        if problem.code in ("bad_param", "unknown_param", "missing_param"):
            del found.choices[place]  # there may be several at one node


def _advised(found: Analysis, problem: Problem) -> tuple[Problem, list[Fix]]:
    match problem.code:
        case "wrong_kind":
            return _wrong_kind(found, problem)
        case "dangling_edge":
            return problem, list(_reconnected(found, problem))
        case "cycle":
            return problem, list(_opened(found, problem))
        case "unknown_type":
            return problem, list(_renamed_type(found, problem))
        case "unknown_block":
            return problem, list(_renamed_block(found, problem))
    return problem, []


def _wrong_kind(found: Analysis, problem: Problem) -> tuple[Problem, list[Fix]]:
    node, port = problem.node, problem.port
    assert node is not None
    assert port is not None
    target = f"{node}.{port}"
    source = split_port(found.graph.edges[target])
    layer, flow = found.layers[node], found.flows.get(source)
    is_label = next((out.kind for out in found.layers[source[0]].spec.outputs if out.name == source[1]), "") == "label"
    fixes = list(_exchanged(found, node, port))
    if not is_label or layer.spec.role not in ("loss", "metric") or port != "target":
        if is_label and flow and len(flow.small) == 2 and layer.spec.role == "layer":
            hint = "An Embedding turns tokens and classes into numbers that a layer can work on."
            problem = problem.model_copy(update={"hint": hint})
            fixes += as_numbers(found, node, port, source, flow)
        return problem, [*fixes, *_unread(found, node, port)]
    if fixes:
        hint = "input is what the network says, target what it should have said: they are exchanged here."
        return problem.model_copy(update={"hint": hint}), fixes
    classes = f" from 0 to {flow.classes - 1}" if flow and flow.classes else ""
    better = problem.model_copy(
        update={
            "message": f"{node} compares numbers, value by value; {'.'.join(source)} is classes, "
            f"whole numbers{classes}{f' of shape {flow.label}' if flow else ''}.",
            "hint": "A ToFloat makes real numbers of them, an Unsqueeze gives them the shape of what the network says, "
            "(N, 1). To choose between classes, CrossEntropyLoss takes them as they are.",
        }
    )
    return better, list(as_numbers(found, node, port, source, flow)) if flow else []


def _exchanged(found: Analysis, node: str, port: str) -> Iterator[Fix]:
    """The two wires of a loss or a metric, the other way round."""
    edges, other = found.graph.edges, {"input": "target", "target": "input"}.get(port)
    if other is None or f"{node}.{other}" not in edges:
        return
    ports = {at.name: at for at in found.layers[node].spec.inputs}
    here, there = edges[f"{node}.{port}"], edges[f"{node}.{other}"]
    if other in ports and port in ports and _fits(found, here, ports[other]) and _fits(found, there, ports[port]):
        flow = found.flows.get(split_port(here))
        if flow is None or len(flow.small) != len(_flow_rank(found, there)) or port == "input":
            yield swapped(node, (port, here), (other, there))


def _flow_rank(found: Analysis, source: str) -> tuple[int, ...]:
    flow = found.flows.get(split_port(source))
    return flow.small if flow else ()


def _fits(found: Analysis, source: str, port: Port) -> bool:
    node, name = split_port(source)
    outputs = found.layers[node].spec.outputs if node in found.layers else ()
    return any(out.name == name and out.kind in port.accepts for out in outputs)


def _reconnected(found: Analysis, problem: Problem) -> Iterator[Fix]:
    """The wire to the name that was meant."""
    target = f"{problem.node}.{problem.port}"
    source, name = split_port(found.graph.edges.get(target, "."))
    if name in ORDINALS:
        return  # one that is gone, and not one that was meant
    meant = source if source in found.layers else closest(source, found.layers)
    if meant:
        outputs = [out.name for out in found.layers[meant].spec.outputs]
        near = name if name in outputs else closest(name, outputs)
        for port in [near] if near else outputs[:MOST]:  # a node of another type calls what it gives otherwise
            yield Fix(label=f"Connect {meant}.{port}", edits=(Connect(target=target, source=f"{meant}.{port}"),))
    if problem.node in found.layers:
        yield from _unread(found, problem.node, problem.port)
        yield from _to_another_port(found, problem.node, target)


def _to_another_port(found: Analysis, node: str, target: str) -> Iterator[Fix]:
    """The wire led to an input that waits for one, where it goes to none that there is."""
    source = found.graph.edges.get(target, ".")
    for port in found.layers[node].spec.inputs:
        if port.name == split_port(target)[1]:
            return
        other = f"{node}.{port.name}"
        if not port.optional and other not in found.graph.edges and _fits(found, source, port):
            edits = (Disconnect(target=target), Connect(target=other, source=source))
            yield Fix(label=f"Connect {source} to {port.name}", edits=edits)


def _unread(found: Analysis, node: str | None, port_name: str | None) -> Iterator[Fix]:
    """Outputs that would fit an input and lead nowhere yet, the nearest first; then the others of a data set."""
    port = (
        next((port for port in found.layers[node].spec.inputs if port.name == port_name), None)
        if node in found.layers
        else None
    )
    if node is None or port is None:
        return
    target, here = f"{node}.{port.name}", found.graph.nodes[node].position
    read = set(found.graph.edges.values())
    below = {id for id in found.layers if node in found.wiring.ancestors([id])}
    offers = [
        (kind, f"{id}.{out.name}" in read, dist(here, found.graph.nodes[id].position), f"{id}.{out.name}")
        for id, layer in found.layers.items()
        if id not in below
        for out in layer.spec.outputs
        if (kind := _rank(port, out)) is not None
    ]
    for _, is_read, _, source in sorted(offers)[:MOST]:
        is_fed = found.layers[split_port(source)[0]].spec.role == "data" and found.layers[node].spec.role == "layer"
        if not is_read or is_fed or port.name == "target":
            yield Fix(label=f"Connect {source}", edits=(Connect(target=target, source=source),))


def _rank(port: Port, out: Port) -> int | None:
    """How usual a kind is at a port; signals and images are one there."""
    if out.kind not in port.accepts:
        return None
    return 0 if out.kind in ANY_TENSOR and port.accepts[0] in ANY_TENSOR else port.accepts.index(out.kind)


def _opened(found: Analysis, problem: Problem) -> Iterator[Fix]:
    """A wire of the loop led from somewhere else."""
    loop = problem.message.partition(": ")[2].rstrip(".").split(" → ")
    for node in dict.fromkeys(loop):
        for target, source in found.graph.edges.items():
            if split_port(target)[0] == node and split_port(source)[0] in loop:
                yield from _unread(found, node, split_port(target)[1])


def _renamed_type(found: Analysis, problem: Problem) -> Iterator[Fix]:
    assert problem.node is not None
    node = found.graph.nodes[problem.node]
    meant = closest(node.type, CATALOG)
    if meant:
        edit = AddNode(id=problem.node, type=meant, params=node.params, position=node.position)
        yield Fix(label=f"Make {problem.node} a {meant}", edits=(edit,))
    sources = [source for target, source in found.graph.edges.items() if split_port(target)[0] == problem.node]
    readers = [target for target, source in found.graph.edges.items() if split_port(source)[0] == problem.node]
    if len(sources) == 1:
        edits = [edit for reader in readers for edit in inserted(found, split_port(sources[0]), (split_port(reader),))]
        yield Fix(label=f"Take {problem.node} out", edits=(*edits, RemoveNode(id=problem.node)))


def _renamed_block(found: Analysis, problem: Problem) -> Iterator[Fix]:
    assert problem.node is not None
    named = str(found.graph.nodes[problem.node].params.get("block"))
    meant = closest(named, set(found.document.blocks) - {found.document.main})
    if meant:
        edit = SetParam(id=problem.node, name="block", value=meant)
        yield Fix(label=f"Use the block {meant}", edits=(edit,))
