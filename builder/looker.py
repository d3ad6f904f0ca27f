"""Looks at blocks: the main one and, wherever a node uses one, that one with what comes into it there."""

from __future__ import annotations

import keyword
from collections.abc import Mapping

from builder import mismatch
from builder.binder import Binder
from builder.document import Block, Document, Node, Value, split_port
from builder.examined import Examined
from builder.expression import expand
from builder.flow import Flow, Refused, source_flows, through
from builder.layer import ComputedLayer, Layer, Params
from builder.params import did_you_mean, read_params
from builder.problems import Fix, Problem, RemoveNode, UnsetParam
from builder.registry import CATALOG
from builder.use import BlockUser, DoesNotFit, Looked
from builder.wiring import missing_inputs, wire_up

ONLY_IN_MAIN = ("data", "source", "objective", "metric")

_Key = tuple[str, tuple[tuple[str, Value], ...], tuple[tuple[str, Flow], ...]]


class Looker:
    """Looks at the blocks of one document; equal looks are done once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: dict[_Key, Examined] = {}
        self._inside: list[str] = []

    def look(self, name: str, params: Params, inputs: Mapping[str, Flow]) -> Examined:
        """A block with these parameters and this coming in.

        Raises:
            DoesNotFit: the block uses itself.
        """
        if name in self._inside:
            raise DoesNotFit(f"the block {name} would hold itself: {' → '.join([*self._inside, name])}")
        key = (name, tuple(sorted(params.items())), tuple(sorted(inputs.items())))
        if key not in self._seen:
            self._inside.append(name)
            self._seen[key] = self._examine(name, params, inputs)
            self._inside.pop()
        return self._seen[key]

    def instances(self) -> dict[str, list[Examined]]:
        """Every look at every block but the main one; a block that nothing uses is looked at by itself."""
        for name, block in self._document.blocks.items():
            if not any(seen == name for seen, _, _ in self._seen):
                self.look(name, block.params, {}).is_used = False
        found: dict[str, list[Examined]] = {}
        for (name, _, _), examined in self._seen.items():
            if name != self._document.main:
                found.setdefault(name, []).append(examined)
        return found

    def _examine(self, name: str, params: Params, inputs: Mapping[str, Flow]) -> Examined:
        found = Examined(self._document, name, dict(params), dict(inputs))
        nodes = sorted(found.graph.nodes.items())
        wired = _wired(found.graph)
        for id, node in nodes:
            self._read_node(found, id, node, wired.get(id, set()))
        for id, layer in found.layers.items():
            if isinstance(layer, Binder):
                found.layers[id] = layer.bind(found, id)
        found.wiring, problems = wire_up(found.graph, found.layers)
        found.problems += problems
        found.problems += missing_inputs(found.graph, found.layers, found.wiring)
        for id in found.wiring.order:
            _follow(found, id)
        found.problems += mismatch.too_few_classes(found)
        return found

    def _read_node(self, found: Examined, id: str, node: Node, wired: set[str]) -> None:
        if not id.isidentifier() or keyword.iskeyword(id) or id.startswith("_"):
            found.problems.append(_bad_id(id))
            return
        layer = CATALOG.get(node.type)
        if layer is None:
            found.problems.append(_unknown_type(id, node.type))
            return
        if layer.spec.role == "input" and found.is_main:
            found.problems.append(_input_in_main(id))
        if layer.spec.role in ONLY_IN_MAIN and not found.is_main:
            found.problems.append(_only_in_main(id, node.type))
        node, problems = _expanded(id, node, found.scope)
        if isinstance(layer, BlockUser):
            layer = self._bind(found, id, node, layer)
        found.params[id], wrong = read_params(id, node, layer)
        found.layers[id] = layer.for_node(found.params[id], wired)
        found.problems += problems + wrong

    def _bind(self, found: Examined, id: str, node: Node, layer: BlockUser) -> Layer:
        name = node.params.get("block")
        known = sorted(set(self._document.blocks) - {self._document.main})
        if name not in known:
            if name is not None:
                found.problems.append(_unknown_block(id, str(name), known))
            return layer
        block = self._document.blocks[str(name)]

        def look(params: Params, inputs: Mapping[str, Flow]) -> Looked:
            inside = self.look(str(name), params, inputs)
            return Looked(inside.outputs(), inside.parameters, inside.cost, inside)

        return layer.bind(str(name), block, look)


def _wired(graph: Block) -> dict[str, set[str]]:
    """The inputs of each node that a wire goes into."""
    inputs: dict[str, set[str]] = {}
    for target in graph.edges:
        node, port = split_port(target)
        inputs.setdefault(node, set()).add(port)
    return inputs


def _expanded(id: str, node: Node, scope: Params) -> tuple[Node, list[Problem]]:
    """A node with its expressions worked out; what has no value is left at its default, with a problem."""
    params, problems = {}, []
    for name, value in node.params.items():
        try:
            params[name] = expand(value, scope)
        except ValueError as error:
            problems.append(_bad_expression(id, name, str(error)))
    return node.model_copy(update={"params": params}), problems


def _follow(found: Examined, id: str) -> None:
    """Work out what comes out of one node, if what goes in is known."""
    layer, inputs = found.layers[id], found.inputs(id)
    found.flows.update({(id, port): flow for port, flow in source_flows(layer, found.params[id]).items()})
    if layer.spec.role == "input" and id in found.given:
        found.flows[id, "output"] = found.given[id]
    if any(port.name not in inputs for port in layer.spec.inputs if not port.optional):
        return
    unexpected = mismatch.unexpected(id, layer, inputs)
    if unexpected:
        found.problems.append(mismatch.explain(found, id, unexpected))
        return
    if isinstance(layer, ComputedLayer):
        _compute(found, id, layer, inputs)


def _compute(found: Examined, id: str, layer: ComputedLayer, inputs: Mapping[str, Flow]) -> None:
    answer = through(layer, found.params[id], inputs)
    if isinstance(answer, Refused):
        if not any(problem.node == id and problem.code == "bad_param" for problem in found.problems):
            found.problems.append(mismatch.refused(id, layer, found.params[id], inputs, answer))
        return
    found.flows.update({(id, port): flow for port, flow in answer.outputs})
    found.inferred[id] = dict(answer.inferred)
    found.learned[id] = answer.parameters
    found.costs[id] = answer.cost
    found.problems += mismatch.overridden(id, found.params[id], answer.inferred)


def _bad_expression(id: str, name: str, why: str) -> Problem:
    return Problem(
        code="bad_param",
        message=f"{id}: {name} can't be worked out: {why}.",
        hint="An expression begins with = and uses the parameters of its block.",
        node=id,
        fix=Fix(label=f"Set {name} back", edits=(UnsetParam(id=id, name=name),)),
    )


def _input_in_main(id: str) -> Problem:
    return Problem(
        code="input_in_main",
        message=f"{id} is an Input, but nothing comes into the main drawing from outside.",
        hint="Use a data set here; Input nodes are for blocks.",
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )


def _only_in_main(id: str, type_name: str) -> Problem:
    return Problem(
        code="only_in_main",
        message=f"{id}: {type_name} belongs into the main drawing, not into a block.",
        hint="Take it out, and bring what it gives into the block by an Input node.",
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )


def _unknown_block(id: str, name: str, known: list[str]) -> Problem:
    return Problem(
        code="unknown_block",
        message=f"{id}: there is no block {name!r} in this network.",
        hint=did_you_mean(name, known, "blocks"),
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )


def _bad_id(id: str) -> Problem:
    return Problem(
        code="bad_node_id",
        message=f"{id!r} can't be a node's name: it becomes a name in the Python source.",
        hint="Use letters, digits and underscores, not starting with a digit or an underscore.",
        node=id,
    )


def _unknown_type(id: str, type_name: str) -> Problem:
    return Problem(
        code="unknown_type",
        message=f"{id}: there is no layer type {type_name!r}.",
        hint=did_you_mean(type_name, CATALOG, "types"),
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )
