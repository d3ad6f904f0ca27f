"""What weights start as, where that is not as torch does: drawings compile to this, and exported scripts hold it."""

from __future__ import annotations

import torch
from torch import nn


def initialized(part: nn.Module, way: str, std: float = 0.02) -> nn.Module:
    """A part whose weights start in this way, with biases at 0, but for layers that say it themselves."""
    for module in part.modules():
        if hasattr(module, "starts_by"):
            continue
        for name, parameter in module.named_parameters(recurse=False):
            if "bias" in name and way != "torch":
                nn.init.zeros_(parameter)
            elif "weight" in name and parameter.dim() > 1:
                start_weight(parameter, way, std)
        if nn.utils.parametrize.is_parametrized(module, "weight"):
            weight = torch.empty_like(torch.as_tensor(module.weight))
            start_weight(weight, way, std)
            module.weight = weight
        if isinstance(module, nn.Embedding) and module.padding_idx is not None:
            nn.init.zeros_(module.weight.detach()[module.padding_idx])
    vars(part)["starts_by"] = way
    return part


def start_weight(weight: torch.Tensor, way: str, std: float) -> None:
    """Fill a weight with what it starts as."""
    if way.startswith("kaiming"):
        start = nn.init.kaiming_uniform_ if way == "kaiming_uniform" else nn.init.kaiming_normal_
        start(weight, nonlinearity="relu")
    elif way == "normal":
        nn.init.normal_(weight, std=std)
    elif way != "torch":
        {
            "xavier_uniform": nn.init.xavier_uniform_,
            "xavier_normal": nn.init.xavier_normal_,
            "orthogonal": nn.init.orthogonal_,
            "zeros": nn.init.zeros_,
        }[way](weight)


def parametrized(layer: nn.Module, by: str) -> nn.Module:
    """A layer that learns its weight in another form: by length and direction, or so that it stretches by at most 1."""
    if by == "weight_norm":
        nn.utils.parametrizations.weight_norm(layer)
    elif by == "spectral_norm":
        nn.utils.parametrizations.spectral_norm(layer)
    return layer


def chrono(layer: nn.Module, longest: int) -> nn.Module:
    """An LSTM or GRU whose gates begin so that it remembers for up to so many steps.

    The bias of the gate that keeps begins at ln u, with u between 1 and ``longest - 1`` for each number that is
    remembered, so that this one is kept for about u steps; the gate that lets in begins at the negative of it.

    Reference: Tallec and Ollivier, "Can Recurrent Neural Networks Warp Time?", 2018.
    """
    size = int(vars(layer)["hidden_size"])
    for name, bias in layer.named_parameters():
        if not name.startswith("bias"):
            continue
        gates = bias.detach().view(-1, size)  # of an LSTM in, forget, new, out; of a GRU reset, keep, new
        gates[1] = gates[1].uniform_(1, max(longest - 1, 1)).log() if name.startswith("bias_ih") else 0
        if len(gates) == 4:
            gates[0] = -gates[1]
    vars(layer)["starts_by"] = "chrono"
    return layer
