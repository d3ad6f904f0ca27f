"""Repeat: a block many times in a row."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from torch import Tensor, nn

from builder.checker.block_use import BlockUser, BoundUse, DoesNotFit, Inside
from builder.checker.propagation import Flow, again
from builder.kinds.layer import Params
from builder.kinds.spec import Param
from builder.kinds.syntax import dotted, literal


class Repeat(nn.Module):
    """Applies blocks one after the other; what comes beside the first input goes to each of them."""

    def __init__(self, make: Callable[[], nn.Module], times: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(make() for _ in range(times))

    def forward(self, input: Tensor, *beside: Tensor) -> Tensor:
        for block in self.blocks:
            input = block(input, *beside)
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
    if len(use.block_inputs) > 1:
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        return ast.Call(func=ast.Name("Repeat"), args=[ast.Lambda(args=nothing, body=block), times], keywords=[])
    each = ast.comprehension(
        target=ast.Name("_"), iter=ast.Call(func=ast.Name("range"), args=[times], keywords=[]), ifs=[], is_async=0
    )
    blocks = ast.Starred(ast.ListComp(elt=block, generators=[each]))
    return ast.Call(func=dotted("nn", "Sequential"), args=[blocks], keywords=[])


def _times(params: Params) -> int:
    return int(str(params["times"]))


LAYER = BlockUser(
    type_name="Repeat",
    summary="Uses a block several times in a row; each copy has weights of its own.",
    docs="The output of each copy is the first input of the next; other inputs go to every copy.",
    wrap=_wrap,
    flows=_flows,
    params=(Param(name="times", kind="int", default=2, minimum=1, maximum=10_000, help="How many copies."),),
    own_code=lambda use: Repeat if len(use.block_inputs) > 1 else None,
    copies=_times,
    cost=lambda use, params, inputs, block: block.cost * _times(params),
)
