"""Positions of a game as data, with what perfect play makes of them."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.datasets.parts.division import by_group, divided
from builder.games.parts.solved import Solved, code_of
from builder.kinds.dataset import Parts
from builder.kinds.game import Game


def positions_of(game: type[Game], samples: int, seed: int, turned: bool) -> Parts:
    """So many positions of a game that goes on, drawn from all that can be reached.

    Those that are mirror images of each other, or ``turned`` ones, are in the same part.
    """
    solved = Solved.of(game, torch.device("cpu"))
    going = solved.positions[~game.is_over(solved.positions)]
    position = going[torch.randperm(len(going), generator=torch.Generator().manual_seed(seed))[:samples]]
    alike = torch.stack([code_of(image) for image in images(position, turned)]).amin(0)
    _, group = alike.unique(return_inverse=True)
    best, worth = solved.best(position).float(), solved.worth(position).float()
    return divided({"position": position, "best": best, "worth": worth}, by_group(group))


def images(position: Tensor, turned: bool) -> list[Tensor]:
    """Positions and their mirror images, also by quarters of a turn."""
    turns = [position.rot90(quarter, (2, 3)) for quarter in range(4 if turned else 1)]
    return [image for each in turns for image in (each, each.flip(3))]
