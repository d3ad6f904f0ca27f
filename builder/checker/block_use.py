"""Nodes that use a block: once, in a row, over time, as a differential equation.

The catalogue holds a `BlockUser`; for each node of a drawing it is bound to the block that the node names,
which gives it ports and a form.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from builder.checker.cost import Cost
from builder.checker.propagation import Flow, LookedInto, Passed, Refused
from builder.drawing.document import Block, Value
from builder.kinds.layer import Layer, Params, Returns
from builder.kinds.spec import NodeType, Param, ParamKind, Port

Ports = tuple[Port, ...]

BLOCK_PARAM = Param(name="block", kind="text", required=True, help="The block that is used, by its name.")


@dataclass(frozen=True)
class Looked:
    """A block looked at with given inputs: what comes out, what it learns, what one sample costs.

    ``frozen`` are the values in it that could be learned and stay; ``inside`` is its `Analysis`.
    """

    outputs: Mapping[str, Flow]
    parameters: int
    frozen: int
    cost: Cost
    inside: Any


Inside = Callable[[Mapping[str, Flow]], Looked]
Look = Callable[[Params, Mapping[str, Flow]], Looked]


class DoesNotFit(ValueError):
    """A block's outputs don't suit how it is used; the message says why."""


class BlockUser(Layer):
    """A node type that takes a block as a value.

    Args:
        ports: the node's ports, from the block's.
        wrap: the expression that makes the module, from the one that makes the block and the node's parameters.
        flows: what comes out for what goes in, from what the block gives for what it gets.
        params: the node's own parameters, beside the block's.
        own_code: the class of ours that ``wrap`` names for a use with these parameters, if it names one.
        own_weights: how many values the node learns beside those of the block.
        copies: how many sets of weights the block gets.
        cost: what one sample costs, from what the block costs.
    """

    is_bound = False

    def __init__(
        self,
        *,
        type_name: str,
        summary: str,
        docs: str,
        ports: Callable[[Ports, Ports], tuple[Ports, Ports]] = lambda inputs, outputs: (inputs, outputs),
        wrap: Callable[[BoundUse, ast.expr, Params], ast.expr],
        flows: Callable[[BoundUse, Inside, Params, Mapping[str, Flow]], dict[str, Flow]],
        params: tuple[Param, ...] = (),
        own_code: Callable[[BoundUse, Params], type[nn.Module] | None] = lambda use, params: None,
        own_weights: Callable[[Params], int] = lambda params: 0,
        copies: Callable[[Params], int] = lambda params: 1,
        cost: Callable[[BoundUse, Params, Mapping[str, Flow], Looked], Cost] = lambda use, params, inputs, block: (
            block.cost
        ),
    ) -> None:
        self.ports, self.wrap, self.flows, self.copies, self.cost = ports, wrap, flows, copies, cost
        self.own_params, self.own_class, self.own_weights = params, own_code, own_weights
        super().__init__(
            NodeType(
                type=type_name,
                category="Blocks",
                role="layer",
                summary=summary,
                docs=docs,
                params=(BLOCK_PARAM, *params),
            )
        )

    def bind(self, name: str, block: Block, look: Look) -> BoundUse:
        """The layer of a node that uses the block ``name``."""
        return BoundUse(self, name, block, look)


class BoundUse(LookedInto):
    """A `BlockUser` bound to a block. ``looked`` is the block as it was last looked at, for what came in.

    ``is_broken`` when nothing comes out for a reason that is said inside of the block.
    """

    def __init__(self, user: BlockUser, name: str, block: Block, look: Look) -> None:
        self.user, self.name, self.block = user, name, block
        self._look = look
        self.looked: Looked | None = None
        self._used_with: Params = {}
        self.is_broken = False
        self.block_inputs, self.block_outputs = block_ports(block, "Input"), block_ports(block, "Output")
        inputs, outputs = user.ports(self.block_inputs, self.block_outputs)
        self.returns: Returns = outputs[0].name if len(outputs) == 1 else tuple(port.name for port in outputs)
        own = {param.name for param in user.spec.params}  # one field sets both, such as the state_size of a Scan
        params = tuple(_param(name, default) for name, default in block.params.items() if name not in own)
        super().__init__(
            user.spec.model_copy(update={"inputs": inputs, "outputs": outputs, "params": (*user.spec.params, *params)})
        )

    def through(self, params: Params, inputs: Mapping[str, Flow]) -> Passed | Refused:
        """What comes out, from the block itself."""
        seen: list[Looked] = []
        self._used_with = params

        def inside(flows: Mapping[str, Flow]) -> Looked:
            looked = self._look({name: params[name] for name in self.block.params}, flows)
            if len(looked.outputs) < len(self.block_outputs):
                self.is_broken = is_broken(looked.inside)
                raise DoesNotFit(f"something inside {self.name} does not fit what comes in; open it to see what")
            seen.append(looked)
            return looked

        try:
            outputs = self.user.flows(self, inside, params, inputs)
        except DoesNotFit as error:
            return Refused(str(error), in_words=True)
        self.looked = looked = seen[0]
        cost = self.user.cost(self, params, inputs, looked)
        learned = looked.parameters * self.user.copies(params) + self.user.own_weights(params)
        return Passed(tuple(outputs.items()), (), learned, cost)

    def frozen(self, params: Params) -> int:
        """How many values are frozen inside, in all copies of the block."""
        return self.looked.frozen * self.user.copies(params) if self.looked else 0

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        arguments = [inputs[port.name] for port in self.spec.inputs if port.name in inputs]
        return ast.Call(func=module, args=arguments, keywords=[])

    def construct_with(self, block: ast.expr, params: Params) -> ast.expr:
        """The expression that makes the module, given the one that makes the block."""
        return self.user.wrap(self, block, params)

    @property
    def own_code(self) -> tuple[Any, ...]:
        own = self.user.own_class(self, self._used_with)
        return (own,) if own else ()


def is_broken(inside: Any) -> bool:
    """Whether what is wrong in a block, or in one that it uses, is said there."""
    if inside.problems and inside.own_errors:
        return True
    return any(layer.is_broken for layer in inside.layers.values() if isinstance(layer, BoundUse))


def block_ports(block: Block, type_name: str) -> tuple[Port, ...]:
    """The ports of a block: its Input or Output nodes, from top to bottom."""
    nodes = [(node.position[1], id) for id, node in block.nodes.items() if node.type == type_name]
    return tuple(Port(name=id, accepts=("tensor", "image", "label")) for _, id in sorted(nodes))


def _param(name: str, default: Value) -> Param:
    return Param(name=name, kind=_kind(default), default=default, help="A parameter of the block.")


def _kind(value: Value) -> ParamKind:
    match value:
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case tuple():
            return "size"
    return "text"
