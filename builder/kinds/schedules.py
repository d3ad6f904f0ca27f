"""Schedules: how the learning rate of an Objective changes over the run, with `torch.optim.lr_scheduler`."""

from __future__ import annotations

import ast
from typing import Any

from builder.kinds.layer import Params
from builder.kinds.spec import OnlyIf, Param
from builder.kinds.syntax import dotted, literal

NONE = "none"
PLATEAU = "ReduceLROnPlateau"
BY_EPOCHS = ("CosineAnnealingLR", "LinearLR", "StepLR", "ExponentialLR")
"""Schedules that may count epochs. OneCycleLR counts steps, ReduceLROnPlateau always epochs."""
FIELDS = (
    Param(
        name="schedule",
        kind="choice",
        default=NONE,
        choices=(NONE, "CosineAnnealingLR", "OneCycleLR", "LinearLR", "StepLR", "ExponentialLR", PLATEAU),
        help="How lr changes over the run. CosineAnnealingLR lowers it smoothly to 0, OneCycleLR raises it first, "
        "LinearLR warms up; others multiply it by gamma, ReduceLROnPlateau when nothing gets better.",
    ),
    Param(
        name="unit",
        kind="choice",
        default="steps",
        choices=("steps", "epochs"),
        only_if=(OnlyIf(field="schedule", among=BY_EPOCHS),),
        help="What the schedule counts: it goes on after each of its steps, or after each epoch.",
    ),
    Param(
        name="gamma",
        kind="float",
        default=0.999,
        minimum=0,
        maximum=1,
        only_if=(OnlyIf(field="schedule", among=("StepLR", "ExponentialLR", PLATEAU)),),
        help="What lr is multiplied by.",
    ),
    Param(
        name="step_size",
        kind="int",
        default=100,
        minimum=1,
        maximum=100_000_000,
        only_if=(OnlyIf(field="schedule", among=("StepLR",)),),
        help="After how many of its steps, or epochs, lr is multiplied.",
    ),
    Param(
        name="total_iters",
        kind="int",
        default=100,
        minimum=1,
        maximum=100_000_000,
        only_if=(OnlyIf(field="schedule", among=("LinearLR",)),),
        help="How many of its steps, or epochs, the warm-up takes.",
    ),
    Param(
        name="patience",
        kind="int",
        default=5,
        minimum=0,
        maximum=100_000,
        only_if=(OnlyIf(field="schedule", among=(PLATEAU,)),),
        help="For how many epochs what it watches may be no better before lr is multiplied.",
    ),
    Param(
        name="watches",
        kind="text",
        default="",
        only_if=(OnlyIf(field="schedule", among=(PLATEAU,)),),
        help="The loss or metric that it watches on the validation part, by the name of its node; empty: its loss.",
    ),
    Param(
        name="warm_up",
        kind="int",
        default=0,
        minimum=0,
        maximum=100_000_000,
        help="Over how many of its first steps lr rises to what it would be: whatever the schedule, or without any.",
    ),
)


def counts_epochs(params: Params) -> bool:
    """Whether the schedule goes on after epochs, not after steps."""
    name = str(params["schedule"])
    return name == PLATEAU or (name in BY_EPOCHS and params["unit"] == "epochs")


def beyond_torch(params: Params) -> dict[str, Any]:
    """What the loop is to know of a schedule and torch has no place for, by the names of `builder.script.steering`."""
    told: dict[str, Any] = {"warm_up": params["warm_up"]} if params["warm_up"] else {}
    if counts_epochs(params):
        told["by_epochs"] = True
    if params["schedule"] == PLATEAU:
        told["watches"] = params["watches"]
    return told


def schedule(params: Params, optimizer: ast.expr, steps: ast.expr, *, rises: bool = False) -> ast.expr | None:
    """The expression that makes the schedule of an optimizer for so many steps, if there is one.

    What it watches ``rises`` when it gets better.
    """
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
        PLATEAU: {"mode": "max" if rises else "min", "factor": params["gamma"], "patience": params["patience"]},
    }
    keywords = [ast.keyword(arg=argument, value=literal(value)) for argument, value in set_by[name].items()]
    return ast.Call(func=dotted("torch", "optim", "lr_scheduler", name), args=[optimizer], keywords=keywords)
