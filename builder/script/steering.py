"""How a training is changed between two steps: a run does it with these functions, and so does its exported script."""

from __future__ import annotations

from typing import Any

import torch


def take_step(loss: torch.Tensor, optimizer: torch.optim.Optimizer, schedule: Any) -> float:
    """Move the parameters so that the loss becomes smaller; what it was."""
    optimizer.zero_grad()
    loss.backward()
    clip_gradients(optimizer)
    optimizer.step()
    if schedule:
        schedule.step()
    return loss.item()


def clip_gradients(optimizer: torch.optim.Optimizer) -> None:
    """Shorten the gradients to the length that is allowed, where one is."""
    for group in optimizer.param_groups:
        if group.get("max_norm"):
            torch.nn.utils.clip_grad_norm_(group["params"], group["max_norm"])


def set_optimizer(optimizer: torch.optim.Optimizer, schedule: Any, settings: dict[str, Any]) -> None:
    """Set an optimizer anew. What its schedule has made of the learning rate so far stays in proportion."""
    for group in optimizer.param_groups:
        group.update({name: value for name, value in settings.items() if name != "lr" or not schedule})
    if schedule and "lr" in settings:
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
