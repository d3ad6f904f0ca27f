"""A network before its first step, in scripts of runs that were changed on their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

Split = dict[str, torch.Tensor]


def new_network(network: Callable[[], Any], fit: Callable[[Any, Split], None] | None, learn: Split) -> Any:
    """A network with fresh weights, which has counted over all that is learned from, where it has to."""
    net = network().to(memory_format=torch.channels_last)  # 2-d convolutions are fastest so
    if fit:
        fit(net.eval(), learn)
    return net
