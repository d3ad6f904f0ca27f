"""A sliced, paused, killed and moved run gives bit for bit the numbers of one that was not."""

import random
from array import array

import pytest
import torch

from tests.drawings import classifier, moons
from trainer.asking.ask import ask
from trainer.look.looks import look
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed, Finished, StepsEnded
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import train_slice

DROPOUT = classifier(
    {
        "fc1": ("Linear", {"out_features": 16}),
        "norm": "BatchNorm1d",
        "relu": "ReLU",
        "drop": ("Dropout", {"p": 0.3}),
        "fc2": ("Linear", {"out_features": 2}),
    },
    epochs=3,
    batch_size=100,
    seed=5,
)
"""Everything that has state or chance: running statistics, dropout, momentum, and a last batch of 24."""


WILD = {"optimizer": "SGD", "lr": 100.0, "weight_decay": 10.0}


def numbers(events):
    losses, scores = [], []
    for event in events:
        if isinstance(event, StepsEnded):
            assert event.first_step == len(losses) + 1
            losses += array("f", event.losses["loss"])
        elif isinstance(event, Evaluated):
            scores.append((event.step, event.metrics))
    return losses, scores


def undisturbed(document):
    return numbers(train_slice(begin(Experiment(document=document)), 60))


def test_every_step_is_told_once_and_every_epoch_is_measured():
    losses, scores = undisturbed(DROPOUT)
    assert len(losses) == 33
    assert [step for step, _ in scores] == [11, 22, 33]


def test_equal_experiments_give_equal_numbers_and_another_seed_gives_others():
    other = DROPOUT.model_copy(update={"training": DROPOUT.training.model_copy(update={"seed": 6})})
    assert undisturbed(DROPOUT) == undisturbed(DROPOUT)
    assert undisturbed(DROPOUT)[0] != undisturbed(other)[0]


@pytest.mark.parametrize("seed", range(4))
def test_a_run_cut_anywhere_and_loaded_elsewhere_gives_the_same_numbers(tmp_path, seed):
    chance = random.Random(seed)
    experiment, events = Experiment(document=DROPOUT), []
    state = begin(experiment)
    while not state.is_finished:
        for event in train_slice(state, 0.0 if chance.random() < 0.2 else chance.uniform(0.0005, 0.01)):
            events.append(event)
        checkpoint.save(state, tmp_path)
        torch.manual_seed(chance.randrange(1000))  # another run trained meanwhile
        if chance.random() < 0.7:
            state = checkpoint.load(experiment, tmp_path)
    assert numbers(events) == undisturbed(DROPOUT)
    assert isinstance(events[-1], Finished)


def test_a_slice_that_is_killed_between_events_is_repeated_exactly(tmp_path):
    experiment = Experiment(document=moons(epochs=40, batch_size=8))
    state = begin(experiment)
    for _ in train_slice(state, 60):
        if state.step > 500:
            break
        checkpoint.save(state, tmp_path)
    saved_at = int(sorted(tmp_path.iterdir())[-1].stem)
    again = checkpoint.load(experiment, tmp_path)
    assert again.step == saved_at
    rest, _ = numbers_from(again)
    whole, _ = undisturbed(experiment.document)
    assert rest == whole[saved_at:]


def numbers_from(state):
    losses = []
    for event in train_slice(state, 60):
        if isinstance(event, StepsEnded):
            losses += array("f", event.losses["loss"])
    return losses, state


def test_looking_and_trying_out_never_change_the_numbers():
    state = begin(Experiment(document=DROPOUT))
    events = []
    while not state.is_finished:
        for event in train_slice(state, 0.004):
            events.append(event)
            list(look(state, ["activation:fc1", "activation:drop"]))
            ask(state, {"point": [0.1, 0.2]})
    assert numbers(events) == undisturbed(DROPOUT)


def test_a_run_stops_at_the_next_flush_when_asked():
    state = begin(Experiment(document=moons(epochs=100_000, batch_size=1024)))
    events = list(train_slice(state, 60, should_pause=lambda: True))
    assert not state.is_finished
    assert sum(isinstance(event, StepsEnded) for event in events) >= 1
    assert state.step < 1_000


def test_a_loss_that_overflows_is_a_problem_that_names_the_node():
    document = moons()
    nodes = {**document.graph.nodes}
    nodes["objective"] = nodes["objective"].model_copy(update={"params": WILD})
    wild = document.model_copy(update={"blocks": {"main": document.graph.model_copy(update={"nodes": nodes})}})
    state = begin(Experiment(document=wild))
    events = list(train_slice(state, 60))
    assert isinstance(events[-1], Failed)
    assert len(numbers(events)[0]) == state.step, "the curve goes up to the step that failed"
    problem = events[-1].problem
    assert problem.code == "not_finite"
    assert problem.node in {"fc1", "relu", "fc2"}
    assert "learning rate" in problem.hint


@pytest.mark.parametrize("limits", [Limits(memory_bytes=1000), Limits(steps=10)])
def test_a_run_beyond_its_limits_is_refused_before_it_takes_memory(limits):
    with pytest.raises(TrainingProblem) as caught:
        begin(Experiment(document=moons()), limits)
    assert caught.value.problem.code == "too_large"


def test_a_giant_network_is_refused_in_words():
    giant = classifier({"a": ("Linear", {"out_features": 1_000_000}), "b": ("Linear", {"out_features": 1_000_000})})
    with pytest.raises(TrainingProblem, match="GiB"):
        begin(Experiment(document=giant))
