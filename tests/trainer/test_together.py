"""A run in processes of its own, as a worker has it: real ones, that are steered, looked at, saved and killed."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
import torch

import builder
from builder.drawing.document import Change
from builder.drawing.problems import SetParam
from tests.product import are_gone, members
from tests.trainer.test_distributed import EQUAL, NORMED, ROWS, tabled
from trainer.distributed.messages import Job
from trainer.distributed.together import Together
from trainer.distributed.trainee import Alone
from trainer.problems import ProcessDied, TrainingProblem
from trainer.run import checkpoint
from trainer.run.batches import next_batch
from trainer.run.beginning import begin
from trainer.run.events import RunState
from trainer.run.experiment import Experiment
from trainer.run.rewind import again

LONGER = NORMED.model_copy(update={"training": NORMED.training.model_copy(update={"epochs": 400})})
EXPERIMENT = Experiment(document=NORMED)


def job(document, folder, **options):
    return Job(document=document.model_dump(mode="json"), folder=str(folder), device="cpu", **options)


@contextmanager
def together(document, folder, **options):
    run = Together(2, job(document, folder, **options))
    try:
        yield run
    finally:
        run.close()


def train(run, state, until_step=None, wanted=(), views=()):
    """Train on; ``state`` is what watchers see. What they look at."""
    seen = []
    for event in run.train(60.0, lambda: False, until_step, wanted):
        state.apply(event.model_copy(update={"seq": state.seq + 1}))
        seen += [view for some in run.look(views) for view, _ in some]
    return seen


def steered(run, folder):
    """A run with all that may happen to one on its way, and what its watchers see in the end."""
    state = RunState()
    seen = train(run, state, until_step=4, views=("activation:fc1", "weights:fc1"))
    change = Change(step=1, batch_size=60, goals={"objective": {"lr": 0.02}})
    seen += train(run, state, until_step=9, wanted=[change])
    run.save(folder, 1)
    train(run, state, wanted=[Change(step=1, epochs=3)])
    run.save(folder, 1)
    return state, seen


@pytest.mark.parametrize("sharded", [False, True], ids=["replicated", "sharded"])
def test_two_processes_are_steered_looked_at_and_saved_and_give_the_numbers_of_one(tmp_path, sharded):
    one, theirs = steered(Alone(begin(EXPERIMENT)), tmp_path / "one")
    with together(NORMED, tmp_path / "two", sharded=sharded) as run:
        two, ours = steered(run, tmp_path / "two")
        assert run.progress.granted == (4, 9)
    assert set(ours) == set(theirs) == {"activation:fc1", "weights:fc1"}
    assert (two.status, two.step, two.changes) == ("finished", one.step, one.changes)
    assert two.curves.keys() == one.curves.keys()
    for name, curve in one.curves.items():
        assert two.curves[name].steps == curve.steps
        torch.testing.assert_close(torch.tensor(two.curves[name].values), torch.tensor(curve.values), **EQUAL)
    saved = checkpoint.load(EXPERIMENT, tmp_path / "two")
    assert (saved.step, saved.is_finished, saved.granted) == (one.step, True, [4, 9])


@pytest.mark.parametrize("sharded", [False, True], ids=["replicated", "sharded"])
def test_what_torchs_optimizers_do_not_know_of_is_the_same_in_two_processes(tmp_path, sharded):
    options = {"accumulate": 2, "ema": 0.9, "l1": 0.001, "warm_up": 3, "max_norm": 0.5, "decay_biases": False}
    edits = (SetParam(id="objective", name=name, value=value) for name, value in options.items())
    document = NORMED.with_edits(tuple(edits))
    one, _ = steered(Alone(begin(Experiment(document=document))), tmp_path / "one")
    with together(document, tmp_path / "two", sharded=sharded) as run:
        two, _ = steered(run, tmp_path / "two")
    assert two.curves.keys() == one.curves.keys()
    assert {"rate/loss", "gradient/loss", "validation/loss (EMA)"} <= two.curves.keys()
    for name, curve in one.curves.items():
        assert list(two.curves[name].values) == pytest.approx(list(curve.values), rel=1e-3, abs=1e-4), name


def test_a_run_stops_early_with_the_best_weights_of_all_processes(tmp_path):
    stops = NORMED.training.model_copy(update={"monitor": "loss", "patience": 1, "min_delta": 10.0, "epochs": 9})
    document, state = NORMED.model_copy(update={"training": stops}), RunState()
    with together(document, tmp_path, sharded=True) as run:
        train(run, state)
        run.save(tmp_path, 1)
    assert (state.status, state.epoch) == ("finished", 2)
    assert "best" in state.reason or "epoch 1" in state.reason
    saved = checkpoint.load(Experiment(document=document), tmp_path)
    fresh = begin(Experiment(document=document))
    best, first = saved.early.weights["fc1.weight"], fresh.net.state_dict()["fc1.weight"]
    assert saved.early.best_epoch == 1
    assert not torch.equal(best, first), "the weights as they were gathered after the epoch, not as they began"


@pytest.mark.parametrize("sharded", [False, True], ids=["replicated", "sharded"])
def test_two_processes_go_on_with_a_convolutional_network_that_one_began(tmp_path, sharded):
    document, one, two = builder.STARTERS["digits-cnn"].document, RunState(), RunState()
    alone = Alone(begin(Experiment(document=document)))
    train(alone, RunState(), until_step=5)
    alone.save(tmp_path, 1)
    train(alone, one, until_step=15)
    with together(document, tmp_path, sharded=sharded) as run:
        assert run.progress.step == 5
        train(run, two, until_step=15)
    curves = [state.curves["train/loss"].values for state in (two, one)]
    assert len(curves[0]) == 10
    torch.testing.assert_close(torch.tensor(curves[0]), torch.tensor(curves[1]), **EQUAL)


@pytest.mark.parametrize("place", [0, 1], ids=["the leader", "a follower"])
def test_a_process_that_is_killed_is_told_and_takes_the_others_with_it(tmp_path, place):
    with together(LONGER, tmp_path) as run:
        processes = members(os.getpid())
        assert len(processes) == 2
        events = run.train(60.0, lambda: False)
        next(events)
        os.kill(processes[place], signal.SIGKILL)
        with pytest.raises(ProcessDied, match="SIGKILL"):
            list(events)
    assert are_gone(processes, 0)


def test_what_stands_in_the_way_is_a_problem_and_nobody_stays(tmp_path):
    with pytest.raises(TrainingProblem) as caught:
        Together(2, job(builder.STARTERS["tiny-bert"].document, tmp_path))
    assert (caught.value.problem.code, caught.value.problem.node) == ("not_divisible", "loss")
    assert members(os.getpid()) == []


OWNER = """
import sys
from trainer.distributed.messages import job_of
from trainer.distributed.together import Together

run = Together(2, job_of(sys.stdin.buffer.read()))
for event in run.train(60.0, lambda: False):
    print(event.type, flush=True)
"""


def test_no_process_outlives_the_one_that_started_it_even_when_that_is_killed(tmp_path):
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False) as owner:
        owner.stdin.write(job(LONGER, tmp_path).pack())
        owner.stdin.close()
        assert owner.stdout.readline() == b"steps_ended\n"
        orphans = members(owner.pid)
        assert len(orphans) == 2
        owner.kill()
        owner.wait()
    assert are_gone(orphans, 60)


IN_SHARE_OF = {"the leader": tabled(seed=1), "the follower": tabled(seed=0)}


@pytest.mark.parametrize("who", IN_SHARE_OF)
def test_a_fault_in_one_process_is_told_once_by_its_node_and_ends_all(tmp_path, who):
    document = IN_SHARE_OF[who]
    alone, expected = begin(Experiment(document=document)), RunState()
    train(Alone(alone), expected)
    batch, rows = next_batch(again(alone, alone.step))
    beyond = (-2 * batch["point"]).exp().amax(1) >= ROWS
    assert [bool(beyond[: rows // 2].any()), bool(beyond[rows // 2 :].any())] == [who == each for each in IN_SHARE_OF]
    with together(document, tmp_path) as run:
        processes, state = members(os.getpid()), RunState()
        train(run, state)
    assert are_gone(processes, 0)
    assert expected.problem.node == "table"
    assert (state.status, state.step, state.problem) == ("failed", alone.step, expected.problem)
