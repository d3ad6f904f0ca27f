"""What `torch.compile` makes of a loss: runs that ask for it train by this, and exported scripts hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def compiled(objective: Callable[..., Any]) -> Callable[..., Any]:
    """Let a loss be computed by code that is made for it, once for each size of batch: the same size, the same bits."""
    compile: Any = torch.compile  # its own types do not know recompile_limit yet
    made: Callable[..., Any] = compile(objective, dynamic=False, recompile_limit=64)
    return made
