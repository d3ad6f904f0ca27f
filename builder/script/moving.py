"""From gradients to weights: a run does it with these functions, and so does its exported script.

What torch's optimizers do not know of stands in their groups, beside what they know: ``max_norm``, ``max_value``,
``l1``, ``accumulate``, ``warm_up``, ``ema``, ``rate_factor``. Counters stand there too, so a checkpoint keeps them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def gather_gradients(optimizer: torch.optim.Optimizer) -> bool:
    """Add the gradients to those of the batches before; whether these are enough for an update, by their mean."""
    first = optimizer.param_groups[0]
    if (many := first.get("accumulate", 1)) == 1:
        return True
    sums = gathered(optimizer)
    for parameter in learning(optimizer):
        if parameter.grad is not None:
            sums[parameter] = sums[parameter] + parameter.grad if parameter in sums else parameter.grad.clone()
    first["waiting"] = (first.get("waiting", 0) + 1) % many
    if first["waiting"]:
        return False
    for parameter in list(sums):
        parameter.grad = sums.pop(parameter) / many
    return True


def gathered(optimizer: torch.optim.Optimizer) -> dict[torch.Tensor, torch.Tensor]:
    """The gradients that wait for those of further batches, by their parameters."""
    sums: dict[torch.Tensor, torch.Tensor] = vars(optimizer).setdefault("gathered", {})
    return sums


def clip_gradients(optimizer: torch.optim.Optimizer) -> torch.Tensor | None:
    """Bound each gradient, then the length of all together, where that is asked for; how long they were before."""
    first, parameters = optimizer.param_groups[0], learning(optimizer)
    if first.get("max_value"):
        torch.nn.utils.clip_grad_value_(parameters, first["max_value"])
    if first.get("max_norm"):
        return torch.nn.utils.clip_grad_norm_(parameters, first["max_norm"])
    return None


def move(optimizer: torch.optim.Optimizer, by: Callable[[], object] | None = None) -> None:
    """Take the optimizer's step at the rates in effect, with what torch has no setting for before and after it."""
    pull_to_zero(optimizer)
    planned = [group["lr"] for group in optimizer.param_groups]
    for group in optimizer.param_groups:
        group["lr"] = rate_in_effect(group)
    (by or optimizer.step)()
    for group, lr in zip(optimizer.param_groups, planned, strict=True):
        group["lr"] = lr
    count_update(optimizer)
    average_weights(optimizer)


def learning(optimizer: torch.optim.Optimizer) -> list[torch.Tensor]:
    """All parameters that an optimizer moves."""
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def rate_in_effect(group: dict[str, Any]) -> float:
    """How far a step goes for a group: by its learning rate, how warm that is, and a factor of its own."""
    return warm_rate(group) * float(group.get("rate_factor", 1.0))


def warm_rate(group: dict[str, Any]) -> float:
    """The learning rate as the schedule has it, or what it has risen to while it warms up."""
    rate, done, steps = float(group["lr"]), group.get("updates", 0) + 1, group.get("warm_up", 0)
    return rate * done / steps if done < steps else rate


def count_update(optimizer: torch.optim.Optimizer) -> None:
    """Note that one more update was made, where something goes by that."""
    for group in optimizer.param_groups:
        if group.get("warm_up") or group.get("ema"):
            group["updates"] = group.get("updates", 0) + 1


def pull_to_zero(optimizer: torch.optim.Optimizer) -> None:
    """Add the gradient of the sum of all sizes (L1), which makes what is not needed exactly small."""
    for group in optimizer.param_groups:
        moved = [parameter for parameter in group["params"] if parameter.grad is not None]
        if group.get("l1") and moved:
            grads = [parameter.grad for parameter in moved]
            torch._foreach_add_(grads, torch._foreach_sign([p.detach() for p in moved]), alpha=group["l1"])


def average_weights(optimizer: torch.optim.Optimizer) -> None:
    """Let the averages of the weights follow them: quickly at first, then by 1 - ``ema`` of the way."""
    for group in optimizer.param_groups:
        moved = [parameter for parameter in group["params"] if parameter.grad is not None]
        if not group.get("ema") or not moved:
            continue
        states = [optimizer.state[parameter] for parameter in moved]
        for parameter, state in zip(moved, states, strict=True):
            state.setdefault("average", parameter.detach().clone())
        keeps = min(group["ema"], group["updates"] / (group["updates"] + 9))
        weights = [parameter.detach() for parameter in moved]
        torch._foreach_lerp_([state["average"] for state in states], weights, 1 - keeps)


class Averages:
    """Inside it, the averages that optimizers keep stand in the place of the weights; ``are_kept`` says if any do."""

    def __init__(self, optimizers: list[torch.optim.Optimizer]) -> None:
        states = [(p, state) for optimizer in optimizers for p, state in optimizer.state.items()]
        self.kept = {parameter: state["average"] for parameter, state in states if "average" in state}
        self.are_kept = bool(self.kept)

    def __enter__(self) -> None:
        self.exchange()

    def __exit__(self, *failure: object) -> None:
        self.exchange()

    def exchange(self) -> None:
        """Put each weight where its average is, and the average there."""
        with torch.no_grad():
            for parameter, average in self.kept.items():
                weights = parameter.detach().clone()
                parameter.copy_(average)
                average.copy_(weights)
