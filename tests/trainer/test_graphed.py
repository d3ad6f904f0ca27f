"""Captured steps give the bits of computed ones; on the CPU, a tape stands for what only a GPU can capture."""

from dataclasses import replace

import pytest
import torch

from tests.drawings import moons
from tests.trainer.test_deferred import RUNS, WILD_RUNS, numbers, run, saved
from trainer.run import captured_steps, checkpoint
from trainer.run.beginning import begin
from trainer.run.captured_steps import GraphedStep
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from trainer.tape import record
from trainer.tape import replay as replayed

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")


def taped(objective, net, batch, parameters):
    return replayed(record(objective, net, batch, parameters))


def wrong(objective, net, batch, parameters):
    tape = taped(objective, net, batch, parameters)

    def step(*values):
        loss, grads = tape.step(*values)
        return loss, [grads[0] * 1.0000001, *grads[1:]]

    return replace(tape, step=step)


def refused(objective, net, batch, parameters):
    raise RuntimeError("operation not permitted when stream is capturing")


def begun(document, capture, **how):
    state = begin(Experiment(document=document), deferred=True, **how)
    assert state.failed is not None
    facts = zip(state.program.goals, state.optimizers, strict=True)
    state.steps = [GraphedStep(goal, state.net, moves, state.failed, capture=capture) for goal, moves in facts]
    return state


CAPTURED = [name for name in RUNS if not name.startswith("another")]


@pytest.mark.parametrize("name", CAPTURED)
def test_what_was_captured_gives_the_numbers_of_autograd(name):
    waits, expected = run(RUNS[name], 0, deferred=False)
    state = begun(RUNS[name], taped)
    assert numbers(list(train_slice(state, 60.0))) == expected
    assert repr(saved(state)) == repr(saved(waits))
    assert all(step.is_replayed for step in state.steps)


@pytest.mark.parametrize("name", WILD_RUNS)
def test_what_was_captured_stops_at_the_first_loss_that_is_not_finite(name):
    _, expected = run(WILD_RUNS[name], 0, deferred=False)
    assert repr(numbers(list(train_slice(begun(WILD_RUNS[name], taped), 60.0)))) == repr(expected)


@pytest.mark.parametrize("capture", [wrong, refused])
def test_what_gives_other_bits_or_can_not_be_captured_is_computed_by_autograd(capture):
    document = RUNS[CAPTURED[0]]
    state = begun(document, capture)
    assert numbers(list(train_slice(state, 60.0))) == run(document, 0, deferred=False)[1]
    assert not any(step.is_replayed for step in state.steps)


def test_long_steps_are_not_captured(monkeypatch):
    monkeypatch.setattr(captured_steps, "SHORT_S", 0.0)
    state = begun(moons(epochs=2), taped)
    list(train_slice(state, 60.0))
    assert not any(step.is_replayed for step in state.steps)


def test_a_checkpoint_of_a_gpu_goes_on_on_the_cpu(tmp_path):
    experiment = Experiment(document=RUNS[CAPTURED[0]])
    state = begin(experiment)
    list(train_slice(state, 60.0, until_step=4))
    state.device_rng = torch.arange(16, dtype=torch.uint8)  # as the generator of a GPU would have it
    checkpoint.save(state, tmp_path)
    again = checkpoint.load(experiment, tmp_path)
    assert torch.equal(again.device_rng, state.device_rng)
    *_, last = train_slice(again, 60.0)
    assert last.type == "finished"


@NO_GPU
@pytest.mark.parametrize("name", CAPTURED)
def test_on_a_gpu_captured_steps_give_the_bits_of_autograd(name):
    device = torch.device("cuda")
    states = [
        begin(Experiment(document=RUNS[name]), device=device, replays=replays, deferred=deferred)
        for replays, deferred in ((True, True), (False, True), (False, False))
    ]
    captured, eager, waiting = (numbers(list(train_slice(state, 60.0))) for state in states)
    assert captured == eager == waiting
    assert all(step.is_replayed for step in states[0].steps)


@NO_GPU
@pytest.mark.parametrize("end", ["cpu", "cuda"])
@pytest.mark.parametrize("start", ["cpu", "cuda"])
def test_a_run_moves_between_cpu_and_gpu(start, end, tmp_path):
    experiment = Experiment(document=RUNS[CAPTURED[0]])
    state = begin(experiment, device=torch.device(start))
    list(train_slice(state, 60.0, until_step=7))
    checkpoint.save(state, tmp_path)
    again = checkpoint.load(experiment, tmp_path, device=torch.device(end))
    *_, last = train_slice(again, 60.0)
    assert last.type == "finished"
    whole = begin(experiment, device=torch.device(start))
    list(train_slice(whole, 60.0))
    if start == end:
        assert again.losses == whole.losses
    assert again.step == whole.step
