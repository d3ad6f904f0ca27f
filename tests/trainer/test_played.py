"""What is watched of networks that play: games and episodes, true by the rules and by what the network says."""

import pytest
import torch

from builder.games.cart_pole import CartPole
from builder.games.grid_world import GridWorld
from builder.games.parts.solved import Solved
from builder.games.tic_tac_toe import TicTacToe
from tests.trainer.test_probes import seen, starter, untrained, values
from trainer.look.looking import looking
from trainer.look.looks import look
from trainer.run.state import State


def that_likes(key: str, *favourites: int) -> State:
    """The network of a starter that says the same of everything: it likes these moves, the first of them most."""
    state = untrained(starter(key))
    scores = state.net.player.scores
    with torch.no_grad():
        scores.weight.zero_()
        scores.bias.copy_(torch.tensor([-10.0 - favourites.index(move) for move in range(len(scores.bias))]))
    return state


def test_a_game_goes_from_the_empty_board_to_its_end_by_the_moves_that_are_liked_most():
    state = untrained(starter("tic-tac-toe"))
    picture = seen(state, "game")
    solved, position = Solved.of(TicTacToe, torch.device("cpu")), TicTacToe.start(1)
    for number, each in enumerate(picture.positions[:-1]):
        with looking(state.net):
            scores, worth = state.net.player(position)
        legal = TicTacToe.legal(position)[0].nonzero().flatten().tolist()
        assert [move.cell for move in each.moves] == legal
        shares = scores[0, legal].softmax(0)
        assert [move.share for move in each.moves] == pytest.approx(shares.tolist(), abs=1e-6)
        assert [move.is_best for move in each.moves] == solved.best(position)[0, legal].tolist()
        assert each.made == legal[int(shares.argmax())]
        assert (each.worth, each.best) == (pytest.approx(worth.item(), abs=1e-6), int(solved.worth(position)))
        position = TicTacToe.after(position, torch.tensor([each.made]))
        later = picture.positions[number + 1].stones
        assert (later.count(1) - later.count(2), later[each.made]) == (1 - number % 2, 1 + number % 2)
    assert TicTacToe.is_over(position).all()
    assert (picture.positions[-1].made, picture.positions[-1].moves) == (None, ())


def test_who_makes_a_mistake_and_who_wins_is_said():
    picture = seen(that_likes("tic-tac-toe", *range(9)), "game")
    assert [each.made for each in picture.positions] == [0, 1, 2, 3, 4, 5, 6, None]
    assert picture.positions[-1].stones == (1, 2, 1, 2, 1, 2, 1, 0, 0)
    assert (picture.won, [each.best for each in picture.positions[:3]]) == ("first", [0, 0, 1])
    assert [move.cell for move in picture.positions[1].moves if move.is_best] == [4]
    assert picture.positions[-1].best == -1


def test_stones_fall_to_the_lowest_free_cell_of_a_column():
    picture = seen(that_likes("connect-four", 0, 1, 2, 3), "game")
    assert [each.made for each in picture.positions][:5] == [12, 8, 4, 0, 13]
    assert [move.cell for move in picture.positions[5].moves] == [9, 14, 15]
    assert (picture.rows, picture.columns) == (4, 4)


def test_a_network_that_says_nothing_finite_plays_no_game(caplog):
    state = untrained(starter("tic-tac-toe"))
    with torch.no_grad():
        state.net.player.scores.bias.fill_(torch.nan)
    assert list(look(state, ["game"])) == []
    assert not caplog.records


def test_an_episode_begins_in_a_held_out_state_and_goes_by_the_rules_to_its_end():
    state = that_likes("cart-pole", 1, 0)
    picture = seen(state, "episode")
    states = values(picture.states)
    assert torch.equal(states[0], state.validation["state"][0])
    assert set(picture.taken) == {1}
    pushed = CartPole.after(states[:-1], torch.ones(len(picture.taken), dtype=torch.int64))
    assert torch.allclose(states[1:], pushed)
    assert CartPole.is_over(states).tolist() == [False] * len(picture.taken) + [True]
    assert (picture.ended, picture.earned) == (True, len(picture.taken))


def test_an_episode_that_comes_to_no_end_is_as_long_as_episodes_are():
    picture = seen(that_likes("grid-world", 0, 1, 2, 3), "episode")  # up, where walls are
    assert (picture.ended, len(picture.taken)) == (False, GridWorld.longest)
    assert picture.earned == pytest.approx(-0.04 * GridWorld.longest)
    assert picture.actions[picture.taken[0]] == "up"
