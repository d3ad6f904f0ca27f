"""How well a network plays: by games, and by looking at every position."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from builder.games.parts.asking import AtRest, among, told
from builder.games.parts.solved import Solved
from builder.games.parts.tree_search import TreeSearch
from builder.kinds.game import Game


def chosen(game: type[Game], player: nn.Module, position: Tensor, simulations: int) -> Tensor:
    """The move that a network makes in each position, with so many simulations of search or with none: (N,)."""
    if simulations:
        return TreeSearch(game, simulations).search(player, position, None)[0].argmax(1)
    return among(told(player, position)[0], game.legal(position)).argmax(1)


class WinRate(nn.Module):
    """The share of games that a network wins, draws or loses against a perfect or a random player.

    It begins half of them. The other draws among all legal moves or, perfect, among those that are as good as any, by
    chance of its own that is always the same.
    """

    def __init__(
        self,
        game: type[Game],
        against: str = "perfect",
        counts: str = "lost",
        simulations: int = 0,
        games: int = 100,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.game, self.against, self.counts = game, against, counts
        self.simulations, self.games, self.seed = simulations, games, seed

    def forward(self, player: nn.Module, position: Tensor) -> Tensor:
        """The share: ()."""
        with AtRest(player):
            outcome = self.outcomes(player, position.device)
        return (outcome == {"won": 1, "drawn": 0, "lost": -1}[self.counts]).float().mean()

    def outcomes(self, player: nn.Module, device: torch.device) -> Tensor:
        """What each game comes to for the network: (games,) of -1, 0, 1."""
        game, chance = self.game, torch.Generator().manual_seed(self.seed)
        position = game.start(self.games).to(device)
        outcome = torch.zeros(self.games, device=device)
        is_its_turn = torch.arange(self.games, device=device) % 2 == 0
        for _ in range(game.longest):
            over = game.is_over(position)
            moves = self.others(position) if self.against == "perfect" else game.legal(position).float()
            drawn = torch.rand(moves.shape, generator=chance).to(device)
            move, asked = (moves * drawn).argmax(1), is_its_turn & ~over
            if asked.any():
                move[asked] = chosen(game, player, position[asked], self.simulations)
            position = torch.where(over[:, None, None, None], position, game.after(position, move))
            is_its_turn = torch.where(over, is_its_turn, ~is_its_turn)
        lost = game.has_lost(position).float()
        outcome += torch.where(is_its_turn, -lost, lost)
        return outcome

    def others(self, position: Tensor) -> Tensor:
        """The moves of perfect play: (N, moves) with 1 for each."""
        return Solved.of(self.game, position.device).best(position).float()


class OptimalMoves(nn.Module):
    """The share of positions in which a network's move is as good as any, by perfect play from there on.

    Of all positions that can be reached at most so many are looked at, spread evenly.
    """

    def __init__(self, game: type[Game], simulations: int = 0, most: int = 5000) -> None:
        super().__init__()
        self.game, self.simulations, self.most = game, simulations, most

    def forward(self, player: nn.Module, position: Tensor) -> Tensor:
        """The share: ()."""
        solved = Solved.of(self.game, position.device)
        going = solved.positions[~self.game.is_over(solved.positions)]
        some = going[:: -(-len(going) // self.most)]
        with AtRest(player):
            move = chosen(self.game, player, some, self.simulations)
        return solved.best(some).gather(1, move[:, None]).float().mean()
