"""Nodes that compute with the weights of another node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from builder.checker.contextual import ContextualLayer
from builder.checker.cost import Cost
from builder.checker.params import did_you_mean
from builder.checker.propagation import Flow, LookedInto, Passed, Refused, derived, through
from builder.drawing.problems import Fix, Problem, RemoveNode
from builder.kinds.layer import ComputedLayer, Layer, Params, Returns
from builder.kinds.spec import NodeType, Param, Port

if TYPE_CHECKING:
    from builder.checker.analysis import Analysis

OF = Param(name="of", kind="text", required=True, help="The node whose weights are used, by its name.")


class Sharer(ContextualLayer):
    """A node type that names another node of its block.

    Args:
        bound: makes the layer of a node, from the layer that it names.
        params: what a node says beside the node that it names.
    """

    def __init__(
        self,
        *,
        type_name: str,
        summary: str,
        docs: str,
        bound: Callable[..., Bound],
        params: tuple[Param, ...] = (),
    ) -> None:
        self._bound = bound
        super().__init__(
            NodeType(type=type_name, category="Blocks", role="layer", summary=summary, docs=docs, params=(OF, *params))
        )

    def bind(self, found: Analysis, id: str) -> Layer:
        """The layer of the node ``id``, or this one, with a problem noted, when it names nothing that has weights."""
        name = found.graph.nodes[id].params.get("of")
        other = found.layers.get(str(name))
        if name is None:
            return self
        if not isinstance(other, ComputedLayer) or name == id or isinstance(other, Bound):
            found.problems.append(_unknown(id, str(name), found))
            return self
        return self._bound(self, found, str(name), other)


class Bound(LookedInto):
    """A node that computes with the weights of the node ``of``."""

    def __init__(self, sharer: Sharer, found: Analysis, of: str, other: ComputedLayer) -> None:
        self.of, self.other, self._found = of, other, found
        self.returns: Returns = other.returns
        spec = other.spec.model_copy(
            update={"type": sharer.spec.type, "category": sharer.spec.category, "params": sharer.spec.params}
        )
        super().__init__(spec, other.expects)

    def through(self, params: Params, inputs: Mapping[str, Flow]) -> Passed | Refused:
        """What the other node would give, with the sizes that it has."""
        answer = through(self.other, self._found.params[self.of], inputs)
        mine = self._found.inferred.get(self.of)
        if isinstance(answer, Passed) and mine is not None and dict(answer.inferred) != mine:
            sizes = ", ".join(f"{name} {size}" for name, size in mine.items())
            return Refused(f"the weights of {self.of} are made for {sizes}", in_words=True)
        return replace(answer, inferred=(), parameters=0) if isinstance(answer, Passed) else answer

    @property
    def is_broken(self) -> bool:
        """Whether what is wrong with it is said of the other node, or inside of its block."""
        said = any(problem.node == self.of for problem in self._found.problems)
        return said or bool(getattr(self.other, "is_broken", False))

    def module(self) -> nn.Module | None:
        """The other node's module, without storage; None where it can't be made, which is said at that node."""
        try:
            with torch.device("meta"):
                return self.other.make({**self._found.inferred.get(self.of, {}), **self._found.params[self.of]})
        except Exception:  # whatever torch refuses, as in `propagation`
            return None

    @property
    def own_code(self) -> tuple[Any, ...]:
        return self.other.own_code

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        return self.other.call(module, self._found.params[self.of], inputs)


class BoundWeight(Bound):
    """A Linear without bias whose weight is the other node's ``weight``, of shape (out, in), or that turned around."""

    def __init__(self, sharer: Sharer, found: Analysis, of: str, other: ComputedLayer) -> None:
        super().__init__(sharer, found, of, other)
        self.returns = "output"
        ports = {"inputs": (Port(name="input", accepts=("tensor", "image")),), "outputs": (Port(name="output"),)}
        self.spec = self.spec.model_copy(update=ports)
        self.expects = {}

    def through(self, params: Params, inputs: Mapping[str, Flow]) -> Passed | Refused:
        """A product with the other node's weight."""
        weight = getattr(self.module(), "weight", None)
        if weight is None or weight.dim() != 2:
            return Refused(f"{self.of} has no weight of two axes", in_words=True)
        out, width = reversed(weight.shape) if params.get("transposed") else weight.shape
        taken = inputs["input"]
        if taken.small[-1:] != (width,):
            return Refused(f"the weight of {self.of} takes {width} features; {taken.label} came in", in_words=True)
        flow = derived(lambda shape: (*shape[:-1], out), taken)
        cost = Cost(2 * flow.per_sample * width, flow.per_sample * flow.dtype.itemsize)
        return Passed((("output", flow),), cost=cost)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        weight: ast.expr = ast.Attribute(value=module, attr="weight")
        if params.get("transposed"):
            weight = ast.Call(func=ast.Attribute(value=weight, attr="t"), args=[], keywords=[])
        return ast.Call(func=ast.Attribute(ast.Name("F"), "linear"), args=[inputs["input"], weight], keywords=[])


def _unknown(id: str, name: str, found: Analysis) -> Problem:
    known = [other for other, layer in found.layers.items() if isinstance(layer, ComputedLayer) and other != id]
    return Problem(
        code="unknown_node",
        message=f"{id}: there is no node {name!r} here whose weights could be used.",
        hint=did_you_mean(name, known, "nodes"),
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )
