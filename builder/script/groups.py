"""What an optimizer moves, by how it does so; sources whose parameters are not all moved alike hold it."""

from __future__ import annotations

import torch
from torch import nn


def parameter_groups(*modules: nn.Module, decay_biases: bool, **settings: object) -> list[dict[str, object]]:
    """Parameters by the factor of their learning rate and by whether they decay: biases and norms may be left out."""
    groups: dict[tuple[float, bool], list[torch.Tensor]] = {}
    known: set[torch.Tensor] = set()
    for parameter, owner, factor in [found for module in modules for found in learned_in(module, 1.0)]:
        if parameter in known:
            continue  # tied to one that came before
        known.add(parameter)
        decays = decay_biases or (parameter.dim() > 1 and "Norm" not in type(owner).__name__)
        groups.setdefault((factor, decays), []).append(parameter)
    spared = {"weight_decay": 0.0, "l1": 0.0, "spared": True}
    return [
        {"params": parameters, **settings, "rate_factor": factor, **({} if decays else spared)}
        for (factor, decays), parameters in groups.items()
    ]


def learned_in(module: nn.Module, factor: float) -> list[tuple[torch.Tensor, nn.Module, float]]:
    """The parameters of a module with where they are, and the factors of all around them multiplied."""
    factor *= getattr(module, "rate_factor", 1.0)
    inner = [found for child in module.children() for found in learned_in(child, factor)]
    return [(parameter, module, factor) for parameter in module.parameters(recurse=False)] + inner
