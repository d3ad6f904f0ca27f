"""Where torch's random numbers stand: those of the CPU and, where a network is on a GPU, those of the GPU.

What is said of GPUs here has not been run: there was none.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import torch
from torch import Tensor, nn

from trainer.step.device import CPU


def device_of(net: nn.Module) -> torch.device:
    """What a network is computed on; the CPU where it has nothing that would say so."""
    return next((value.device for values in (net.parameters(), net.buffers()) for value in values), CPU)


def rng_of(device: torch.device) -> Tensor:
    """The random state of a GPU; nothing for the CPU, whose state torch keeps apart."""
    return torch.cuda.get_rng_state(device) if device.type == "cuda" else torch.empty(0, dtype=torch.uint8)


def set_rng_of(device: torch.device, state: Tensor) -> None:
    """Let a GPU's random numbers go on from here; from where they are, if the state is that of no GPU."""
    if device.type == "cuda" and len(state):
        torch.cuda.set_rng_state(state, device)


def put_back_after(net: nn.Module) -> AbstractContextManager[None]:
    """What is drawn inside, where a network is computed too, leaves no trace."""
    device = device_of(net)
    return torch.random.fork_rng(devices=[device] if device.type == "cuda" else [])
