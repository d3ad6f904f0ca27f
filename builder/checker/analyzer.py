"""Looks at blocks: the main one and, wherever a node uses one, that one with what comes into it there."""

from __future__ import annotations

import keyword
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from math import prod

from builder.checker import shape_errors
from builder.checker.analysis import Analysis
from builder.checker.block_use import BlockUser, BoundUse, DoesNotFit, Looked
from builder.checker.contextual import ContextualLayer
from builder.checker.params import did_you_mean, read_params
from builder.checker.propagation import Flow, Refused, source_flows, through
from builder.checker.said_once import say_once
from builder.checker.unexpected import explain, unexpected
from builder.checker.wiring import missing_inputs, wire_up
from builder.checker.wrong_wires import advise_wires
from builder.drawing.document import Block, Document, Node, Value, split_port
from builder.drawing.expression import expand
from builder.drawing.problems import Fix, Problem, RemoveNode, UnsetParam
from builder.kinds.layer import ComputedLayer, Layer, Params
from builder.registry.nodes import CATALOG

log = logging.getLogger(__name__)

MAX_DEPTH = 24
"""Blocks inside each other."""
MAX_LOOKED = 20_000
"""Nodes that are looked at, each use of a block counted anew where something else comes into it."""
MOST_VALUES = 2**59
"""Of eight bytes each, in a batch of a source: beyond that torch can't even count the bytes."""
ONLY_IN_MAIN = ("data", "source", "objective", "metric", "sampler")

_Key = tuple[str, tuple[tuple[str, Value], ...], tuple[tuple[str, Flow], ...]]


class Analyzer:
    """Looks at the blocks of one document; equal looks are done once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: dict[_Key, Analysis] = {}
        self._inside: list[str] = []
        self._looked = 0

    def look(self, name: str, params: Params, inputs: Mapping[str, Flow]) -> Analysis:
        """A block with these parameters and this coming in.

        Raises:
            DoesNotFit: the block uses itself, or there is too much in all.
        """
        key = (name, tuple(sorted(params.items())), tuple(sorted(inputs.items())))
        if name not in self._inside and key in self._seen:
            return self._seen[key]
        self._refuse(name)
        self._inside.append(name)
        try:
            self._seen[key] = self._analyze(name, params, inputs)
        finally:
            self._inside.pop()
        return self._seen[key]

    def _refuse(self, name: str) -> None:
        """
        Raises: DoesNotFit.
        """
        if name in self._inside:
            raise DoesNotFit(f"the block {name} would hold itself: {' → '.join([*self._inside, name])}")
        if len(self._inside) > MAX_DEPTH:
            raise DoesNotFit(f"blocks stand in each other {MAX_DEPTH} deep at most; {name} would be deeper")
        self._looked += len(self._document.blocks[name].nodes)
        if self._looked > MAX_LOOKED:
            raise DoesNotFit(f"a network has at most {MAX_LOOKED:,} nodes with all that its blocks stand for")

    def instances(self) -> dict[str, list[Analysis]]:
        """Every look at every block but the main one; a block that nothing uses is looked at by itself."""
        used = {seen for seen, _, _ in self._seen}
        for name, block in self._document.blocks.items():
            if name not in used:
                with suppress(DoesNotFit):  # nothing rests on it
                    self.look(name, block.params, {}).is_used = False
        found: dict[str, list[Analysis]] = {}
        for (name, _, _), analysis in self._seen.items():
            if name != self._document.main:
                found.setdefault(name, []).append(analysis)
        return found

    def _analyze(self, name: str, params: Params, inputs: Mapping[str, Flow]) -> Analysis:
        found = Analysis(self._document, name, dict(params), dict(inputs))
        nodes = sorted(found.graph.nodes.items())
        wired = _wired(found.graph)
        for id, node in nodes:
            with _at_worst_a_problem(found, id):
                self._read_node(found, id, node, wired.get(id, set()))
        for id, layer in found.layers.items():
            if isinstance(layer, ContextualLayer):
                with _at_worst_a_problem(found, id):
                    found.layers[id] = layer.bind(found, id)
        found.wiring, problems = wire_up(found.graph, found.layers)
        found.problems += problems
        found.problems += missing_inputs(found.graph, found.layers, found.wiring)
        for id in found.wiring.order:
            with _at_worst_a_problem(found, id):
                _follow(found, id)
        shape_errors.too_few_classes(found)
        advise_wires(found)
        say_once(found)
        return found

    def _read_node(self, found: Analysis, id: str, node: Node, wired: set[str]) -> None:
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
        if isinstance(layer, BlockUser):  # it has no form before its block is known
            wrong = [problem for problem in wrong if problem.code != "unknown_param"]
        found.problems += problems + wrong
        if not wrong and (problem := layer.problem(found.params[id])):
            found.problems.append(problem.model_copy(update={"node": id}))

    def _bind(self, found: Analysis, id: str, node: Node, layer: BlockUser) -> Layer:
        name = node.params.get("block")
        known = sorted(set(self._document.blocks) - {self._document.main})
        if name not in known:
            if name is not None:
                found.problems.append(_unknown_block(id, str(name), known))
            return layer
        block = self._document.blocks[str(name)]

        def look(params: Params, inputs: Mapping[str, Flow]) -> Looked:
            inside = self.look(str(name), params, inputs)
            return Looked(inside.outputs(), inside.parameters, inside.frozen, inside.cost, inside)

        return layer.bind(str(name), block, look)


@contextmanager
def _at_worst_a_problem(found: Analysis, id: str) -> Iterator[None]:
    """Whatever goes wrong over one node, foreseen or not, is said at that node, and the others are looked at."""
    try:
        yield
    except Exception:
        log.exception("The node %r of type %s could not be looked at", id, found.graph.nodes[id].type)
        found.problems.append(_unforeseen(id))


def _unforeseen(id: str) -> Problem:
    return Problem(
        code="not_checked",
        message=f"{id} can't be worked out as it is set and wired.",
        hint="Set its numbers back to usual ones, and look at the shapes before it.",
        node=id,
    )


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


def _follow(found: Analysis, id: str) -> None:
    """Work out what comes out of one node, if what goes in is known."""
    layer, inputs = found.layers[id], found.all_inputs(id)
    drawn = source_flows(layer, found.params[id])
    if any(prod(flow.large) > MOST_VALUES for flow in drawn.values()):
        found.say(_too_many_values(id))
        return
    found.flows.update({(id, port): flow for port, flow in drawn.items()})
    if layer.spec.role == "input" and id in found.given:
        found.flows[id, "output"] = found.given[id]
    if any(port.name not in inputs for port in layer.spec.inputs if not port.optional):
        return
    wrong = unexpected(id, layer, inputs)
    if wrong:
        explain(found, id, wrong)
        return
    if isinstance(layer, ComputedLayer):
        _compute(found, id, layer, found.inputs(id))


def _too_many_values(id: str) -> Problem:
    return Problem(
        code="bad_param",
        message=f"{id} draws more values for a batch than can be counted.",
        hint="Give it a smaller shape.",
        node=id,
    )


def _compute(found: Analysis, id: str, layer: ComputedLayer, inputs: Mapping[str, Flow]) -> None:
    answer = through(layer, found.params[id], inputs)
    if isinstance(answer, Refused):
        is_said = any(problem.node == id and problem.code == "bad_param" for problem in found.problems)
        if isinstance(layer, BoundUse) and layer.is_broken:
            shape_errors.broken_inside(found, id, layer.name)
        elif not is_said and not getattr(layer, "is_broken", False):
            shape_errors.refused(found, id, layer, inputs, answer)
        return
    found.flows.update({(id, port): flow for port, flow in answer.outputs})
    found.inferred[id] = dict(answer.inferred)
    inside = layer.frozen(found.params[id]) if isinstance(layer, BoundUse) else 0
    is_frozen = bool(found.graph.nodes[id].frozen)
    found.learned[id] = 0 if is_frozen else answer.parameters
    found.kept[id] = inside + answer.parameters * is_frozen
    found.costs[id] = answer.cost
    if answer.trace:
        found.traces[id] = answer.trace
    shape_errors.overridden(found, id, answer.inferred)


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
