"""The network of a run as it was before it learned anything."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

import torch
from torch import nn

from trainer.look.scene import Scene
from trainer.run.fitting import fit
from trainer.run.state import State
from trainer.step.random_state import put_back_after

MOST_PARAMETERS = 20_000_000
"""A larger network is not made a second time for the sake of a look."""

_made: WeakKeyDictionary[nn.Module, nn.Module] = WeakKeyDictionary()


def untrained(state: State) -> Scene | None:
    """The same drawing with fresh weights of the same seed, to be looked at; None where that would take too much.

    Weights that the run began from are left out: these have learned something.
    """
    if state.drawing.parameters > MOST_PARAMETERS:
        return None
    if state.net not in _made:
        _made[state.net] = _fresh(state)
    return Scene(replace(state, net=_made[state.net]))


def _fresh(state: State) -> nn.Module:
    with put_back_after(state.net):
        torch.manual_seed(state.experiment.document.training.seed)
        net = state.drawing.network()
        fit(state.drawing, net, state.experiment.document.training)
        net.to(state.device)
        net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # as the run's: the same numbers
        return net.eval()
