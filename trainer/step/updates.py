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

from builder.script.moving import clip_gradients, gather_gradients, move

Move = Callable[[list[Tensor]], object]


_AS_TORCH = (("max_value", 0), ("l1", 0), ("accumulate", 1), ("warm_up", 0), ("ema", 0), ("rate_factor", 1))
"""Settings of `builder.script.moving` that change nothing; for any others gradients go through its functions."""


class Update:
    """One Objective's optimizer, given gradients. Settings are read at each step, so they may change between steps.

    ``norm`` is how long the gradients were before they were clipped, where they are.
    """

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        self._optimizer = optimizer
        self.parameters = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
        self.norm: Tensor | None = None
        self.begin_again()

    def __call__(self, moved: tuple[int, ...], grads: list[Tensor]) -> None:
        """Move the parameters in these places, by a gradient for each; the others stay."""
        if self._is_beyond_torch:
            self._as_in_scripts(moved, grads)
            return
        if max_norm := self._optimizer.param_groups[0].get("max_norm"):
            grads, self.norm = clipped(grads, max_norm)
        if self._move is None or moved != self._moved:
            self._begin(moved, grads)
        else:
            self._move(grads)

    def begin_again(self) -> None:
        """What is kept for a parameter may have to be other things than before."""
        self._move: Move | None = None
        self._moved: tuple[int, ...] = ()
        groups = self._optimizer.param_groups
        self._is_beyond_torch = any(group.get(name, same) != same for group in groups for name, same in _AS_TORCH)

    def _as_in_scripts(self, moved: tuple[int, ...], grads: list[Tensor]) -> None:
        """Let the functions of exported scripts make the update, with the optimizer's kernel in it."""
        for place, grad in zip(moved, grads, strict=True):
            self.parameters[place].grad = grad
        if not gather_gradients(self._optimizer):
            self._let_go()
            return
        self.norm = clip_gradients(self._optimizer)
        ready = tuple(place for place, parameter in enumerate(self.parameters) if parameter.grad is not None)
        if self._move is None or ready != self._moved:
            with torch.inference_mode(False), torch.no_grad():
                _part_counts(self._optimizer)
                for place in ready:
                    self.parameters[place].grad = self.parameters[place].grad.clone()
                move(self._optimizer)
            self._know(ready)
        else:
            by, given = self._move, [self.parameters[place].grad for place in ready]
            move(self._optimizer, lambda: by(given))
        self._let_go()

    def _let_go(self) -> None:
        for parameter in self.parameters:
            parameter.grad = None

    def _know(self, moved: tuple[int, ...]) -> None:
        parameters = [self.parameters[place] for place in moved]
        self._moved = moved
        self._move = _direct(self._optimizer, parameters) or partial(self._by_torch, parameters)

    def _begin(self, moved: tuple[int, ...], grads: list[Tensor]) -> None:
        """Take a step as torch takes it, which makes what state there is to keep; then find the kernel."""
        parameters = [self.parameters[place] for place in moved]
        with torch.inference_mode(False), torch.no_grad():  # what it keeps outlives a replayed step
            _part_counts(self._optimizer)
            self._by_torch(parameters, [grad.clone() for grad in grads])
        self._know(moved)

    def _by_torch(self, parameters: list[Tensor], grads: list[Tensor]) -> None:
        for parameter, grad in zip(parameters, grads, strict=True):
            parameter.grad = grad
        self._optimizer.step()
        if not self._is_beyond_torch:
            self._let_go()


def _direct(optimizer: torch.optim.Optimizer, moved: list[Tensor]) -> Move | None:
    """The fused kernel on what moves, or on that of one group after the other."""
    if not has_fused_kernel(optimizer) or any(p.is_complex() for p in moved):
        return None
    failed: Tensor | None = getattr(optimizer, "found_inf", None)
    kernel = _sgd if isinstance(optimizer, torch.optim.SGD) else _adam
    place_of = {parameter: place for place, parameter in enumerate(moved)}
    moves: list[tuple[Move, list[int]]] = []
    for group in optimizer.param_groups:
        places = [place_of[parameter] for parameter in group["params"] if parameter in place_of]
        if places:
            parameters = [moved[place] for place in places]
            moves.append((kernel(group, [optimizer.state[p] for p in parameters], parameters, failed), places))
    if len(moves) == 1:
        return moves[0][0]

    def move_all(grads: list[Tensor]) -> None:
        for move_group, places in moves:
            move_group([grads[place] for place in places])

    return move_all


def clipped(grads: list[Tensor], max_norm: float) -> tuple[list[Tensor], Tensor]:
    """Gradients as `torch.nn.utils.clip_grad_norm_` leaves them, and how long they were."""
    norm = torch.nn.utils.get_total_norm(grads)
    return list(torch._foreach_mul(grads, torch.clamp(max_norm / (norm + 1e-6), max=1.0))), norm


def has_fused_kernel(optimizer: torch.optim.Optimizer) -> bool:
    """Whether kernels move all that this optimizer moves, unless its ``found_inf`` says that they must not."""
    known = isinstance(optimizer, torch.optim.Adam | torch.optim.SGD)  # AdamW is an Adam too
    return known and all(bool(group.get("fused")) for group in optimizer.param_groups)


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
