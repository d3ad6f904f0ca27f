"""What perfect play comes to, by looking at every position that can be reached."""

import torch
from torch import Tensor

from builder.kinds.game import Game


def code_of(position: Tensor) -> Tensor:
    """A number for each position, no two alike: (N, 2, rows, columns) -> (N,)."""
    cells = (position[:, 0] + 2 * position[:, 1]).flatten(1).to(torch.int64)
    return (cells * 3 ** torch.arange(cells.shape[1], device=cells.device)).sum(1)


class Solved:
    """Every position that can be reached, and what each is worth to who moves if both play perfectly: -1, 0 or 1."""

    @classmethod
    def of(cls, game: type[Game], device: torch.device) -> "Solved":
        """A game, solved once."""
        name = f"{game.__name__} on {device}"
        if not hasattr(cls, name):
            setattr(cls, name, cls(game, device))
        found: Solved = getattr(cls, name)
        return found

    def __init__(self, game: type[Game], device: torch.device) -> None:
        self.game = game
        levels = [game.start(1).to(device)]
        while len(going := levels[-1][~game.is_over(levels[-1])]):
            place, move = game.legal(going).nonzero(as_tuple=True)
            found = game.after(going[place], move)
            _, which = code_of(found).unique(return_inverse=True)
            first = torch.zeros(int(which.max()) + 1, dtype=torch.int64, device=device)
            first[which] = torch.arange(len(which), device=device)  # one of those that are alike
            levels.append(found[first])
        self.positions = torch.cat(levels)
        self.codes = self.values = torch.zeros(0, dtype=torch.int64, device=device)
        for level in reversed(levels):
            worth = -game.has_lost(level).to(torch.int64)
            going = ~game.is_over(level)
            if going.any():
                worth[going] = self.after_each(level[going]).amax(1)
            order = torch.cat([self.codes, code_of(level)]).argsort()
            self.values = torch.cat([self.values, worth])[order]
            self.codes = torch.cat([self.codes, code_of(level)])[order]

    def worth(self, position: Tensor) -> Tensor:
        """What positions are worth to who moves: (N,) of -1, 0, 1."""
        return self.values[torch.searchsorted(self.codes, code_of(position))]

    def after_each(self, position: Tensor) -> Tensor:
        """What each move comes to for who makes it: (N, moves) of -1, 0, 1, and -2 for one that is not legal."""
        worth = torch.full((len(position), self.game.moves), -2, dtype=torch.int64, device=position.device)
        place, move = self.game.legal(position).nonzero(as_tuple=True)
        worth[place, move] = -self.worth(self.game.after(position[place], move))
        return worth

    def best(self, position: Tensor) -> Tensor:
        """Which moves are as good as any, where the game goes on: (N, moves) of yes and no."""
        worth = self.after_each(position)
        return (worth == worth.amax(1, keepdim=True)) & (worth > -2)
