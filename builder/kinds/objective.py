"""Objective: minimise a loss."""

import ast
from collections.abc import Mapping
from typing import Any

import torch

from builder.drawing.document import Value
from builder.kinds import schedules, starting
from builder.kinds.layer import Layer, Params
from builder.kinds.signatures import arguments_of
from builder.kinds.spec import NodeType, OnlyIf, Param, Port
from builder.kinds.syntax import dotted, literal

# Left out: LBFGS evaluates the loss several times a step; SparseAdam wants sparse gradients; Muon takes matrices only.
OFFERED: tuple[type[torch.optim.Optimizer], ...] = (
    torch.optim.Adam,
    torch.optim.AdamW,
    torch.optim.SGD,
    torch.optim.RMSprop,
    torch.optim.Adagrad,
    torch.optim.NAdam,
    torch.optim.RAdam,
    torch.optim.Adamax,
    torch.optim.Adadelta,
    torch.optim.Adafactor,
    torch.optim.ASGD,
    torch.optim.Rprop,
)
DEFAULTS = {kind.__name__: {a.name: a.default for a in arguments_of(kind)} for kind in OFFERED}
STEERED = ("max_norm", "max_value", "l1")
"""What may be changed while it trains, of what torch has no setting for."""
CHANGEABLE = frozenset({"lr", "momentum", "weight_decay", "betas", "eps", "alpha", "rho", "nesterov", *STEERED})
"""The settings that may change on the way; the others decide what an optimizer keeps from its first step on."""


class Objective(Layer):
    """Minimises a loss over all learned parameters, with an optimizer of `torch.optim`."""

    def optimizer(self, params: Params, modules: list[ast.expr], *, grouped: bool = False) -> ast.expr:
        """The expression that makes the optimizer for these modules of the network.

        What is ``grouped`` has groups: not all parameters are moved alike.
        """
        name = str(params["optimizer"])
        chosen = {"lr": params["lr"], **_settings(DEFAULTS[name], params)}
        keywords = [ast.keyword(arg=name, value=literal(value)) for name, value in chosen.items()]
        if "fused" in DEFAULTS[name]:
            keywords.append(ast.keyword(arg="fused", value=ast.Constant(value=True)))
        trained = _grouped(params, modules) if grouped or has_groups(params) else _alike(params, modules)
        return ast.Call(func=dotted("torch", "optim", name), args=[trained], keywords=keywords)


def _grouped(params: Params, modules: list[ast.expr]) -> ast.expr:
    """Parameters by how they are moved."""
    told = {"decay_biases": params["decay_biases"], **beyond_torch(params)}
    keywords = [ast.keyword(arg=name, value=literal(value)) for name, value in told.items()]
    return ast.Call(func=ast.Name("parameter_groups"), args=modules, keywords=keywords)


def _alike(params: Params, modules: list[ast.expr]) -> ast.expr:
    """All parameters, with what `builder.script.moving` looks for beside what torch knows."""
    trained, told = _parameters(modules), beyond_torch(params)
    if not told:
        return trained
    keys: list[ast.expr | None] = [ast.Constant(key) for key in ("params", *told)]
    return ast.List(elts=[ast.Dict(keys=keys, values=[trained, *(literal(value) for value in told.values())])])


def has_groups(params: Params) -> bool:
    """Whether an Objective moves some parameters otherwise than others, by what it is set to."""
    return not params["decay_biases"]


def beyond_torch(params: Params) -> dict[str, Any]:
    """What an optimizer is to know that torch has no setting for, by the names of `builder.script.moving`."""
    told = {
        name: params[name]
        for name, param in FURTHER.items()
        if param.matters(params) and params[name] not in (None, param.default)
    }
    return {**told, **schedules.beyond_torch(params)}


def _settings(defaults: Mapping[str, object], params: Params) -> dict[str, Any]:
    """What an optimizer has, that was set, and that isn't torch's own default."""
    given = {name: params[name] for name, param in SETTINGS.items() if param.matters(params)}
    read = {name: _pair(value) if name == "betas" else value for name, value in given.items() if value is not None}
    return {name: value for name, value in read.items() if value != defaults[name]}


def torch_settings(params: Params) -> dict[str, Any]:
    """What the optimizer is set to, whether it was given or is torch's own, in torch's names and kinds."""
    optimizer = str(params["optimizer"])
    defaults = DEFAULTS[optimizer]
    known = {name: defaults[name] for name in SETTINGS if _takes(optimizer, name)}
    further = {name: params[name] or 0.0 for name in STEERED}
    return {"lr": params["lr"], **known, **_settings(defaults, params), **further}


def _pair(text: Value) -> tuple[float, ...]:
    return tuple(float(number) for number in str(text).split(","))


def _takes(optimizer: str, name: str) -> bool:
    """Whether an optimizer of torch has a setting of this name, and it is a number, or a pair for betas."""
    return isinstance(DEFAULTS[optimizer].get(name), tuple if name == "betas" else int | float)


def _of_some_optimizers(param: Param) -> Param:
    """A setting that matters beside the optimizers that have it."""
    among = tuple(optimizer for optimizer in DEFAULTS if _takes(optimizer, param.name))
    return param.model_copy(update={"only_if": (OnlyIf(field="optimizer", among=among), *param.only_if)})


def over(params: Params) -> list[str]:
    """The names of the nodes that an Objective trains; none means all."""
    return [name.strip() for name in str(params["over"]).split(",") if name.strip()]


def _parameters(modules: list[ast.expr]) -> ast.expr:
    calls = [ast.Call(func=ast.Attribute(module, "parameters"), args=[], keywords=[]) for module in modules]
    return calls[0] if len(calls) == 1 else ast.List(elts=[ast.Starred(call) for call in calls])


FURTHER = {
    param.name: param
    for param in (
        Param(
            name="max_norm",
            kind="float",
            default=0.0,
            minimum=0,
            maximum=1e9,
            help="Clips the gradients: longer ones, all together, are shortened to this length. 0 leaves them as they "
            "are.",
        ),
        Param(
            name="max_value",
            kind="float",
            default=0.0,
            minimum=0,
            maximum=1e9,
            help="Clips each number of the gradients to between this and its negative. 0 leaves them as they are.",
        ),
        Param(
            name="l1",
            kind="float",
            default=0.0,
            minimum=0,
            maximum=10,
            help="Pulls weights towards zero by the same force whatever their size (L1), so that few stay large. It is "
            "not part of the loss that is shown.",
        ),
        Param(
            name="accumulate",
            kind="int",
            default=1,
            minimum=1,
            maximum=100_000,
            help="Moves the parameters once in so many of its batches, by the mean of their gradients: as if batches "
            "were so many times larger, in the memory of one.",
        ),
        Param(
            name="ema",
            kind="float",
            default=0.0,
            minimum=0,
            maximum=0.999999,
            help="Keeps a moving average of the weights beside them, which is measured and kept too: 0.999 follows "
            "about the last thousand steps. 0 keeps none.",
        ),
    )
}
FRACTION = r"\s*0(\.\d+)?\s*"
SETTINGS = {
    param.name: _of_some_optimizers(param)
    for param in (
        Param(
            name="momentum",
            kind="float",
            default=0.9,
            minimum=0,
            maximum=1,
            help="How much of the last step's direction is kept.",
        ),
        Param(
            name="weight_decay",
            kind="float",
            minimum=0,
            maximum=10,
            help="Pulls weights towards zero, which keeps them small. Left out, it is 0.01 for AdamW, else 0.",
        ),
        Param(
            name="betas",
            kind="text",
            default="0.9, 0.999",
            pattern=f"{FRACTION},{FRACTION}",
            help="How slowly the mean of the gradients, and that of their squares, change.",
        ),
        Param(
            name="eps",
            kind="float",
            minimum=0,
            maximum=1,
            help="A small number that keeps divisions in bounds; left out, it is torch's default.",
        ),
        Param(
            name="alpha",
            kind="float",
            minimum=0,
            maximum=1,
            help="How slowly an average changes; left out, it is torch's default.",
        ),
        Param(
            name="rho",
            kind="float",
            minimum=0,
            maximum=1,
            help="How slowly the mean of the squared gradients changes; left out, it is 0.9.",
        ),
        Param(
            name="nesterov",
            kind="bool",
            default=False,
            only_if=(OnlyIf(field="momentum", unless=(0,)),),
            help="Looks where the momentum leads before it corrects.",
        ),
        Param(
            name="amsgrad",
            kind="bool",
            default=False,
            help="Never lets the average of the squared gradients shrink.",
        ),
        Param(
            name="centered",
            kind="bool",
            default=False,
            help="Divides by the spread of the gradients, not by their size.",
        ),
    )
}


def _marked(*params: Param) -> tuple[Param, ...]:
    """Settings of which each says whether it may change on the way."""
    return tuple(param.model_copy(update={"is_steered": param.name in CHANGEABLE}) for param in params)


OBJECTIVE = Objective(
    NodeType(
        type="Objective",
        category="Training",
        role="objective",
        summary="Makes a loss smaller, step by step, by changing everything that can be learned.",
        docs="At each step the optimizer moves every learned parameter a little in the direction that makes "
        "the loss of the current batch smaller.",
        inputs=(Port(name="loss", accepts=("loss",), help="What should become small."),),
        params=_marked(
            Param(
                name="optimizer",
                kind="choice",
                default="Adam",
                choices=tuple(DEFAULTS),
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
            *SETTINGS.values(),
            Param(
                name="decay_biases",
                kind="bool",
                default=True,
                only_if=(OnlyIf(field="weight_decay", unless=(0,)),),
                help="Whether weight_decay and l1 pull biases and the scales of norms too; most leave them out.",
            ),
            *FURTHER.values(),
            *schedules.FIELDS,
            *starting.OF_OBJECTIVES,
            Param(
                name="over",
                kind="nodes",
                default="",
                help="The nodes that it trains; none means all that learn.",
            ),
            Param(
                name="every",
                kind="int",
                default=1,
                minimum=1,
                maximum=1_000_000,
                help="It takes a step once in so many steps of the run.",
            ),
        ),
    )
)
