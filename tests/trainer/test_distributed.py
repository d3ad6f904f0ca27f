"""One run on several processes: real ones, over gloo, started as a user starts them."""

import subprocess
import sys
from array import array
from dataclasses import replace

import pytest
import torch

import builder
from builder.drawing.document import Change
from builder.drawing.problems import SetParam
from tests.builder.test_blocks import two_goals
from tests.drawings import classifier
from tests.product import free_port
from tests.trainer.test_optimizers import NAMES as OPTIMIZERS
from trainer.distributed.dividing import Division, divide, leaves_parameters_out
from trainer.distributed.run import share
from trainer.distributed.team import Team, joined
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice, train_step

EQUAL = {"rtol": 1e-5, "atol": 1e-5}

NORMED = classifier(
    {
        "fc1": ("Linear", {"out_features": 16, "bias": False}),
        "norm": "BatchNorm1d",
        "relu": "ReLU",
        "fc2": ("Linear", {"out_features": 2}),
    },
    epochs=2,
    batch_size=101,
)
"""Batches of 101 and a last one of 14: no even shares; statistics that rest on the whole batch."""


def eventful(document):
    """The document with a schedule, and with a change of the batch size and the learning rate on the way."""
    node = document.graph.nodes["objective"]
    scheduled = node.model_copy(update={"params": {**node.params, "schedule": "CosineAnnealingLR"}})
    nodes = {**document.graph.nodes, "objective": scheduled}
    change = Change(step=5, batch_size=60, goals={"objective": {"lr": 0.003}})
    return document.model_copy(
        update={
            "blocks": {"main": document.graph.model_copy(update={"nodes": nodes})},
            "training": document.training.model_copy(update={"changes": (change,)}),
        }
    )


DOCUMENT = eventful(NORMED)


def train(document, folder, *options, processes=2):
    (folder / "document.json").write_text(document.model_dump_json())
    command = [sys.executable, "-m", "trainer", str(folder / "document.json"), "--processes", str(processes), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def losses(output):
    """The loss of each step, by its number."""
    lines = [line.split() for line in output.splitlines() if line.startswith("step")]
    return {int(line[1]): torch.tensor([float(loss) for loss in line[3:]]) for line in lines}


def undisturbed(document):
    """The losses of one process, and the state that it ends with."""
    state = begin(Experiment(document=document))
    told = [event.losses.values() for event in train_slice(state, 60) if isinstance(event, StepsEnded)]
    rows = [row for columns in told for row in zip(*(array("f", column) for column in columns), strict=True)]
    return {number: torch.tensor(row) for number, row in enumerate(rows, start=1)}, state


@pytest.mark.parametrize("options", [[], ["--sharded"]], ids=["replicated", "sharded"])
def test_two_processes_go_on_with_what_one_began_and_give_its_losses_and_its_weights(tmp_path, options):
    experiment = Experiment(document=DOCUMENT)
    expected, whole = undisturbed(DOCUMENT)
    state = begin(experiment)
    for _ in range(3):
        train_step(state)
    checkpoint.save(state, tmp_path / "run")
    both = train(DOCUMENT, tmp_path, "--out", str(tmp_path / "run"), *options)
    assert both.returncode == 0, both.stderr
    found = losses(both.stdout)
    assert list(found) == list(range(state.step + 1, whole.step + 1))
    for step, loss in found.items():
        torch.testing.assert_close(loss, expected[step], **EQUAL)
    ended = checkpoint.load(experiment, tmp_path / "run")  # by one process again
    assert ended.step == whole.step
    assert ended.is_finished
    for mine, theirs in zip(tensors(ended), tensors(whole), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-3, atol=1e-5)


def tensors(state):
    yield from state.net.state_dict().values()
    for _, known in sorted(state.optimizers[0].state_dict()["state"].items()):
        yield from (value for _, value in sorted(known.items()))


def test_several_objectives_take_their_turns_in_three_processes(tmp_path):
    document = two_goals()
    expected, _ = undisturbed(document)
    three = train(document, tmp_path, processes=3)
    assert three.returncode == 0, three.stderr
    found = losses(three.stdout)
    assert list(found) == list(expected)
    for step, loss in found.items():
        torch.testing.assert_close(loss, expected[step], equal_nan=True, **EQUAL)
    assert sum(" validation " in line for line in three.stdout.splitlines()) == document.training.epochs


def test_what_stands_in_the_way_is_told_once_and_in_words(tmp_path):
    ended = train(builder.STARTERS["tiny-bert"].document, tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.count("not_divisible: ") == 1
    assert "Traceback" not in ended.stderr


ROWS = 11


def tabled(seed, rows=ROWS):
    """A drawing that looks up in a table what rarely has no row there: in one process's share of a batch only."""
    table = {"scale": ("Scale", {"factor": -2.0}), "exp": "Exp", "whole": "ToLong"}
    layers = {**table, "table": ("Embedding", {"num_embeddings": rows, "embedding_dim": 3}), "flat": "Flatten"}
    layers |= {"norm": "BatchNorm1d", "fc": ("Linear", {"out_features": 2})}
    return classifier(layers, epochs=1, batch_size=16, seed=seed)


def test_what_a_follower_alone_can_not_compute_ends_all_and_is_told_once_with_the_steps_before_it(tmp_path):
    expected, whole = undisturbed(tabled(seed=0))
    both = train(tabled(seed=0), tmp_path, "--out", str(tmp_path / "run"))
    assert both.returncode == 1
    told, *then = both.stderr.splitlines()
    assert told.startswith(f"index_out_of_range: Step {whole.step + 1}: table has {ROWS} rows")
    assert list(losses(both.stdout)) == list(expected) == list(range(1, whole.step + 1))
    assert then[0].startswith(f"The state after step {whole.step} is kept in ")
    assert "index_out_of_range" not in "".join(then)
    assert checkpoint.load(Experiment(document=tabled(seed=0)), tmp_path / "run").step == whole.step


def ready(key):
    """A run before its first step, and a batch of it."""
    document = two_goals() if key == "two goals" else builder.STARTERS[key].document
    state = begin(Experiment(document=document))
    batch = {name: values[:30] for name, values in state.learn.items()}
    return state, batch | (state.program.sources(30, torch.Generator()) if state.program.sources else {})


@pytest.mark.parametrize("key", ["two-moons-mlp", "tiny-gpt", "resnet", "gan", "ddpm"])
def test_a_mean_over_samples_can_be_divided(key):
    state, batch = ready(key)
    assert {divide(state, goal, batch) for goal in state.program.goals} == {Division(is_sum=False)}


def test_a_sum_over_samples_can_be_divided_too():
    state, batch = ready("two-moons-mlp")
    goal = state.program.goals[0]
    summed = replace(goal, objective=lambda net, batch: goal.objective(net, batch) * len(batch["label"]))
    assert divide(state, summed, batch) == Division(is_sum=True)


def test_a_mean_over_what_is_hidden_can_not_be_divided():
    state, batch = ready("tiny-bert")
    with pytest.raises(TrainingProblem) as caught:
        divide(state, state.program.goals[0], batch)
    assert caught.value.problem.code == "not_divisible"
    assert caught.value.problem.node == "loss"


@pytest.mark.parametrize(("key", "leaves_out"), [("two-moons-mlp", False), ("two goals", True)])
def test_parameters_that_an_objective_leaves_out_are_noticed_and_nothing_changes(key, leaves_out):
    state, batch = ready(key)
    before = {name: value.clone() for name, value in state.net.state_dict().items()}
    assert leaves_parameters_out(state, batch) is leaves_out
    assert all(torch.equal(value, before[name]) for name, value in state.net.state_dict().items())
    assert all(parameter.grad is None for parameter in state.net.parameters())


def test_a_batch_without_a_row_for_each_is_refused():
    with pytest.raises(TrainingProblem) as caught:
        Team(0, 3, torch.device("cpu"), None).share(2)
    assert caught.value.problem.code == "batch_too_small"


@pytest.fixture(scope="module")
def team_of_one():
    """This process alone; torch takes the steps of its shards by the same rules as those of many."""
    with pytest.MonkeyPatch.context() as patch:
        places = {"RANK": 0, "WORLD_SIZE": 1, "LOCAL_RANK": 0, "LOCAL_WORLD_SIZE": 1}
        for name, value in {**places, "MASTER_ADDR": "localhost", "MASTER_PORT": free_port()}.items():
            patch.setenv(name, str(value))
        with joined("cpu") as team:
            yield team


def test_what_can_not_be_computed_on_the_first_samples_is_a_problem_of_its_node(team_of_one):
    with pytest.raises(TrainingProblem) as caught:
        share(begin(Experiment(document=tabled(seed=0, rows=2))), team_of_one, sharded=False)
    assert (caught.value.problem.code, caught.value.problem.node) == ("index_out_of_range", "table")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_moves_shards_as_it_moves_the_whole_or_is_refused_in_words(team_of_one, name):
    edits = (SetParam(id="objective", name="optimizer", value=name), SetParam(id="objective", name="lr", value=0.01))
    whole, shards = (begin(Experiment(document=NORMED.with_edits(edits))) for _ in range(2))
    if name in ("Adafactor", "Rprop"):
        with pytest.raises(TrainingProblem) as caught:
            share(shards, team_of_one, sharded=True)
        assert caught.value.problem.code == "not_shardable"
        return
    working = share(shards, team_of_one, sharded=True)
    for _ in range(3):
        expected, found = (torch.tensor(train_step(state)) for state in (whole, shards))
        torch.testing.assert_close(found, expected, **EQUAL)
    working.gather()
    for mine, theirs in zip(tensors(shards), tensors(whole), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(("rows", "size"), [(101, 2), (14, 3), (8, 8), (1000, 7)])
def test_every_row_of_a_batch_is_somebodys_and_shares_are_even(rows, size):
    shares = [Team(rank, size, torch.device("cpu"), None).share(rows) for rank in range(size)]
    assert [row for share in shares for row in range(rows)[share]] == list(range(rows))
    counts = [share.stop - share.start for share in shares]
    assert max(counts) - min(counts) <= 1
