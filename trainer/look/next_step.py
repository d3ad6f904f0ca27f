"""What the next step of training would do, found out without taking it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from builder.kinds.dataset import rows_of
from builder.script.moving import move
from trainer.run.state import State
from trainer.step.device import on_device
from trainer.step.random_state import put_back_after

ROWS = 64
SEED = 0


@dataclass(frozen=True)
class Gradients:
    """The gradient of each learned parameter on the probe batch, and the optimizer that would move it."""

    by_parameter: Mapping[nn.Parameter, Tensor]
    optimizers: Mapping[nn.Parameter, torch.optim.Optimizer]

    def update(self, parameter: nn.Parameter) -> Tensor | None:
        """How the optimizer would change a parameter for this gradient; None where it has none, or can't say.

        The optimizer's own step is taken on copies of the parameter and of what the optimizer remembers of it.
        """
        gradient, optimizer = self.by_parameter.get(parameter), self.optimizers.get(parameter)
        if gradient is None or optimizer is None or isinstance(optimizer, torch.optim.LBFGS):
            return None
        group = next(group for group in optimizer.param_groups if any(p is parameter for p in group["params"]))
        settings = {name: copy.deepcopy(value) for name, value in group.items() if name != "params"}
        twin = nn.Parameter(parameter.detach().clone())
        twin.grad = gradient.clone()
        make: Any = type(optimizer)
        trial: torch.optim.Optimizer = make([{**settings, "params": [twin]}])
        trial.state[twin] = copy.deepcopy(optimizer.state.get(parameter, {}))
        move(trial)
        return twin.detach() - parameter.detach()


def gradients(state: State) -> Gradients:
    """The gradients of all losses on the first training samples, each for the parameters that it moves."""
    batch = probe_batch(state)
    found: dict[nn.Parameter, Tensor] = {}
    movers: dict[nn.Parameter, torch.optim.Optimizer] = {}
    with as_in_training(state.net):
        for goal, optimizer in zip(state.program.goals, state.optimizers, strict=True):
            moved = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
            given = torch.autograd.grad(goal.objective(state.net, batch), moved, allow_unused=True)
            found |= {p: gradient for p, gradient in zip(moved, given, strict=True) if gradient is not None}
            movers |= dict.fromkeys(moved, optimizer)
    return Gradients(found, movers)


def probe_batch(state: State) -> dict[str, Tensor]:
    """The first training samples: no more of them than in a batch, for which there is memory."""
    most = min(ROWS, state.settings.training.batch_size)
    batch = {name: values[:most] for name, values in state.learn.items()}
    if state.program.sources:
        rows = rows_of(batch)
        batch |= on_device(state.program.sources(rows, torch.Generator().manual_seed(SEED)), state.device)
    return batch


@contextmanager
def as_in_training(net: nn.Module) -> Iterator[None]:
    """Inside, the network computes as in training, always with the same chance; after, its buffers are what they were.

    Nothing is left in ``grad``, and torch's random state is put back.
    """
    was_training = net.training
    kept = [(buffer, buffer.clone()) for buffer in net.buffers()]
    with put_back_after(net), torch.enable_grad():
        torch.manual_seed(SEED)
        net.train()
        try:
            yield
        finally:
            net.train(was_training)
            with torch.no_grad():
                for buffer, before in kept:
                    buffer.copy_(before)
