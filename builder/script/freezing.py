"""Parts of a network that stay as they are: drawings compile to this, and exported scripts hold it."""

from __future__ import annotations

from torch import nn


def frozen(part: nn.Module) -> nn.Module:
    """A part that stays as it is and computes as when it answers: running statistics stay too, nothing is dropped."""
    part.requires_grad_(False).eval()
    vars(part)["train"] = stays.__get__(part)
    return part


def stays(part: nn.Module, mode: bool = True) -> nn.Module:
    """In place of `nn.Module.train`: the network around goes over to training, this part does not."""
    return part
