"""How a training is changed between two steps: a run does it with these functions, and so does its exported script."""

from __future__ import annotations

from typing import Any

import torch

from builder.script.moving import clip_gradients, gather_gradients, move


def take_step(loss: torch.Tensor, optimizer: torch.optim.Optimizer, schedule: Any) -> float:
    """Move the parameters so that the loss becomes smaller; what it was."""
    optimizer.zero_grad()
    loss.backward()
    if gather_gradients(optimizer):
        clip_gradients(optimizer)
        move(optimizer)
    after_step(optimizer, schedule)
    return loss.item()


def after_step(optimizer: torch.optim.Optimizer, schedule: Any) -> None:
    """Let a schedule go on that counts updates, if there was one."""
    if not schedule:
        return
    first = optimizer.param_groups[0]
    if not first.get("waiting") and not first.get("by_epochs"):
        schedule.step()


def after_epoch(optimizers: list[torch.optim.Optimizer], schedules: list[Any], scores: dict[str, float]) -> None:
    """Let schedules go on that count epochs, or look at what they come to."""
    for optimizer, schedule in zip(optimizers, schedules, strict=True):
        first = optimizer.param_groups[0]
        if "watches" in first:
            schedule.step(scores[first["watches"]])
        elif first.get("by_epochs"):
            schedule.step()


def turns(optimizer: torch.optim.Optimizer, every: int, step: int, last: int, epochs: int) -> int:
    """How often a schedule goes on from a step of the run to the last one: by updates, or by so many epochs."""
    first = optimizer.param_groups[0]
    if first.get("by_epochs"):
        return epochs
    before, after = (-(-steps // every) // first.get("accumulate", 1) for steps in (step, last))
    return int(after - before)


def begin_plan(optimizer: torch.optim.Optimizer, make: Any, turns: int, settings: dict[str, Any]) -> Any:
    """Set a new optimizer, and plan how its learning rate changes, which it does so often."""
    set_optimizer(optimizer, None, settings)
    schedule = make(optimizer, turns) if make else None
    if schedule and "lr" in settings:  # a schedule may have been given another rate in the source
        set_optimizer(optimizer, schedule, {"lr": settings["lr"]})
    return schedule


def set_optimizer(optimizer: torch.optim.Optimizer, schedule: Any, settings: dict[str, Any]) -> None:
    """Set an optimizer anew. What its schedule has made of the learning rate so far stays in proportion."""
    is_planned = schedule and "watches" not in optimizer.param_groups[0]
    for group in optimizer.param_groups:
        kept = {"lr"} if is_planned else set()
        kept |= {"weight_decay", "l1"} if group.get("spared") else set()
        group.update({name: value for name, value in settings.items() if name not in kept})
    if is_planned and "lr" in settings:
        _scale_rate(optimizer, schedule, settings["lr"])


def plan_again(optimizer: torch.optim.Optimizer, schedule: Any, make: Any, steps: int) -> Any:
    """A schedule that was planned for a number of steps begins anew, over the steps that are left."""
    if steps == 0 or not (hasattr(schedule, "T_max") or hasattr(schedule, "total_steps")):
        return schedule
    rate = _full_rate(optimizer.param_groups[0])
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"]
    planned = make(optimizer, steps)
    _scale_rate(optimizer, planned, rate)
    return planned


def _scale_rate(optimizer: torch.optim.Optimizer, schedule: Any, lr: float) -> None:
    """Make ``lr`` the learning rate that the schedule starts from, wherever it stands now."""
    for group in optimizer.param_groups:
        factor = lr / _full_rate(group)
        for name in ("lr", "initial_lr", "max_lr", "min_lr"):
            if name in group:
                group[name] *= factor
    schedule.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]


def _full_rate(group: dict[str, Any]) -> float:
    return float(group.get("max_lr", group["initial_lr"]))
