"""How a network begins from weights: runs do it with these functions, and so do exported scripts."""

from __future__ import annotations

from torch import Tensor, nn


def take_weights(net: nn.Module, given: dict[str, Tensor], nodes: dict[str, str]) -> list[str]:
    """Let a network begin from weights: what fits by name and shape is taken. The names of what was.

    ``nodes`` says which parts of the network take theirs, and from which part there; none: all, by their own names.
    """
    taken = []
    for name, value in net.state_dict().items():
        there = name_there(name, nodes)
        if there in given and given[there].shape == value.shape:
            value.copy_(given[there])
            taken.append(name)
    return taken


def name_there(name: str, nodes: dict[str, str]) -> str:
    """What a weight of this network is called where others come from; nothing, if it is to stay as it is."""
    for here, there in nodes.items():
        if name.startswith(here + "."):
            return there + name.removeprefix(here)
    return "" if nodes else name
