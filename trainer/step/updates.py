"""Moves parameters by the optimizer's own kernel, without what ``optimizer.step()`` does around it.

The numbers are those of `torch.optim`: its fused kernel is called with its state and its settings. What has
no such kernel here takes ``optimizer.step()``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor

Move = Callable[[list[Tensor]], object]


class Update:
    """One Objective's optimizer, given gradients. Settings are read at each step, so they may change between steps."""

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        self._optimizer = optimizer
        self.parameters = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
        self._moved: tuple[int, ...] = ()
        self._move: Move | None = None

    def __call__(self, moved: tuple[int, ...], grads: list[Tensor]) -> None:
        """Move the parameters in these places, by a gradient for each; the others stay."""
        if max_norm := self._optimizer.param_groups[0].get("max_norm"):
            grads = clipped(grads, max_norm)
        if self._move is None or moved != self._moved:
            self._begin(moved, grads)
        else:
            self._move(grads)

    def begin_again(self) -> None:
        """What is kept for a parameter may have to be other things than before."""
        self._move = None

    def _begin(self, moved: tuple[int, ...], grads: list[Tensor]) -> None:
        """Take a step as torch takes it, which makes what state there is to keep; then find the kernel."""
        parameters = [self.parameters[place] for place in moved]
        with torch.inference_mode(False), torch.no_grad():  # what it keeps outlives a replayed step
            _part_counts(self._optimizer)
            self._by_torch(parameters, [grad.clone() for grad in grads])
        self._moved = moved
        self._move = _direct(self._optimizer, parameters) or partial(self._by_torch, parameters)

    def _by_torch(self, parameters: list[Tensor], grads: list[Tensor]) -> None:
        for parameter, grad in zip(parameters, grads, strict=True):
            parameter.grad = grad
        self._optimizer.step()
        self._optimizer.zero_grad()


def _direct(optimizer: torch.optim.Optimizer, moved: list[Tensor]) -> Move | None:
    if not has_fused_kernel(optimizer) or any(p.is_complex() for p in moved):
        return None
    group, states = optimizer.param_groups[0], [optimizer.state[parameter] for parameter in moved]
    failed: Tensor | None = getattr(optimizer, "found_inf", None)
    return (_sgd if isinstance(optimizer, torch.optim.SGD) else _adam)(group, states, moved, failed)


def clipped(grads: list[Tensor], max_norm: float) -> list[Tensor]:
    """Gradients as `torch.nn.utils.clip_grad_norm_` leaves them."""
    norm = torch.nn.utils.get_total_norm(grads)
    return list(torch._foreach_mul(grads, torch.clamp(max_norm / (norm + 1e-6), max=1.0)))


def has_fused_kernel(optimizer: torch.optim.Optimizer) -> bool:
    """Whether one kernel moves all that this optimizer moves, unless its ``found_inf`` says that it must not."""
    groups = optimizer.param_groups
    known = isinstance(optimizer, torch.optim.Adam | torch.optim.SGD)  # AdamW is an Adam too
    return known and len(groups) == 1 and bool(groups[0].get("fused"))


def _adam(group: dict[str, Any], states: list[dict[str, Tensor]], moved: list[Tensor], failed: Tensor | None) -> Move:
    kernel: Callable[..., object] = torch._fused_adamw_ if group["decoupled_weight_decay"] else torch._fused_adam_
    if failed is not None:
        kernel = partial(kernel, found_inf=failed)
    means, squares = [s["exp_avg"] for s in states], [s["exp_avg_sq"] for s in states]
    largest = [s["max_exp_avg_sq"] for s in states] if group["amsgrad"] else []
    counts, count = _shared_counts(states, failed)

    def move(grads: list[Tensor]) -> None:
        count()
        beta1, beta2 = group["betas"]
        kernel(
            moved,
            grads,
            means,
            squares,
            largest,
            counts,
            lr=group["lr"],
            beta1=beta1,
            beta2=beta2,
            weight_decay=group["weight_decay"],
            eps=group["eps"],
            amsgrad=group["amsgrad"],
            maximize=group["maximize"],
        )

    return move


def _shared_counts(states: list[dict[str, Tensor]], failed: Tensor | None) -> tuple[list[Tensor], Callable[[], object]]:
    """How many steps each parameter has taken, and what counts one more: one counter for all, where they agree.

    Steps that are not taken because an earlier one ``failed`` do not count.
    """
    first = states[0]["step"]
    one = torch.ones_like(first)  # adding a number makes a tensor of it each time
    if any(not torch.equal(first, state["step"]) for state in states):
        counts = [state["step"] for state in states]
        if failed is None:
            return counts, lambda: torch._foreach_add_(counts, 1)
        return counts, lambda: torch._foreach_add_(counts, one - failed)
    for state in states:
        state["step"] = first
    if failed is None:
        return [first] * len(states), lambda: first.add_(one)
    return [first] * len(states), lambda: first.add_(one).sub_(failed)


def _part_counts(optimizer: torch.optim.Optimizer) -> None:
    """Give each parameter its own counter again, as torch has it."""
    for state in optimizer.state.values():
        if isinstance(count := state.get("step"), Tensor):
            state["step"] = count.clone()


def _sgd(group: dict[str, Any], states: list[dict[str, Tensor]], moved: list[Tensor], failed: Tensor | None) -> Move:
    kernel: Callable[..., object] = torch._fused_sgd_
    if failed is not None:
        kernel = partial(kernel, found_inf=failed)
    buffers = [state["momentum_buffer"] for state in states] if group["momentum"] else []

    def move(grads: list[Tensor]) -> None:
        kernel(
            moved,
            grads,
            buffers,
            weight_decay=group["weight_decay"],
            momentum=group["momentum"],
            lr=group["lr"],
            dampening=group["dampening"],
            nesterov=group["nesterov"],
            maximize=group["maximize"],
            is_first_step=False,
        )

    return move
