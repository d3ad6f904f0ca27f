"""Monte Carlo tree search by a network's policy and value, for many positions at once.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from builder.games.parts.asking import AtRest, among, told
from builder.kinds.game import Game


class TreeSearch(nn.Module):
    """Looks ahead from positions by a network: which moves it then finds good, and what the positions are worth.

    Each simulation goes down by the moves that promise most (worth so far, and ``exploration`` times what the network
    likes and was tried little), asks the network about the first new position, and takes the answer back up.
    """

    def __init__(self, game: type[Game], simulations: int = 25, exploration: float = 1.5) -> None:
        super().__init__()
        self.game, self.simulations, self.exploration = game, simulations, exploration

    def forward(self, player: nn.Module, position: Tensor) -> tuple[Tensor, Tensor]:
        """The policy, (N, moves), and the value, (N, 1)."""
        with AtRest(player):
            tries, worth = self.search(player, position, None)
            return tries / tries.sum(1, keepdim=True).clamp(min=1), worth[:, None]

    def search(self, player: nn.Module, position: Tensor, noise: Tensor | None) -> tuple[Tensor, Tensor]:
        """How often each move was tried, (N, moves), and what the positions are worth, (N,).

        ``noise``, (N, moves), takes part in what the network likes of the first moves.
        """
        most = max(1, 200_000 // (self.simulations + 1))  # boards at once, so that the trees of all find room
        if len(position) > most:
            noises = noise.split(most) if noise is not None else [None] * -(-len(position) // most)
            each = [self.search(player, *part) for part in zip(position.split(most), noises, strict=True)]
            return torch.cat([tries for tries, _ in each]), torch.cat([worth for _, worth in each])
        game, many, device = self.game, len(position), position.device
        every, sizes = torch.arange(many, device=device), (many, self.simulations + 1, game.moves)
        child = torch.zeros(sizes, dtype=torch.int64, device=device)  # 0: none yet
        tries, sums, liked = (torch.zeros(sizes, device=device) for _ in range(3))
        seen = position.new_zeros(many, self.simulations + 1, *position.shape[1:])
        legal = torch.zeros(sizes, dtype=torch.bool, device=device)
        over = torch.zeros(sizes[:2], dtype=torch.bool, device=device)
        first = torch.zeros(many, dtype=torch.int64, device=device)

        def grow(node: Tensor, found: Tensor) -> Tensor:
            """Note positions as these nodes, and what each is worth to who moves."""
            scores, worth = told(player, found)
            free, lost = game.free(found), game.has_lost(found)
            ended, can = lost | ~free.any(1), free & ~lost[:, None]
            seen[every, node], legal[every, node], over[every, node] = found, can, ended
            liked[every, node] = among(scores, can).softmax(1)
            return torch.where(ended, -lost.float(), worth)

        begun = grow(first, position)
        if noise is not None:
            liked[:, 0] = noise * legal[:, 0] + (1 - noise.sum(1, keepdim=True)) * liked[:, 0]
        for number in range(1, self.simulations + 1):
            node, before, last, way = first, first, first, []
            goes_on = ~over[:, 0]
            while goes_on.any():
                tried = tries[every, node]
                promise = sums[every, node] / tried.clamp(min=1)
                bonus = self.exploration * liked[every, node] * (tried.sum(1, keepdim=True) + 1).sqrt() / (1 + tried)
                move = among(promise + bonus, legal[every, node]).argmax(1)
                way.append((node, move, goes_on))
                to = child[every, node, move]
                is_new = goes_on & (to == 0)
                child[every, node, move] = torch.where(is_new, number, to)
                before, last = torch.where(goes_on, node, before), torch.where(goes_on, move, last)
                node = torch.where(goes_on, child[every, node, move], node)
                goes_on = goes_on & ~is_new & ~over[every, node]
            if not way:
                break
            is_new = node == number
            found = torch.where(is_new[:, None, None, None], game.after(seen[every, before], last), seen[every, node])
            worth = grow(node, found)
            for node, move, was_there in reversed(way):
                worth = torch.where(was_there, -worth, worth)
                sums[every, node, move] += worth * was_there
                tries[every, node, move] += was_there
        tried = tries[:, 0]
        worth = torch.where(tried.sum(1) > 0, sums[:, 0].sum(1) / tried.sum(1).clamp(min=1), begun)
        return torch.where(tried.sum(1, keepdim=True) > 0, tried, liked[:, 0]), worth
