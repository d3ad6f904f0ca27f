"""A training of several stages is one run: cut, killed, changed or exported, it gives the same numbers."""

from __future__ import annotations

import random

import pytest
import torch

import builder
from builder.compiler.program import compile
from builder.drawing.document import Change, Document, Stage, read_document
from builder.drawing.problems import SetParam
from builder.exporters.script import export
from tests.alone import printed_alone
from tests.drawings import block, draw, with_blocks
from tests.trainer.test_steering import planned, printed_by_run, printed_by_script, told
from trainer.__main__ import main
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import BestKept, Evaluated, Finished, StageBegan, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.run.moments import moments, weights_of
from trainer.sweeps.place import NoSuchPlace, place_of


def staged(document: Document, *stages: Stage, **training) -> Document:
    changed = document.training.model_copy(update={"stages": stages, **training})
    return read_document(document.model_copy(update={"training": changed}).model_dump(mode="json"))


def layerwise(**training) -> Document:
    """An autoencoder, one on its codes, and a classifier on top of both."""
    nodes = {
        "moons": ("TwoMoons", {"samples": 250}),
        "enc1": ("Linear", {"out_features": 6}),
        "norm": "BatchNorm1d",
        "act1": "Tanh",
        "dec1": ("Linear", {"out_features": 2}),
        "ae1": "MSELoss",
        "goal1": ("Objective", {"lr": 0.01, "over": "enc1, norm, dec1"}),
        "enc2": ("Linear", {"out_features": 4}),
        "act2": "Tanh",
        "drop": ("Dropout", {"p": 0.2}),
        "dec2": ("Linear", {"out_features": 6}),
        "stop": "Detach",
        "ae2": "MSELoss",
        "goal2": ("Objective", {"lr": 0.01, "optimizer": "SGD", "schedule": "OneCycleLR", "over": "enc2, dec2"}),
        "scores": ("Linear", {"out_features": 2}),
        "loss": "CrossEntropyLoss",
        "accuracy": "Accuracy",
        "goal3": ("Objective", {"lr": 0.01, "schedule": "CosineAnnealingLR"}),
        "answer": "Output",
    }
    edges = {
        "enc1.input": "moons.point",
        "norm.input": "enc1.output",
        "act1.input": "norm.output",
        "dec1.input": "act1.output",
        "ae1.input": "dec1.output",
        "ae1.target": "moons.point",
        "goal1.loss": "ae1.loss",
        "enc2.input": "act1.output",
        "act2.input": "enc2.output",
        "drop.input": "act2.output",
        "dec2.input": "drop.output",
        "stop.input": "act1.output",
        "ae2.input": "dec2.output",
        "ae2.target": "stop.output",
        "goal2.loss": "ae2.loss",
        "scores.input": "act2.output",
        "loss.input": "scores.output",
        "loss.target": "moons.label",
        "accuracy.input": "scores.output",
        "accuracy.target": "moons.label",
        "goal3.loss": "loss.loss",
        "answer.input": "scores.output",
    }
    stages = (
        Stage(name="First layer", epochs=2, objectives=("goal1",)),
        Stage(name="Second layer", epochs=2, objectives=("goal2",), frozen=("enc1", "norm"), batch_size=50),
        Stage(name="Fine-tune", epochs=3, objectives=("goal3",), goals={"goal3": {"lr": 0.003}}, monitor="accuracy"),
    )
    return staged(draw(nodes, edges, batch_size=64), *stages, **training)


def two_sets(**training) -> Document:
    """One encoder, learned on a large set and used on a small one."""
    nodes = {
        "many": ("TwoMoons", {"samples": 300}),
        "few": ("Xor", {}),
        "encoder": ("Linear", {"out_features": 8}),
        "act": "Tanh",
        "scores": ("Linear", {"out_features": 2}),
        "loss": "CrossEntropyLoss",
        "right": "Accuracy",
        "pretrain": ("Objective", {"lr": 0.02, "over": "encoder, scores"}),
        "again": ("Share", {"of": "encoder"}),
        "act2": "Tanh",
        "scores2": ("Linear", {"out_features": 2}),
        "loss2": "CrossEntropyLoss",
        "right2": "Accuracy",
        "tune": ("Objective", {"lr": 0.05, "over": "encoder, scores2"}),
        "answer": "Output",
    }
    edges = {
        "encoder.input": "many.point",
        "act.input": "encoder.output",
        "scores.input": "act.output",
        "loss.input": "scores.output",
        "loss.target": "many.label",
        "right.input": "scores.output",
        "right.target": "many.label",
        "pretrain.loss": "loss.loss",
        "again.input": "few.point",
        "act2.input": "again.output",
        "scores2.input": "act2.output",
        "loss2.input": "scores2.output",
        "loss2.target": "few.label",
        "right2.input": "scores2.output",
        "right2.target": "few.label",
        "tune.loss": "loss2.loss",
        "answer.input": "scores2.output",
    }
    stages = (
        Stage(name="Pre-train", epochs=2, objectives=("pretrain",), monitor="right", patience=1),
        Stage(name="Tune the head", epochs=2, objectives=("tune",), frozen=("encoder",), batch_size=2),
        Stage(name="Tune all", epochs=2, objectives=("tune",), batch_size=4),
    )
    return staged(draw(nodes, edges, batch_size=100), *stages, **training)


def growing(fades_in=False, **training) -> Document:
    """A network that becomes deeper."""
    cell = block(
        {"x": "Input", "fc": ("Linear", {"out_features": 6}), "act": "Tanh", "y": "Output"},
        {"fc.input": "x.output", "act.input": "fc.output", "y.input": "act.output"},
    )
    nodes = {
        "moons": ("TwoMoons", {"samples": 250}),
        "first": ("Linear", {"out_features": 6}),
        "deep": ("Repeat", {"block": "cell", "times": 3, "fades_in": fades_in}),
        "scores": ("Linear", {"out_features": 2}),
        "loss": "CrossEntropyLoss",
        "objective": ("Objective", {"lr": 0.02}),
    }
    edges = {
        "first.input": "moons.point",
        "deep.x": "first.output",
        "scores.input": "deep.y",
        "loss.input": "scores.output",
        "loss.target": "moons.label",
        "objective.loss": "loss.loss",
    }
    stages = (
        Stage(name="Flat", epochs=2, times={"deep": 1}),
        Stage(name="Deeper", epochs=2, times={"deep": 2}),
        Stage(name="Deep", epochs=1),
    )
    return staged(with_blocks(draw(nodes, edges, batch_size=64), cell=cell), *stages, **training)


def everything_frozen_that_can_be() -> Document:
    """Nodes without weights and functions are frozen too, which makes no difference."""
    document = layerwise()
    nodes = tuple(id for id in document.graph.nodes if id not in ("scores", "goal1", "goal2", "goal3"))
    return staged(
        document, Stage(epochs=1, objectives=("goal3",), frozen=nodes), Stage(epochs=1, objectives=("goal3",))
    )


DRAWINGS = {
    "frozen whatever it is": everything_frozen_that_can_be(),
    "layer by layer": layerwise(),
    "two data sets": two_sets(),
    "growing": growing(),
    "growing, faded in": growing(fades_in=True),
    "bfloat16": layerwise(precision="bfloat16"),
}


def events_of(document):
    return list(train_slice(begin(Experiment(document=document)), 1e9))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_with_stages_is_green_and_its_script_prints_the_numbers_of_the_run(name):
    document = DRAWINGS[name]
    assert [problem for problem in builder.check(document).problems if problem.severity == "error"] == []
    assert printed_by_script(document) == printed_by_run(document)


def test_a_script_with_stages_needs_nothing_else_and_the_command_line_prints_the_same(tmp_path, capsys):
    document = DRAWINGS["two data sets"]
    (tmp_path / "script.py").write_text(export(document))
    (tmp_path / "drawing.json").write_text(document.model_dump_json())
    alone = printed_alone(tmp_path / "script.py")
    assert main([str(tmp_path / "drawing.json"), "--device", "cpu"]) == 0
    assert capsys.readouterr().out == alone
    assert alone.count("stage ") == len(document.training.stages)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", DRAWINGS)
def test_cut_and_killed_in_any_stage_it_gives_the_numbers_of_one_never_stopped(name, seed, tmp_path):
    document, chance = DRAWINGS[name], random.Random(seed)
    experiment = Experiment(document=document)
    state, events = begin(experiment), []
    longest = 1 + state.total_steps // 5
    while not state.is_finished:
        part = list(train_slice(state, 1e9, until_step=state.step + chance.randint(1, longest)))
        if chance.random() < 0.5 and checkpoint.exists(tmp_path):  # killed before it could save
            state = checkpoint.load(experiment, tmp_path)
            continue
        checkpoint.save(state, tmp_path)
        events += part
        torch.manual_seed(chance.randint(0, 9))  # another run trained meanwhile
        if chance.random() < 0.5:
            state = checkpoint.load(experiment, tmp_path)
    assert told(events) == told(events_of(document))
    assert isinstance(events[-1], Finished)


def test_stages_are_told_with_where_they_begin_and_a_sleeping_loss_has_no_points():
    events = events_of(layerwise())
    stages = [event for event in events if isinstance(event, StageBegan)]
    assert [(stage.number, stage.name, stage.epoch) for stage in stages] == [
        (1, "First layer", 0),
        (2, "Second layer", 2),
        (3, "Fine-tune", 4),
    ]
    assert {stage.epochs for stage in stages} == {7}
    told_in = {name: event.epoch for event in events if isinstance(event, StepsEnded) for name in event.losses}
    assert told_in == {"ae1": 2, "ae2": 4, "loss": 7}
    first = next(event for event in events if isinstance(event, Evaluated))
    assert set(first.metrics) == {"ae1", "accuracy"}
    last = max(event.first_step + event.count - 1 for event in events if isinstance(event, StepsEnded))
    assert {stage.total_steps for stage in stages} == {last}


def test_what_a_stage_freezes_does_not_move_in_it_by_a_bit_and_moves_again_after_it():
    state = begin(Experiment(document=layerwise()))
    moved = {}
    for event in train_slice(state, 1e9):
        if isinstance(event, Evaluated):
            now = {name: value.clone() for name, value in state.net.state_dict().items()}
            moved.setdefault(state.stage, []).append(now)
    before, after = moved[0][-1], moved[1][-1]
    held = [name for name in before if name.startswith(("enc1", "norm"))]
    assert len(held) == 7
    assert all(torch.equal(before[name], after[name]) for name in held)
    assert not torch.equal(before["enc2.weight"], after["enc2.weight"])
    assert all(not torch.equal(after[name], moved[2][-1][name]) for name in held)


def test_a_growing_network_uses_its_first_copies_and_begins_as_before_where_they_fade_in():
    document = growing(fades_in=True)
    state = begin(Experiment(document=document))
    assert state.net.deep.depth == 1
    list(train_slice(state, 1e9, until_step=state.stage_steps))
    assert (state.stage, state.net.deep.depth) == (1, 2)
    point = torch.randn(5, 2)
    deeper = state.net(point)
    state.net.deep.depth = 1
    assert torch.equal(state.net(point), deeper)
    state.net.deep.depth = 2
    list(train_slice(state, 1e9))
    assert (state.stage, state.net.deep.depth) == (2, 3)
    assert compile(document).network().deep.depth == 3


def test_a_stage_that_stops_early_goes_on_from_its_best_weights_and_makes_the_run_shorter():
    document = two_sets()
    stages = (document.training.stages[0].model_copy(update={"epochs": 30}), *document.training.stages[1:])
    state = begin(Experiment(document=staged(document, *stages)))
    best, began = None, None
    for event in train_slice(state, 1e9):
        if isinstance(event, BestKept) and state.stage == 0:
            best = {name: value.clone() for name, value in state.early.weights.items()}
        if isinstance(event, StageBegan) and event.number == 2:
            began = {name: value.clone() for name, value in state.net.state_dict().items()}
            assert event.epoch < 30
            assert event.epochs == event.epoch + 4
    assert best
    assert all(torch.equal(best[name], began[name]) for name in best)


def test_what_each_stage_ended_with_is_kept_to_begin_from(tmp_path):
    state = begin(Experiment(document=layerwise()))
    ended = {}
    for event in train_slice(state, 1e9):
        if isinstance(event, Evaluated):
            ended[state.stage] = {name: value.clone() for name, value in state.net.state_dict().items()}
    checkpoint.save(state, tmp_path)
    told = {moment.name: moment.step for moment in moments(tmp_path)}
    assert told.keys() == {"last", "best", "after stage 1", "after stage 2"}
    assert told["after stage 1"] == 6
    for stage in (0, 1):
        _, weights = weights_of(tmp_path, f"after stage {stage + 1}")
        assert all(torch.equal(value, ended[stage][name]) for name, value in weights.items())
    again = checkpoint.load(Experiment(document=layerwise()), tmp_path)
    assert [end.step for end in again.stage_ends] == [end.step for end in state.stage_ends]


def test_a_run_whose_first_stage_was_short_is_extended_to_the_epoch_that_was_asked_for():
    document = two_sets()
    stages = (document.training.stages[0].model_copy(update={"epochs": 30}), *document.training.stages[1:])
    document = staged(document, *stages)
    state = begin(Experiment(document=document))
    list(train_slice(state, 1e9))
    ended = state.epoch
    state.wanted = [Change(step=state.step, epochs=ended + 3)]
    list(train_slice(state, 1e9))
    assert (state.epoch, state.epochs, state.total_steps) == (ended + 3, ended + 3, state.step)
    again = planned(document, state.changes)
    assert printed_by_script(again) == printed_by_run(again)


CHANGES = [
    Change(step=2, goals={"goal1": {"lr": 0.02}}),
    Change(step=5, goals={"goal3": {"lr": 0.1}, "goal2": {"momentum": 0.5}}),
    Change(step=6, batch_size=40),
    Change(step=14, epochs=9),
    Change(step=20, goals={"goal3": {"lr": 0.01}}, batch_size=80),
]


@pytest.mark.parametrize("changes", [CHANGES, CHANGES[:1], CHANGES[2:4], CHANGES[3:]])
def test_a_run_that_is_changed_in_its_stages_is_cut_and_exported_to_the_same_numbers(changes, tmp_path):
    document = planned(layerwise(), changes)
    reference = told(events_of(document))
    experiment = Experiment(document=document)
    state, events = begin(experiment), []
    while not state.is_finished:
        events += train_slice(state, 1e9, until_step=state.step + 3)
        checkpoint.save(state, tmp_path / "run")
        state = checkpoint.load(experiment, tmp_path / "run")
    assert told(events) == reference
    assert printed_by_script(document) == printed_by_run(document)
    assert state.epoch == (9 if any(change.epochs for change in changes) else 7)


def test_steps_are_replayed_in_every_stage_to_the_same_bits():
    replayed = events_of(layerwise())
    plain = list(train_slice(begin(Experiment(document=layerwise()), replays=False), 1e9))
    assert told(replayed) == told(plain)
    state = begin(Experiment(document=layerwise()))
    for event in train_slice(state, 1e9):
        if isinstance(event, Evaluated) and state.epoch > state.stage_began.epoch + 1:
            assert all(step.is_replayed for step in state.steps), state.stage


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([{"objectives": ["goal"]}], "'goal', which is no Objective"),
        ([{"objectives": ["goal1"], "frozen": ["enc"]}], "'enc', which is no node"),
        ([{"objectives": ["goal1"], "frozen": ["enc1", "norm", "dec1"]}], "freezes all that goal1 learns"),
        ([{"objectives": ["goal3"], "goals": {"goal3": {"optimizer": "SGD"}}}], "sets optimizer of goal3"),
        ([{"objectives": ["goal3"], "goals": {"goal3": {"lr": -1}}}], "lr"),
        ([{"objectives": ["goal3"], "goals": {"goal9": {"lr": 1}}}], "'goal9', which is no Objective"),
        ([{"objectives": ["goal1"], "monitor": "loss"}], "stops early by 'loss'"),
        ([{"objectives": ["goal1"], "times": {"enc1": 2}}], "no Repeat"),
        ([{"objectives": ["goal1", "goal3"]}], "goal3 is one of several Objectives"),
    ],
)
def test_a_stage_that_can_not_be_is_refused_in_words(stages, said):
    document = staged(layerwise(), *(Stage.model_validate(stage) for stage in stages))
    errors = [problem for problem in builder.check(document).problems if problem.severity == "error"]
    assert any(said in problem.message for problem in errors), errors


def test_more_copies_than_there_are_and_an_objective_that_never_runs_are_told():
    document = staged(growing(), Stage(times={"deep": 4}))
    assert any("4 copies of deep, which has 3" in problem.message for problem in builder.check(document).problems)
    document = staged(layerwise(), Stage(objectives=("goal1",)))
    warned = [problem.node for problem in builder.check(document).problems if problem.code == "stage"]
    assert sorted(warned) == ["goal2", "goal3"]


def test_a_sweep_can_not_vary_the_epochs_of_a_training_with_stages():
    with pytest.raises(NoSuchPlace, match="how long the stages are"):
        place_of(layerwise(), "training.epochs")
    assert place_of(layerwise(), "goal3.lr").node == "goal3"


@pytest.mark.parametrize("monitor", [None, "accuracy (EMA)"])
def test_a_stage_may_stop_by_what_averages_of_the_weights_give(monitor):
    document = layerwise().with_edits((SetParam(id="goal3", name="ema", value=0.9),))
    stage = Stage(epochs=3, objectives=("goal3",), monitor=monitor)
    document = staged(document, Stage(epochs=1, objectives=("goal1",)), stage, monitor="accuracy (EMA)")
    assert [problem for problem in builder.check(document).problems if problem.severity == "error"] == []
    (kept, *_) = (event for event in events_of(document) if isinstance(event, BestKept))
    assert kept.monitor == "accuracy (EMA)"
    assert printed_by_script(document) == printed_by_run(document)
