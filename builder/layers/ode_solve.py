"""ODESolve: a neural ordinary differential equation.

Reference: Chen, Rubanova, Bettencourt, Duvenaud, "Neural Ordinary Differential Equations", 2018.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from torch import Tensor, nn

from builder.checker.block_use import BlockUser, BoundUse, DoesNotFit, Inside, Looked
from builder.checker.cost import Cost
from builder.checker.propagation import Flow, again
from builder.kinds.layer import Params
from builder.kinds.spec import Param
from builder.kinds.syntax import literal

SLOPES = {"euler": 1, "midpoint": 2, "rk4": 4}
"""How many times each step asks the block, by method."""


class ODESolve(nn.Module):
    """Follows dy/dt = f(y) from time 0 to ``t1``, in equal steps."""

    def __init__(self, f: nn.Module, t1: float, steps: int, method: str) -> None:
        super().__init__()
        self.f, self.t1, self.steps, self.method = f, t1, steps, method

    def forward(self, y: Tensor) -> Tensor:
        h = self.t1 / self.steps
        for _ in range(self.steps):
            y = y + h * self.slope(y, h)
        return y

    def slope(self, y: Tensor, h: float) -> Tensor:
        """The direction of one step: at its beginning, in its middle, or the mean of four places."""
        k1: Tensor = self.f(y)
        if self.method == "euler":
            return k1
        k2: Tensor = self.f(y + h / 2 * k1)
        if self.method == "midpoint":
            return k2
        k3: Tensor = self.f(y + h / 2 * k2)
        k4: Tensor = self.f(y + h * k3)
        return (k1 + 2 * k2 + 2 * k3 + k4) / 6


def _flows(use: BoundUse, inside: Inside, params: Params, inputs: Mapping[str, Flow]) -> dict[str, Flow]:
    outputs = dict(inside(inputs).outputs)
    if len(outputs) != 1 or len(inputs) != 1:
        raise DoesNotFit("the right-hand side of an equation has one input and one output")
    (before,), (after,) = inputs.values(), outputs.values()
    if before.small != after.small:
        raise DoesNotFit(f"the change has the shape of what changes: {before.label} goes in, {after.label} comes out")
    return {name: again(flow, before) for name, flow in outputs.items()}


def _cost(use: BoundUse, params: Params, inputs: Mapping[str, Flow], f: Looked) -> Cost:
    return f.cost * (int(str(params["steps"])) * SLOPES[str(params["method"])])


def _wrap(use: BoundUse, block: ast.expr, params: Params) -> ast.expr:
    settings = [ast.keyword(arg=name, value=literal(params[name])) for name in ("t1", "steps", "method")]
    return ast.Call(func=ast.Name("ODESolve"), args=[block], keywords=settings)


LAYER = BlockUser(
    type_name="ODESolve",
    summary="Lets a signal flow along a learned differential equation for a while.",
    docs="The block is the right-hand side f of dy/dt = f(y): one input, one output, of the same shape.\n\n"
    "Shape:\n    - y: any\n    - output: the same",
    wrap=_wrap,
    flows=_flows,
    params=(
        Param(name="t1", kind="float", default=1.0, help="The time at which the flow ends; it begins at 0."),
        Param(name="steps", kind="int", default=10, minimum=1, maximum=10_000, help="How many steps the solver takes."),
        Param(
            name="method",
            kind="choice",
            default="rk4",
            choices=tuple(SLOPES),
            help="How a step is taken: rk4 is the most exact, euler the cheapest.",
        ),
    ),
    own_code=lambda use, params: ODESolve,
    cost=_cost,
)
