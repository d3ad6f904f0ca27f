"""Objective: minimise a loss."""

import ast

from builder.layer import Layer, Params, dotted, literal
from builder.spec import NodeType, Param, Port

MOMENTUM = {"SGD"}


class Objective(Layer):
    """Minimises a loss over all learned parameters, with an optimizer of `torch.optim`."""

    def optimizer(self, params: Params) -> ast.expr:
        """The expression that makes the optimizer for the network ``net``."""
        chosen = {"lr": params["lr"]}
        if params["optimizer"] in MOMENTUM and params["momentum"]:
            chosen["momentum"] = params["momentum"]
        if params["weight_decay"]:
            chosen["weight_decay"] = params["weight_decay"]
        return ast.Call(
            func=dotted("torch", "optim", str(params["optimizer"])),
            args=[ast.Call(func=dotted("net", "parameters"), args=[], keywords=[])],
            keywords=[
                *(ast.keyword(arg=name, value=literal(value)) for name, value in chosen.items()),
                ast.keyword(arg="fused", value=ast.Constant(value=True)),
            ],
        )


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
