"""A network plays against itself, and learns from what came of it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from builder.games.parts.asking import AtRest, among, told
from builder.games.parts.tree_search import TreeSearch
from builder.kinds.game import Game


class SelfPlay(nn.Module):
    """Gives positions of games that a network played against itself, and what it should have said of them.

    While it trains, it plays a game from each position that comes in once in so many batches, all at once, and keeps
    the last so many positions; each batch is drawn from these. Measured, it gives the first that it keeps. What it
    keeps are buffers, so that a run that is taken up again goes on with the same games.
    """

    positions: Tensor
    policies: Tensor
    outcomes: Tensor
    kept: Tensor
    batches: Tensor

    def __init__(
        self,
        game: type[Game],
        simulations: int = 25,
        every: int = 60,
        keep: int = 8000,
        explores: int = 4,
        temperature: float = 1.0,
        noise: float = 0.25,
        spread: float = 0.6,
        empty: float = 0.5,
    ) -> None:
        super().__init__()
        self.game, self.simulations, self.every, self.keep = game, simulations, every, keep
        self.explores, self.temperature, self.empty = explores, temperature, empty
        self.noise, self.spread = noise, spread
        self.register_buffer("positions", game.start(keep))
        self.register_buffer("policies", torch.full((keep, game.moves), 1 / game.moves))
        self.register_buffer("outcomes", torch.zeros(keep, 1))
        self.register_buffer("kept", torch.tensor(0))
        self.register_buffer("batches", torch.tensor(0))

    def forward(self, player: nn.Module, start: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Positions, the policy of each, (N, moves), and the outcome, (N, 1)."""
        many, device = len(start), start.device
        if self.training:
            if int(self.batches) % self.every == 0:
                with AtRest(player):
                    boards = self.game.start(round(many * self.empty)).to(start)
                    self.play(player, torch.cat([boards, start[len(boards) :]]))
            self.batches += 1
            rows = torch.randint(self.there, (many,), device=device)
        else:
            rows = torch.arange(many, device=device) % self.there
        return self.positions[rows], self.policies[rows], self.outcomes[rows]

    @property
    def there(self) -> int:
        """How many positions are kept, and one while there are none: the empty board."""
        return min(max(int(self.kept), 1), self.keep)

    def play(self, player: nn.Module, position: Tensor) -> None:
        """Play one game from each position, and keep what came of it."""
        seen, policies, going = [], [], []
        for number in range(self.game.longest):
            going.append(~self.game.is_over(position))
            if not going[-1].any():
                break
            policy = self.policy(player, position)
            seen.append(position)
            policies.append(policy)
            drawn = torch.multinomial(policy ** (1 / self.temperature), 1)[:, 0]
            move = drawn if number < self.explores else policy.argmax(1)
            after = self.game.after(position, move)
            position = torch.where(going[-1][:, None, None, None], after, position)
        turn, outcomes = -self.game.has_lost(position).float(), []
        for was_going in reversed(going[: len(seen)]):
            turn = torch.where(was_going, -turn, turn)
            outcomes.append(turn)
        count = torch.cat(going[: len(seen)])
        self.note(torch.cat(seen)[count], torch.cat(policies)[count], torch.cat(outcomes[::-1])[count])

    def policy(self, player: nn.Module, position: Tensor) -> Tensor:
        """How likely it makes each move: (N, moves)."""
        legal, spread = self.game.legal(position), torch.full((), self.spread)
        drawn = (
            torch.distributions.Gamma(spread, torch.ones(())).sample(legal.shape).to(position).clamp(min=1e-9) * legal
        )
        noise_of_each = self.noise * drawn / drawn.sum(1, keepdim=True).clamp(min=1e-9)
        if self.simulations:
            search = TreeSearch(self.game, self.simulations)
            tries, _ = search.search(player, position, noise_of_each)
        else:
            scores, _ = told(player, position)
            tries = among(scores, legal).softmax(1) * (1 - self.noise) + noise_of_each
        tries = torch.where(legal.any(1, keepdim=True), tries, 1.0)  # nothing is drawn of it once a game is over
        return tries / tries.sum(1, keepdim=True)

    def note(self, positions: Tensor, policies: Tensor, outcomes: Tensor) -> None:
        """Keep positions in the places of the oldest."""
        positions, policies, outcomes = positions[-self.keep :], policies[-self.keep :], outcomes[-self.keep :]
        places = (int(self.kept) + torch.arange(len(positions), device=positions.device)) % self.keep
        self.positions[places], self.policies[places] = positions, policies
        self.outcomes[places] = outcomes[:, None]
        self.kept += len(positions)
