"""How a network is asked while it plays."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class AtRest:
    """While it lasts, a network is in use: nothing in it is dropped, no gradient is kept. Then it is as before."""

    def __init__(self, net: nn.Module) -> None:
        self.net, self.modes, self.still = net, [(part, part.training) for part in net.modules()], torch.no_grad()

    def __enter__(self) -> None:
        self.still.__enter__()
        self.net.eval()

    def __exit__(self, *error: object) -> None:
        for part, mode in self.modes:
            part.training = mode
        self.still.__exit__(None, None, None)


def told(player: nn.Module, position: Tensor) -> tuple[Tensor, Tensor]:
    """What a network says of positions: a score of each move, and what they are worth, 0 where it says nothing."""
    given = player(position)
    scores, worth = (given[0], given[1]) if isinstance(given, tuple) else (given, torch.zeros_like(given[:, :1]))
    return scores.float(), worth.float().reshape(len(position), -1)[:, 0]


def among(scores: Tensor, legal: Tensor) -> Tensor:
    """Scores of which those of moves that are not legal are the least."""
    return scores.masked_fill(~legal, -1e9)
