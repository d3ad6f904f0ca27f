"""Repeat: a block many times in a row."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from builder.checker.block_use import BlockUser, BoundUse, DoesNotFit, Inside
from builder.checker.propagation import Flow, again
from builder.kinds.layer import Params
from builder.kinds.spec import Param
from builder.kinds.syntax import dotted, literal


class Repeat(nn.Module):
    """Applies blocks one after the other; what comes beside the first input goes to each of them.

    Of them the first ``depth`` are used. Those that fade in change nothing at first: each has a learned share in what
    it gives, which begins at 0.
    """

    def __init__(self, make: Callable[[], nn.Module], times: int, fades_in: bool = False) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(make() for _ in range(times))
        self.shares = nn.ParameterList([torch.zeros(()) for _ in range(times)]) if fades_in else None
        self.depth = times

    def forward(self, input: Tensor, *beside: Tensor) -> Tensor:
        for place in range(self.depth):
            output = self.blocks[place](input, *beside)
            input = output if self.shares is None else input + self.shares[place] * (output - input)
        return input


class Growing(nn.Sequential):
    """Blocks in a row, of which the first ``depth`` are used: in a later stage of training there are more."""

    def __init__(self, *blocks: nn.Module) -> None:
        super().__init__(*blocks)
        self.depth = len(blocks)

    def forward(self, input: Tensor) -> Tensor:
        for place in range(self.depth):
            input = self[place](input)
        return input


def _flows(use: BoundUse, inside: Inside, params: Params, inputs: Mapping[str, Flow]) -> dict[str, Flow]:
    outputs = dict(inside(inputs).outputs)
    first = use.block_inputs[0].name if use.block_inputs else ""
    if len(outputs) != 1 or first not in inputs:
        raise DoesNotFit("a block that is repeated has one output and at least one input")
    (output,) = outputs.values()
    if output.small != inputs[first].small:
        went, came = inputs[first].label, output.label
        raise DoesNotFit(f"each copy must give what the next one takes: {went} goes in, {came} comes out")
    return {name: again(flow, inputs[first]) for name, flow in outputs.items()}


def _wrap(use: BoundUse, block: ast.expr, params: Params) -> ast.expr:
    times = literal(params["times"])
    if _own_class(use, params):
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        fades_in = [ast.keyword(arg="fades_in", value=ast.Constant(value=True))] if params["fades_in"] else []
        return ast.Call(func=ast.Name("Repeat"), args=[ast.Lambda(args=nothing, body=block), times], keywords=fades_in)
    each = ast.comprehension(
        target=ast.Name("_"), iter=ast.Call(func=ast.Name("range"), args=[times], keywords=[]), ifs=[], is_async=0
    )
    blocks = ast.Starred(ast.ListComp(elt=block, generators=[each]))
    return ast.Call(func=dotted("nn", "Sequential"), args=[blocks], keywords=[])


def _own_class(use: BoundUse, params: Params) -> type[nn.Module] | None:
    """What torch's own Sequential can't do: pass several things on, and fade copies in."""
    return Repeat if len(use.block_inputs) > 1 or params["fades_in"] else None


def _times(params: Params) -> int:
    return int(str(params["times"]))


LAYER = BlockUser(
    type_name="Repeat",
    summary="Uses a block several times in a row; each copy has weights of its own.",
    docs="The output of each copy is the first input of the next; other inputs go to every copy.",
    wrap=_wrap,
    flows=_flows,
    params=(
        Param(name="times", kind="int", default=2, minimum=1, maximum=10_000, help="How many copies."),
        Param(
            name="fades_in",
            kind="bool",
            default=False,
            help="Each copy begins by passing on what comes in, and learns its share: deep networks begin well so.",
        ),
    ),
    own_code=_own_class,
    own_weights=lambda params: _times(params) * bool(params["fades_in"]),
    copies=_times,
    cost=lambda use, params, inputs, block: block.cost * _times(params),
)
