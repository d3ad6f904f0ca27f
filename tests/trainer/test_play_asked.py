"""Playing on the page: a board is given stone by stone, and what is told of it is true by the rules."""

import pytest
import torch

import builder
from builder.games.parts.solved import Solved
from builder.games.tic_tac_toe import TicTacToe
from builder.kinds.starter import cell, drawing, grid
from trainer.asking.answers.parts.told import Lines
from trainer.asking.ask import ask
from trainer.asking.asks import asks, held_out
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment


@pytest.fixture(scope="module")
def player():
    return begin(Experiment(document=builder.STARTERS["tic-tac-toe"].document))


@pytest.fixture(scope="module")
def pusher():
    return begin(Experiment(document=builder.STARTERS["cart-pole"].document))


def told(state, stones):
    return ask(state, {"position": stones}).told["moves"]


def test_a_position_is_asked_for_by_a_board_with_the_move_of_each_cell(player):
    (field,) = asks(player.drawing).fields
    assert (field.kind, field.title, field.rows, field.columns) == ("board", "Tic-tac-toe", 3, 3)
    assert field.cells == tuple(range(9))


@pytest.mark.parametrize(
    ("stones", "words"),
    [
        ([0] * 8, "9 cells; 8 were given"),
        ([3] + [0] * 8, "less than or equal to 2"),
        ([1, 1] + [0] * 7, "who moves has 2 stones and the other 0"),
        ([2, 2] + [0] * 7, "who moves has 0 stones and the other 2"),
        ("xo", "list"),
        ([0.5] * 9, "integer"),
        ([float("nan")] * 9, "finite"),
        ([0] * 20_000, "10000"),
    ],
)
def test_what_is_no_board_is_refused_in_words(player, stones, words):
    with pytest.raises(TrainingProblem, match=words) as caught:
        told(player, stones)
    assert caught.value.problem.code == "bad_input"


def test_every_legal_move_is_told_with_the_board_after_it(player):
    stones = [1, 1, 0, 2, 2, 0, 0, 0, 0]
    play = told(player, stones)
    assert [move.move for move in play.moves] == [2, 5, 6, 7, 8]
    assert play.board == tuple(stones)
    assert play.moves[0].board == (2, 2, 2, 1, 1, 0, 0, 0, 0)
    assert [move.ends for move in play.moves] == ["won", "", "", "", ""]
    assert sum(move.probability for move in play.moves) == pytest.approx(1)
    assert sum(move.searched for move in play.moves) == pytest.approx(1)
    assert max(play.moves, key=lambda move: move.searched).move == 2
    assert -1 <= play.worth <= 1 < play.simulations


def test_a_game_that_is_over_is_told_so_and_has_no_moves(player):
    lost = told(player, [2, 2, 2, 1, 1, 0, 0, 0, 0])
    assert (lost.over, lost.moves, lost.worth) == ("lost", (), None)
    drawn = told(player, [2, 1, 2, 2, 1, 1, 1, 2, 2])
    assert (drawn.over, drawn.moves) == ("drawn", ())


def test_a_held_out_position_is_told_with_what_perfect_play_would_do(player):
    sample = held_out(player.drawing, 5)
    stones = sample.fields["position"]
    right = sample.right["moves"]
    best = {move.move for move in right.moves if move.probability}
    position = torch.stack([torch.tensor(stones) == side for side in (1, 2)]).reshape(1, 2, 3, 3).float()
    assert best == set(Solved.of(TicTacToe, torch.device("cpu")).best(position)[0].nonzero().flatten().tolist())
    assert told(player, stones).board == tuple(stones)


def test_a_network_that_learned_moves_from_data_plays_too_without_looking_ahead():
    document = drawing(
        grid(
            [cell("game", "ConnectFour"), cell("flat", "Flatten"), cell("scores", "Linear", out_features=4)],
            [cell("answer", "Output"), cell("loss", "BCEWithLogitsLoss"), cell("objective", "Objective")],
            wires={
                "flat": "game.position",
                "scores": "flat",
                "answer": "scores",
                "loss": "scores",
                "loss.target": "game.best",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=1,
        batch_size=64,
    )
    play = ask(begin(Experiment(document=document)), {"position": [0] * 16}).told["answer"]
    assert (play.kind, [move.move for move in play.moves]) == ("move", [0, 1, 2, 3])
    assert [move.board.index(2) for move in play.moves] == [12, 13, 14, 15]
    assert play.searched is play.worth is play.moves[0].searched is None


def test_an_episode_is_told_from_the_state_that_is_given_to_its_end(pusher):
    episode = ask(pusher, {"state": [0.0, 0.0, 0.2, 1.5]}).told["actions"]
    assert (episode.kind, episode.world, episode.actions) == ("episode", "cart-pole", ("left", "right"))
    assert episode.ended
    assert episode.earned == len(episode.taken) == episode.states.shape[0] - 1 < 5
    assert isinstance(episode.states, Lines)
    assert sum(episode.probabilities) == pytest.approx(1)
    lying = ask(pusher, {"state": [0.0, 0.0, 1.0, 0.0]}).told["actions"]
    assert (lying.ended, lying.taken, lying.states.shape) == (True, (), (1, 4))
