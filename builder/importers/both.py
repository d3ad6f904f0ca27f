"""One graph of two: what a module computes while training and while answering, with a switch wherever that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import torch
from torch import Tensor, fx
from torch.export import ExportedProgram
from torch.export.graph_signature import InputKind, InputSpec, OutputKind, TensorArgument
from torch.utils._pytree import tree_flatten, tree_unflatten

from builder.importers.marks import Marks, taken_out
from builder.importers.own_operations import ATTENTION, BY_MODE, DROPOUT
from builder.importers.sizes import expression

_SAME = torch.ops.aten.clone.default
_SCALED = torch.ops.aten.scaled_dot_product_attention.default


@dataclass(frozen=True)
class Graph:
    """A traced graph: ``held`` are its parameters, buffers and constants by their placeholders, as path and value.

    ``marks`` say where in it the modules inside are called, by the key of each call; ``changes`` are the paths of
    what it writes down for its next call.
    """

    graph: fx.Graph
    given: list[fx.Node]
    held: dict[fx.Node, tuple[str, Tensor, bool]]
    answers: list[fx.Node]
    marks: dict[str, Marks] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()


def of_program(program: ExportedProgram) -> Graph:
    """The graph of an exported program, without what it only writes down for its next call."""
    marks = taken_out(program)
    by_name = {node.name: node for node in program.graph.nodes if node.op == "placeholder"}
    specs = program.graph_signature.input_specs
    given = [by_name[spec.arg.name] for spec in specs if spec.kind is InputKind.USER_INPUT]
    held = {by_name[spec.arg.name]: found for spec in specs if (found := _held(program, spec))}
    outputs = zip(program.graph_signature.output_specs, program.graph.output_node().args[0], strict=True)
    nodes = [node for spec, node in outputs if spec.kind is OutputKind.USER_OUTPUT]
    return Graph(
        program.graph, given, held, [node for node in nodes if isinstance(node, fx.Node)], marks, changes_of(program)
    )


def changes_of(program: ExportedProgram) -> frozenset[str]:
    """The paths of what a module writes down for its next call."""
    signature = program.graph_signature
    return frozenset((*signature.buffers_to_mutate.values(), *signature.parameters_to_mutate.values()))


def _held(program: ExportedProgram, spec: InputSpec) -> tuple[str, Tensor, bool] | None:
    if spec.kind not in (InputKind.PARAMETER, InputKind.BUFFER, InputKind.CONSTANT_TENSOR):
        return None
    path = str(spec.target)
    value = program.state_dict.get(path, program.constants.get(path))
    assert isinstance(value, Tensor)
    assert isinstance(spec.arg, TensorArgument)
    return path, value, spec.kind is InputKind.PARAMETER and value.requires_grad


def both(training: Graph, answering: Graph) -> Graph:
    """One graph that computes what both do, each in its mode.

    Answers that only one of them gives come last; both are asked for them.
    """
    return _Joining(training, answering).join()


@dataclass
class _Side:
    """One of the two graphs: its calls, and where each of its nodes is in the joint graph."""

    graph: Graph
    is_training: bool
    nodes: dict[fx.Node, fx.Node] = field(default_factory=dict)

    def calls(self) -> list[fx.Node]:
        return [node for node in self.graph.graph.nodes if node.op in ("call_function", "get_attr")]

    def arguments(self, node: fx.Node) -> tuple[Any, Any]:
        """What a call takes, in the joint graph."""
        return fx.map_arg((node.args, node.kwargs), self.nodes.__getitem__)


class _Joining:
    def __init__(self, training: Graph, answering: Graph) -> None:
        self._graph = fx.Graph()
        self._training, self._answering = _Side(training, True), _Side(answering, False)
        self._held: dict[fx.Node, tuple[str, Tensor, bool]] = {}

    def join(self) -> Graph:
        given = [
            self._given(*pair) for pair in zip(self._training.graph.given, self._answering.graph.given, strict=True)
        ]
        for side in (self._answering, self._training):
            for node, held in side.graph.held.items():
                side.nodes[node] = self._find_held(held) or self._hold(node, held)
        self._join_calls()
        answers = self._answers()
        self._graph.output(tuple(answers))
        changes = self._training.graph.changes | self._answering.graph.changes
        return Graph(self._graph, given, self._held, answers, self._marks(), changes)

    # What comes in

    def _given(self, training: fx.Node, answering: fx.Node) -> fx.Node:
        node = self._graph.node_copy(answering)
        self._training.nodes[training] = self._answering.nodes[answering] = node
        return node

    def _hold(self, node: fx.Node, held: tuple[str, Tensor, bool]) -> fx.Node:
        copy = self._graph.node_copy(node)
        self._held[copy] = held
        return copy

    def _find_held(self, wanted: tuple[str, Tensor, bool]) -> fx.Node | None:
        """The same tensor, or an equal constant."""
        path, value, learns = wanted
        for node, (own, tensor, also) in self._held.items():
            if tensor is value and own == path:
                return node
            if not learns and not also and path == own and _are_equal(tensor, value):
                return node
        return None

    # What is computed

    def _join_calls(self) -> None:
        training, answering = self._training.calls(), self._answering.calls()
        ours, theirs = ([_token(node) for node in calls] for calls in (training, answering))
        steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        for kind, first, last, begin, end in steps:
            if kind == "equal":
                for pair in zip(training[first:last], answering[begin:end], strict=True):
                    self._join_pair(*pair)
            else:
                for node in answering[begin:end]:
                    self._copy(self._answering, node)
                for node in training[first:last]:
                    self._copy(self._training, node)

    def _join_pair(self, training: fx.Node, answering: fx.Node) -> None:
        made = self._joined(training, answering)
        if made is None:
            self._copy(self._training, training)
            self._copy(self._answering, answering)
        else:
            self._training.nodes[training] = self._answering.nodes[answering] = made

    def _joined(self, training: fx.Node, answering: fx.Node) -> fx.Node | None:
        """One node for the same call in both graphs, if one can be made."""
        ours, shape = tree_flatten(self._training.arguments(training))
        theirs, other = tree_flatten(self._answering.arguments(answering))
        if training.target is DROPOUT:
            return self._joined_dropout(training, ours, theirs)
        if shape != other or training.target is not answering.target or not _look_alike(training, answering):
            return self._joined_attention(training, answering)
        leaves = [self._chosen(*pair, training) for pair in zip(ours, theirs, strict=True)]
        if any(leaf is _UNFIT for leaf in leaves):
            return self._joined_attention(training, answering)
        args, kwargs = tree_unflatten(leaves, shape)
        return self._made(answering, answering.target, args, kwargs)

    def _chosen(self, training: Any, answering: Any, user: fx.Node) -> Any:
        """One argument for both modes: what they share, or a switch between two tensors."""
        if training is answering or (not isinstance(training, fx.Node) and training == answering):
            return training
        if not isinstance(training, fx.Node) or not isinstance(answering, fx.Node):
            return _UNFIT
        return self._switch(training, answering, user)

    def _switch(self, training: fx.Node, answering: fx.Node, user: fx.Node) -> Any:
        if not isinstance(training.meta.get("val"), Tensor) or not _look_alike(training, answering):
            return _UNFIT
        for other in training.users:
            if other.target is BY_MODE and other.args == (training, answering):
                return other
        made = self._made(training, BY_MODE, (training, answering), {})
        made.meta["nn_module_stack"] = _around(training, user)
        return made

    def _joined_dropout(self, node: fx.Node, ours: list[Any], theirs: list[Any]) -> fx.Node | None:
        """A dropout in both graphs; which of them drop anything, decides what becomes of it."""
        input = self._chosen(ours[0], theirs[0], node)
        if input is _UNFIT or ours[1:2] != theirs[1:2]:
            return None
        (kind, p, is_on), is_always_on = ours[1:], theirs[3]
        if not is_on and is_always_on:
            return None
        if not is_on or not p:
            return self._made(node, _SAME, (input,), {})  # where it stands in a module, this is drawn as a node
        if is_always_on and theirs[2] == p:
            return self._made(node, getattr(torch.ops.aten, kind).default, (input, p, True), {})
        return None if is_always_on else self._made(node, DROPOUT, (input, kind, p, True), {})

    def _joined_attention(self, training: fx.Node, answering: fx.Node) -> fx.Node | None:
        """Attention that drops weights in one of the graphs."""
        if training.target is not _SCALED or answering.target is not _SCALED:
            return None
        (ours, dropped), (theirs, always) = (_attention(s.arguments(n)) for s, n in self._pair(training, answering))
        if always or len(ours) != len(theirs):
            return None
        leaves = [self._chosen(*pair, training) for pair in zip(ours, theirs, strict=True)]
        if any(leaf is _UNFIT for leaf in leaves):
            return None
        *tensors, is_causal, scale, grouped = leaves
        if scale is not None or grouped:
            return None
        return self._made(answering, ATTENTION, (*tensors, dropped, is_causal), {})

    def _pair(self, training: fx.Node, answering: fx.Node) -> tuple[tuple[_Side, fx.Node], ...]:
        return (self._training, training), (self._answering, answering)

    def _copy(self, side: _Side, node: fx.Node) -> None:
        """A call that only one of the graphs has."""
        args, kwargs = side.arguments(node)
        target = node.target
        if target is DROPOUT:
            input, kind, p, is_on = args
            if not is_on or not p:
                target, args = _SAME, (input,)
            elif not side.is_training:
                target, args = getattr(torch.ops.aten, kind).default, (input, p, True)
        elif target is _SCALED and side.is_training:
            given, dropped = _attention((args, kwargs))
            if dropped and given[-2] is None and not given[-1]:
                target, args, kwargs = ATTENTION, (*given[:4], dropped, given[4]), {}
        side.nodes[node] = self._made(node, target, args, kwargs, node.op)

    def _made(self, like: fx.Node, target: Any, args: Any, kwargs: Any, op: str = "call_function") -> fx.Node:
        made = self._graph.create_node(op, target, args, kwargs, name=like.name)
        made.meta = dict(like.meta)
        return made

    # What comes out

    def _answers(self) -> list[fx.Node]:
        ours, theirs = self._training.graph.answers, self._answering.graph.answers
        pairs = [(self._training.nodes[a], self._answering.nodes[b]) for a, b in zip(ours, theirs, strict=False)]
        answers = [self._answer(*pair) for pair in pairs]
        answers += [self._answering.nodes[node] for node in theirs[len(pairs) :]]
        return answers + [self._training.nodes[node] for node in ours[len(pairs) :]]

    def _marks(self) -> dict[str, Marks]:
        """How modules are called, in both modes or in one."""
        found: dict[str, Marks] = {}
        for side in (self._training, self._answering):
            for key, marks in side.graph.marks.items():
                inputs = {name: side.nodes[node] for name, node in marks.inputs.items()}
                found[key] = Marks(inputs, {side.nodes[node]: place for node, place in marks.outputs.items()})
        return found

    def _answer(self, training: fx.Node, answering: fx.Node) -> fx.Node:
        chosen = self._chosen(training, answering, training)
        if chosen is _UNFIT:
            raise AnswersDiffer
        assert isinstance(chosen, fx.Node)
        return chosen


class AnswersDiffer(Exception):
    """A module answers with other shapes while it trains."""


_UNFIT = object()


def _attention(given: tuple[Any, Any]) -> tuple[list[Any], float]:
    """What attention takes, in order, without the share of weights that it drops; and that."""
    names = ("query", "key", "value", "attn_mask", "dropout_p", "is_causal")
    args = dict(zip(names, given[0], strict=False)) | given[1]
    tensors = [args["query"], args["key"], args["value"], args.get("attn_mask")]
    rest = [args.get("is_causal", False), args.get("scale"), args.get("enable_gqa", False)]
    return [*tensors, *rest], float(args.get("dropout_p", 0.0))


def _token(node: fx.Node) -> tuple[Any, ...]:
    """What makes a call in one graph the same as in the other: operation, module and line of code."""
    stack = node.meta.get("nn_module_stack") or {}
    lines = (node.meta.get("stack_trace") or "").strip().splitlines()
    return str(node.target), tuple(stack), lines[-2] if len(lines) > 1 else ""


def _around(node: fx.Node, user: fx.Node) -> dict[str, Any]:
    """The modules that a switch behind a call stands in: those that its user is in too, and those not of torch."""
    calls = list((node.meta.get("nn_module_stack") or {}).items())
    theirs = user.meta.get("nn_module_stack") or {}
    while calls and str(calls[-1][1][1]).startswith("torch.nn.") and calls[-1][0] not in theirs:
        calls.pop()
    return dict(calls)


def _look_alike(one: fx.Node, other: fx.Node) -> bool:
    """Whether two nodes give tensors of the same kinds and shapes."""
    ours, theirs = (tuple(_looks(node.meta.get("val"))) for node in (one, other))
    return ours == theirs


def _looks(value: Any) -> Iterator[Any]:
    if isinstance(value, Tensor):
        yield str(value.dtype), tuple(expression(size) for size in value.shape)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _looks(each)


def _are_equal(one: Tensor, other: Tensor) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and torch.equal(one, other)
