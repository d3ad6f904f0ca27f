"""Looks at a network without changing its numbers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from trainer.step.random_state import put_back_after

_one_at_a_time = threading.RLock()
"""A network's mode and torch's random state are everybody's; a web process looks from several threads."""


@contextmanager
def looking(net: nn.Module) -> Iterator[None]:
    """Inside, the network answers as it would in use; its mode and all random states are put back after."""
    was_training = net.training
    with _one_at_a_time, put_back_after(net), torch.no_grad():
        net.eval()
        try:
            yield
        finally:
            net.train(was_training)
