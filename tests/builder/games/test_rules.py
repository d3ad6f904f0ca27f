"""The rules of games, proved by looking at everything that can happen."""

import math

import pytest
import torch

from builder.games.cart_pole import CartPole
from builder.games.connect_four import ConnectFour
from builder.games.grid_world import GridWorld
from builder.games.parts.solved import Solved
from builder.games.tic_tac_toe import TicTacToe
from builder.registry.games import GAMES, WORLDS

CPU = torch.device("cpu")


@pytest.mark.parametrize(("game", "many"), [(TicTacToe, 5_478), (ConnectFour, 161_029)])
def test_as_many_positions_can_be_reached_as_others_have_counted_and_nobody_can_force_a_win(game, many):
    solved = Solved.of(game, CPU)
    assert len(solved.codes) == len(solved.codes.unique()) == many
    assert solved.worth(game.start(1)).tolist() == [0]


def test_tic_tac_toe_ends_as_it_is_known_to_end():
    """Of all games, move by move: 131,184 are won by who begins, 77,904 by the other, 46,080 by nobody."""

    ends = {"first": 0, "second": 0, "nobody": 0}
    positions, ways = TicTacToe.start(1), torch.ones(1)
    for number in range(10):
        over, lost = TicTacToe.is_over(positions), TicTacToe.has_lost(positions)
        ends["second" if number % 2 == 0 else "first"] += int(ways[lost].sum())
        ends["nobody"] += int(ways[over & ~lost].sum())
        place, move = TicTacToe.legal(positions).nonzero(as_tuple=True)
        if not len(place):
            break
        positions, ways = TicTacToe.after(positions[place], move), ways[place]
    assert ends == {"first": 131_184, "second": 77_904, "nobody": 46_080}


@pytest.mark.parametrize("key", GAMES)
def test_a_move_lays_one_stone_of_who_moves_and_nothing_else(key):
    game = GAMES[key].rules
    some = Solved.of(game, CPU).positions[::97]
    some = some[~game.is_over(some)]
    place, move = game.legal(some).nonzero(as_tuple=True)
    before, after = some[place], game.after(some[place], move)
    laid = after.flip(1) - before  # seen by the same player again
    assert laid.min() == 0
    assert (laid.flatten(1).sum(1) == 1).all()
    assert (laid[:, 1] == 0).all()
    cells = torch.tensor(GAMES[key].cells)
    assert torch.equal(cells[laid[:, 0].flatten(1).argmax(1)], move)


@pytest.mark.parametrize("key", GAMES)
def test_nobody_moves_when_it_is_over_and_it_is_over_in_time(key):
    game = GAMES[key].rules
    solved = Solved.of(game, CPU)
    over = game.is_over(solved.positions)
    assert torch.equal(over, ~game.legal(solved.positions).any(1))
    assert solved.positions.flatten(1).sum(1).max() <= game.longest


def test_stones_fall_down():
    position = ConnectFour.start(1)
    for column in (0, 0, 3):
        position = ConnectFour.after(position, torch.tensor([column]))
    assert position[0].nonzero().tolist() == [[0, 2, 0], [1, 3, 0], [1, 3, 3]]


def test_a_pole_falls_as_the_equations_say_and_the_cart_goes_where_it_is_pushed():
    state = torch.zeros(2, 4, dtype=torch.float64)
    after = CartPole.after(state, torch.tensor([0, 1]))
    push = 10 / 1.1
    bend = push / (0.5 * (4 / 3 - 0.1 / 1.1))
    drive = push + 0.1 * 0.5 * bend / 1.1
    assert torch.allclose(after[1], torch.tensor([0, 0.02 * drive, 0, -0.02 * bend], dtype=torch.float64))
    assert torch.equal(after[0], -after[1])
    assert CartPole.is_over(torch.tensor([[0, 0, math.radians(11.9), 0], [0, 0, math.radians(12.1), 0]])).tolist() == [
        False,
        True,
    ]


def test_pushing_always_to_one_side_ends_an_episode_soon():
    state, steps = CartPole.start(8, torch.Generator().manual_seed(0)), 0
    while not CartPole.is_over(state).all():
        state, steps = CartPole.after(state, torch.ones(8)), steps + 1
    assert 8 <= steps <= 12


def test_the_wall_of_the_grid_is_not_entered_and_the_good_end_is_worth_one():
    corner = torch.eye(12)[[8]]
    for action, cell in ((0, 4), (1, 4), (0, 0), (1, 1), (2, 1), (1, 2), (1, 3)):
        corner = GridWorld.after(corner, torch.tensor([action]))
        assert corner.argmax(1).tolist() == [cell]
    assert GridWorld.is_over(corner).all()
    assert GridWorld.reward(corner).tolist() == [1]
    assert GridWorld.reward(torch.eye(12)[[7, 0]]).tolist() == pytest.approx([-1, -0.04])


@pytest.mark.parametrize("key", WORLDS)
def test_a_world_begins_where_it_goes_on_and_its_words_fit_its_numbers(key):
    world = WORLDS[key]
    start = world.rules.start(50, torch.Generator().manual_seed(1))
    assert start.shape == (50, world.rules.numbers) == (50, len(world.columns))
    assert not world.rules.is_over(start).any()
    assert len(world.actions) == world.rules.actions
