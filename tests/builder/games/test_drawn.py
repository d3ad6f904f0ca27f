"""Nodes that play, in a drawing: what they need is said in words, and the source holds game, search and loop."""

import math

import pytest
import torch

import builder
from builder.drawing.problems import AddNode, Connect, SetParam
from builder.kinds.starter import cell, drawing, grid
from builder.registry.games import GAMES, WORLDS
from trainer.distributed.dividing import divide
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import evaluate, train_step

TIC_TAC_TOE = builder.STARTERS["tic-tac-toe"].document
CART_POLE = builder.STARTERS["cart-pole"].document


def said(document, *edits):
    return [f"{each.message} {each.hint}" for each in builder.check(document.with_edits(edits)).problems]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (SetParam(id="play", name="of", value="playr"), "play: there is no node 'playr' here that could play."),
        (SetParam(id="play", name="of", value="learner"), "play: there is no node 'learner' here that could play."),
        (SetParam(id="play", name="game", value="connect-four"), "is played from (N, 2, 4, 4); (N, 2, 3, 3) came in"),
        (SetParam(id="play", name="game", value="chess"), "chess"),
    ],
)
def test_what_can_not_play_is_told(edit, words):
    assert any(words in message for message in said(TIC_TAC_TOE, edit))


def test_a_network_of_other_scores_than_there_are_moves_is_told():
    player = TIC_TAC_TOE.blocks["player"]
    nodes = {**player.nodes, "scores": player.nodes["scores"].model_copy(update={"params": {"out_features": 8}})}
    blocks = {**TIC_TAC_TOE.blocks, "player": player.model_copy(update={"nodes": nodes})}
    messages = said(TIC_TAC_TOE.model_copy(update={"blocks": blocks}))
    assert any("must give a score for each of 9 moves first, (N, 9), not (N, 8)" in each for each in messages)


def test_to_search_a_network_must_say_what_a_position_is_worth():
    edits = [
        AddNode(id="flat", type="Flatten"),
        AddNode(id="alone", type="Linear", params={"out_features": 9}),
        Connect(target="flat.input", source="game.position"),
        Connect(target="alone.input", source="flat.output"),
        Connect(target="moves.input", source="alone.output"),
        SetParam(id="play", name="of", value="alone"),
    ]
    assert any("The node alone is made for (N, 18), not for (N, 2, 3, 3)" in each for each in said(TIC_TAC_TOE, *edits))
    player = TIC_TAC_TOE.blocks["player"]
    nodes = {id: node for id, node in player.nodes.items() if id != "worth"}
    edges = {target: source for target, source in player.edges.items() if target != "worth.input"}
    blocks = {**TIC_TAC_TOE.blocks, "player": player.model_copy(update={"nodes": nodes, "edges": edges})}
    messages = said(TIC_TAC_TOE.model_copy(update={"blocks": blocks}))
    assert any("to search, the node player must give a second answer" in each.lower() for each in messages)


def test_the_source_holds_the_rules_and_the_search_and_no_rules_of_other_games():
    source = builder.source(TIC_TAC_TOE)
    for name in ("class TicTacToe(InARow)", "class TreeSearch", "class SelfPlay", "class Solved", "class WinRate"):
        assert source.count(name) == 1
    assert "ConnectFour" not in source
    script = builder.EXPORTERS["script"].write(TIC_TAC_TOE, {}).decode()
    assert script.count("class TicTacToe(InARow)") == script.count("class Solved") == 1


def test_what_learns_by_a_share_alone_counts_as_learned():
    report = builder.check(TIC_TAC_TOE)
    assert report.is_trainable
    assert report.parameters == 18 * 96 + 96 + 96 * 96 + 96 + 96 * 10 + 10


def test_several_processes_are_refused_where_a_network_plays():
    state = begin(Experiment(document=CART_POLE))
    batch = {name: values[:4] for name, values in state.learn.items()}
    with pytest.raises(TrainingProblem, match="each of several processes would play for itself"):
        divide(state, state.program.goals[0], batch)


def test_the_answer_alone_is_exported_without_game_or_search():
    net = builder.network(TIC_TAC_TOE).eval()
    graph = torch.export.export(net, (torch.zeros(2, 2, 3, 3),))
    assert [tuple(out.shape) for out in graph.module()(torch.zeros(2, 2, 3, 3))] == [(2, 1), (2, 9)]


def test_compiling_what_plays_is_refused_in_words():
    training = TIC_TAC_TOE.training.model_copy(update={"compiled": True})
    (problem,) = builder.check(TIC_TAC_TOE.model_copy(update={"training": training})).problems
    assert (problem.code, problem.node) == ("not_compiled", "play")
    assert "how long a game lasts depends on what is played" in problem.message


def small(starts, player, *nodes, wires):
    """A drawing of data, a block that plays, and nodes that play with it."""
    block = grid(
        [
            cell("x", "Input"),
            cell("flat", "Flatten"),
            cell("scores", "Linear", out_features=player),
            cell("a", "Output"),
        ],
        [None, None, cell("judge", "Linear", out_features=1), cell("b", "Output")],
        wires={"flat": "x", "scores": "flat", "judge": "flat", "a": "scores", "b": "judge"},
    )
    main = grid(
        [cell("data", starts), cell("player", "Block", block="player"), cell("out", "Output")],
        [*nodes, cell("learner", "Share", of="player"), cell("objective", "Objective")],
        wires={"player.x": f"data.{builder.CATALOG[starts].fields[0].name}", "out": "player.a", **wires},
    )
    return drawing(main, player=block, epochs=1, batch_size=8)


@pytest.mark.parametrize("key", GAMES)
def test_every_game_can_be_drawn_and_learned_by_self_play(key):
    game = GAMES[key]
    document = small(
        game.rules.__name__,
        game.rules.moves,
        cell("play", "SelfPlay", of="player", game=key, simulations=3, keep=100),
        cell("search", "TreeSearch", of="player", game=key, simulations=3),
        cell("loss", "CrossEntropyLoss"),
        cell("rate", "WinRate", of="player", game=key, against="random", counts="won", games=4),
        cell("best", "OptimalMoves", of="player", game=key, most=50),
        cell("measured", "Measure"),
        wires={
            "play.start": "data.position",
            "search.position": "data.position",
            "measured.signal": "search.value",
            "rate.position": "data.position",
            "best.position": "data.position",
            "learner.x": "play.position",
            "loss": "learner.a",
            "loss.target": "play.policy",
            "objective.loss": "loss.loss",
        },
    )
    state = begin(Experiment(document=document))
    losses = [train_step(state)[0] for _ in range(2)]
    assert all(map(math.isfinite, losses))
    assert not any(step.is_replayed for step in state.steps)
    state.validation = {name: values[:8] for name, values in state.validation.items()}
    metrics = evaluate(state).metrics
    assert 0 <= metrics["rate"] <= 1
    assert 0 < metrics["best"] <= 1
    assert -1 <= metrics["measured"] <= 1


@pytest.mark.parametrize("key", WORLDS)
def test_every_environment_can_be_drawn_and_acted_in(key):
    world = WORLDS[key]
    document = small(
        f"{world.rules.__name__}Starts",
        world.rules.actions,
        cell("episodes", "Episodes", of="player", world=key, steps=4),
        cell("loss", "PolicyGradientLoss"),
        wires={
            "episodes.start": "data.state",
            "learner.x": "episodes.observation",
            "loss.scores": "learner.a",
            "loss.action": "episodes.action",
            "loss.advantage": "episodes.gain",
            "objective.loss": "loss.loss",
        },
    )
    # the block sees one state at a time while it plays, and all steps of an episode while it learns
    block = document.blocks["player"]
    nodes = {id: node for id, node in block.nodes.items() if id != "flat"}
    edges = {**block.edges, "scores.input": "x.output", "judge.input": "x.output"}
    del edges["flat.input"]
    blocks = {**document.blocks, "player": block.model_copy(update={"nodes": nodes, "edges": edges})}
    state = begin(Experiment(document=document.model_copy(update={"blocks": blocks})))
    assert math.isfinite(train_step(state)[0])
