"""Schedules: how the learning rate of an Objective changes over the run, with `torch.optim.lr_scheduler`."""

from __future__ import annotations

import ast
from typing import Any

from builder.kinds.layer import Params
from builder.kinds.spec import OnlyIf, Param
from builder.kinds.syntax import dotted, literal

NONE = "none"
FIELDS = (
    Param(
        name="schedule",
        kind="choice",
        default=NONE,
        choices=(NONE, "CosineAnnealingLR", "OneCycleLR", "LinearLR", "StepLR", "ExponentialLR"),
        help="How lr changes over the run. CosineAnnealingLR lowers it smoothly to 0, OneCycleLR raises it first, "
        "LinearLR only warms up, StepLR and ExponentialLR multiply it by gamma.",
    ),
    Param(
        name="gamma",
        kind="float",
        default=0.999,
        minimum=0,
        maximum=1,
        only_if=(OnlyIf(field="schedule", among=("StepLR", "ExponentialLR")),),
        help="What lr is multiplied by.",
    ),
    Param(
        name="step_size",
        kind="int",
        default=100,
        minimum=1,
        maximum=100_000_000,
        only_if=(OnlyIf(field="schedule", among=("StepLR",)),),
        help="After how many of its steps lr is multiplied.",
    ),
    Param(
        name="total_iters",
        kind="int",
        default=100,
        minimum=1,
        maximum=100_000_000,
        only_if=(OnlyIf(field="schedule", among=("LinearLR",)),),
        help="How many of its steps the warm-up takes.",
    ),
)


def schedule(params: Params, optimizer: ast.expr, steps: ast.expr) -> ast.expr | None:
    """The expression that makes the schedule of an optimizer for so many steps, if there is one."""
    name = str(params["schedule"])
    if name == NONE:
        return None
    set_by: dict[str, dict[str, Any]] = {
        "CosineAnnealingLR": {"T_max": steps},
        # torch's class also cycles the momentum, which not every optimizer has
        "OneCycleLR": {"max_lr": params["lr"], "total_steps": steps, "cycle_momentum": False},
        "LinearLR": {"start_factor": 0.01, "total_iters": params["total_iters"]},
        "StepLR": {"step_size": params["step_size"], "gamma": params["gamma"]},
        "ExponentialLR": {"gamma": params["gamma"]},
    }
    keywords = [ast.keyword(arg=argument, value=literal(value)) for argument, value in set_by[name].items()]
    return ast.Call(func=dotted("torch", "optim", "lr_scheduler", name), args=[optimizer], keywords=keywords)
