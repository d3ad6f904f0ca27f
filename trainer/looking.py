"""Looks at a network without changing its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def looking(net: nn.Module) -> Iterator[None]:
    """Inside, the network answers as it would in use; its mode and all random states are put back after."""
    was_training = net.training
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        net.eval()
        try:
            yield
        finally:
            net.train(was_training)
