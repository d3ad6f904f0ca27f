"""What every test file here states beside its tests, for the contract that covers the whole folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class Example:
    """Parameters and inputs that a module or function of ours takes.

    ``params`` are those that a drawing has to set; ``inferred`` those that must follow from the inputs; ``fits`` are
    inputs that only a fit sees.
    """

    inputs: dict[str, Tensor]
    params: dict[str, Any] = field(default_factory=dict)
    inferred: dict[str, Any] = field(default_factory=dict)
    fits: dict[str, Tensor] = field(default_factory=dict)

    def run(self, target: Callable[..., Any]) -> tuple[Tensor, ...]:
        """What a class, made with the parameters, or a function gives for the inputs."""
        if isinstance(target, type):
            outputs = target(**self.params, **self.inferred)(**self.inputs)
        else:
            outputs = target(**self.inputs, **self.params)
        return outputs if isinstance(outputs, tuple) else (outputs,)


def random(*shape: int, seed: int = 0) -> Tensor:
    """Normally distributed numbers, the same each time."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def uniform(*shape: int, seed: int = 0) -> Tensor:
    """Numbers between 0 and 1, the same each time."""
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))
