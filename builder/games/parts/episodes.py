"""A network acts in an environment, and is told what came of it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from builder.games.parts.asking import AtRest, told
from builder.kinds.game import World


class Episodes(nn.Module):
    """Lets a network act from each state that comes in until the episode is over, and gives all that happened.

    While it trains, actions are drawn as likely as the network makes them; measured, it takes the likeliest. An
    episode has at most ``steps`` actions. Where it was over earlier, ``going`` is 0 and all that it gives is 0.
    """

    def __init__(self, world: type[World], steps: int = 200, discount: float = 0.99) -> None:
        super().__init__()
        self.world, self.steps, self.discount = world, steps, discount

    def forward(self, player: nn.Module, start: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Observations, (N, T, numbers), and for each the action, the discounted return and whether it was going on."""
        state, going = start, ~self.world.is_over(start)
        many, device = len(start), start.device
        seen = torch.zeros(self.steps, many, self.world.numbers, device=device)
        actions = torch.zeros(self.steps, many, dtype=torch.int64, device=device)
        gains, goings = (torch.zeros(self.steps, many, device=device) for _ in range(2))
        with AtRest(player):
            for step in range(self.steps):
                if not going.any():
                    break
                scores, _ = told(player, state)
                action = torch.multinomial(scores.softmax(1), 1)[:, 0] if self.training else scores.argmax(1)
                after = self.world.after(state, action)
                seen[step], actions[step], goings[step] = state * going[:, None], action * going, going
                gains[step] = self.world.reward(after) * going
                state, going = torch.where(going[:, None], after, state), going & ~self.world.is_over(after)
        for step in reversed(range(self.steps - 1)):
            gains[step] += self.discount * gains[step + 1]
        return seen.transpose(0, 1), actions.T, gains.T, goings.T
