"""Search finds what perfect play knows, self-play keeps what was played, measures tell good players from bad ones."""

import pytest
import torch
from torch import nn

from builder.games.grid_world import GridWorld
from builder.games.parts.episodes import Episodes
from builder.games.parts.matches import OptimalMoves, WinRate
from builder.games.parts.self_play import SelfPlay
from builder.games.parts.solved import Solved
from builder.games.parts.tree_search import TreeSearch
from builder.games.tic_tac_toe import TicTacToe

SOLVED = Solved.of(TicTacToe, torch.device("cpu"))
GOING = SOLVED.positions[~TicTacToe.is_over(SOLVED.positions)]


class Knows(nn.Module):
    """Says what perfect play says."""

    def forward(self, position):
        return SOLVED.after_each(position).float(), SOLVED.worth(position)[:, None].float()


class KnowsNothing(nn.Module):
    def forward(self, position):
        return torch.zeros(len(position), 9), torch.zeros(len(position), 1)


def begun(many=8):
    return TicTacToe.start(many)


def right(policy, positions):
    return SOLVED.best(positions).gather(1, policy.argmax(1, keepdim=True)).float().mean()


def test_the_longer_a_search_looks_ahead_the_more_of_its_moves_are_best_though_its_network_knows_nothing():
    some = GOING[::45]
    shares = [right(TreeSearch(TicTacToe, many)(KnowsNothing(), some)[0], some) for many in (2, 20, 150)]
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.97


def test_a_search_takes_a_win_that_is_there_and_says_what_it_is_worth():
    position = torch.zeros(1, 2, 3, 3)
    position[0, 0, 0, :2] = position[0, 1, 1, :2] = 1
    policy, value = TreeSearch(TicTacToe, 60)(KnowsNothing(), position)
    assert policy.argmax() == 2
    assert policy.sum() == pytest.approx(1)
    assert value > 0.6


def test_a_search_leaves_each_board_to_itself():
    some = GOING[::500]
    policies, values = TreeSearch(TicTacToe, 15)(KnowsNothing(), some)
    for place in range(len(some)):
        policy, value = TreeSearch(TicTacToe, 15)(KnowsNothing(), some[place : place + 1])
        assert torch.equal(policy[0], policies[place])
        assert torch.equal(value[0], values[place])


def test_more_boards_than_find_room_are_searched_one_part_after_the_other():
    many = GOING[:1100]
    policies, values = TreeSearch(TicTacToe, 199)(KnowsNothing(), many)
    policy, value = TreeSearch(TicTacToe, 199)(KnowsNothing(), many[-3:])
    assert torch.equal(policies[-3:], policy)
    assert torch.equal(values[-3:], value)


def test_a_search_of_a_game_that_is_over_says_how_it_ended():
    lost = SOLVED.positions[TicTacToe.has_lost(SOLVED.positions)][:3]
    assert TreeSearch(TicTacToe, 5)(KnowsNothing(), lost)[1].flatten().tolist() == [-1, -1, -1]


def test_perfect_players_draw_every_game_and_each_position_is_worth_that_to_both():
    torch.manual_seed(0)
    games = SelfPlay(TicTacToe, simulations=40, noise=0.0, explores=0, every=1, keep=200, empty=1.0)
    games(Knows(), begun())
    kept = int(games.kept)
    assert 8 * 5 <= kept <= 8 * 9
    assert (games.outcomes[:kept] == 0).all()


def test_who_made_the_last_move_of_a_game_that_was_won_is_told_so():
    torch.manual_seed(0)
    games = SelfPlay(TicTacToe, simulations=0, every=1, keep=4000)
    positions, policies, outcomes = games(KnowsNothing(), begun(200))
    assert (positions.shape, policies.shape, outcomes.shape) == ((200, 2, 3, 3), (200, 9), (200, 1))
    kept = int(games.kept)
    positions, policies, outcomes = games.positions[:kept], games.policies[:kept], games.outcomes[:kept, 0]
    assert set(outcomes.tolist()) == {-1, 0, 1}
    assert (policies[~TicTacToe.legal(positions)] < 1e-6).all()
    only = TicTacToe.legal(positions).sum(1) == 1
    after = TicTacToe.after(positions[only], TicTacToe.legal(positions[only]).float().argmax(1))
    assert only.sum() > 20
    assert torch.equal(outcomes[only], TicTacToe.has_lost(after).float())


def test_the_oldest_positions_make_room_and_between_games_nothing_is_played():
    torch.manual_seed(0)
    games, kept = SelfPlay(TicTacToe, simulations=0, every=3, keep=50), []
    for _ in range(7):
        games(KnowsNothing(), begun())
        kept.append(int(games.kept))
    assert 0 < kept[0] == kept[1] == kept[2] < kept[3] == kept[4] == kept[5] < kept[6]
    assert kept[6] > 100 > games.there == 50


def test_measured_it_gives_the_same_positions_and_plays_nothing():
    torch.manual_seed(0)
    games = SelfPlay(TicTacToe, simulations=0).eval()
    chance = torch.get_rng_state()
    positions, policies, outcomes = games(KnowsNothing(), begun(3))
    assert not positions.any()
    assert not outcomes.any()
    assert (policies == 1 / 9).all()
    assert torch.equal(chance, torch.get_rng_state())


def test_a_perfect_player_never_loses_and_one_who_knows_nothing_does():
    def rate(player, **settings):
        return WinRate(TicTacToe, **settings)(player, begun()).item()

    assert rate(Knows(), counts="lost") == rate(Knows(), against="random", counts="lost") == 0
    assert rate(Knows(), counts="drawn") == 1
    assert rate(Knows(), against="random", counts="won") > 0.8
    assert rate(KnowsNothing(), counts="lost") > 0.8
    assert rate(KnowsNothing(), counts="lost", simulations=60) < 0.5


def test_the_share_of_best_moves_is_that_of_every_position_that_goes_on():
    assert OptimalMoves(TicTacToe)(Knows(), begun()) == 1
    first_legal = right(TicTacToe.legal(GOING).float(), GOING)
    assert OptimalMoves(TicTacToe)(KnowsNothing(), begun()) == first_legal < 0.8


def test_a_network_plays_at_rest_and_is_then_as_it_was():
    player = nn.Sequential(nn.Flatten(), nn.Dropout(), nn.Linear(18, 9))
    player[1].eval()
    WinRate(TicTacToe, games=2)(player, begun())
    assert [part.training for part in player] == [True, False, True]


class GoesUpAndRight(nn.Module):
    def forward(self, state):
        return torch.eye(4)[torch.where(state.argmax(-1) >= 4, 0, 1)] * 50, torch.zeros(len(state), 1)


def test_an_episode_is_told_step_by_step_with_what_it_earned_from_there_on():
    start = torch.eye(12)[[8, 2]]
    seen, actions, gains, going = Episodes(GridWorld, steps=8, discount=0.5).eval()(GoesUpAndRight(), start)
    assert seen.shape == (2, 8, 12)
    assert seen[0, :5].argmax(1).tolist() == [8, 4, 0, 1, 2]
    assert actions[0, :5].tolist() == [0, 0, 1, 1, 1]
    assert going.sum(1).tolist() == [5, 1]
    assert gains[0, :5].tolist() == pytest.approx([-0.0125, 0.055, 0.19, 0.46, 1])
    assert not seen[0, 5:].any()
    assert not gains[:, 5:].any()
