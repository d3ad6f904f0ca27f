"""Objective: minimise a loss."""

import ast

from builder.layer import Layer, Params, dotted, literal
from builder.spec import NodeType, Param, Port

MOMENTUM = {"SGD"}


class Objective(Layer):
    """Minimises a loss over all learned parameters, with an optimizer of `torch.optim`."""

    def optimizer(self, params: Params, modules: list[ast.expr]) -> ast.expr:
        """The expression that makes the optimizer for these modules of the network."""
        chosen = {"lr": params["lr"]}
        if params["optimizer"] in MOMENTUM and params["momentum"]:
            chosen["momentum"] = params["momentum"]
        if params["weight_decay"]:
            chosen["weight_decay"] = params["weight_decay"]
        return ast.Call(
            func=dotted("torch", "optim", str(params["optimizer"])),
            args=[_parameters(modules)],
            keywords=[
                *(ast.keyword(arg=name, value=literal(value)) for name, value in chosen.items()),
                ast.keyword(arg="fused", value=ast.Constant(value=True)),
            ],
        )


def over(params: Params) -> list[str]:
    """The names of the nodes that an Objective trains; none means all."""
    return [name.strip() for name in str(params["over"]).split(",") if name.strip()]


def _parameters(modules: list[ast.expr]) -> ast.expr:
    calls = [ast.Call(func=ast.Attribute(module, "parameters"), args=[], keywords=[]) for module in modules]
    return calls[0] if len(calls) == 1 else ast.List(elts=[ast.Starred(call) for call in calls])


LAYER = Objective(
    NodeType(
        type="Objective",
        category="Training",
        role="objective",
        summary="Makes a loss smaller, step by step, by changing everything that can be learned.",
        docs="At each step the optimizer moves every learned parameter a little in the direction that makes "
        "the loss of the current batch smaller.",
        inputs=(Port(name="loss", accepts=("loss",), help="What should become small."),),
        params=(
            Param(
                name="over",
                kind="text",
                default="",
                help="The nodes that it trains, with commas between; empty means all that learn.",
            ),
            Param(
                name="every",
                kind="int",
                default=1,
                minimum=1,
                maximum=1_000_000,
                help="It takes a step once in so many steps of the run.",
            ),
            Param(
                name="optimizer",
                kind="choice",
                default="Adam",
                choices=("Adam", "AdamW", "SGD"),
                help="How the parameters are moved. Adam suits almost everything; SGD is the simplest.",
            ),
            Param(
                name="lr",
                kind="float",
                default=0.001,
                minimum=0,
                maximum=100,
                help="Learning rate: how far each step goes.",
            ),
            Param(
                name="momentum",
                kind="float",
                default=0.9,
                minimum=0,
                maximum=1,
                help="Used by SGD: how much of the last step's direction is kept.",
            ),
            Param(
                name="weight_decay",
                kind="float",
                default=0.0,
                minimum=0,
                maximum=10,
                help="Pulls weights towards zero, which keeps them small.",
            ),
        ),
    )
)
