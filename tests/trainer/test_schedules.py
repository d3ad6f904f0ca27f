"""A schedule changes the learning rate, the same way in a run, after a checkpoint and in the exported script."""

import contextlib
import io

import pytest
import torch

import builder
from builder.drawing.problems import SetParam
from builder.exporters.script import export
from builder.kinds import schedules
from tests.drawings import moons
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_step

SCHEDULES = [name for name in schedules.FIELDS[0].choices if name not in (schedules.NONE, schedules.PLATEAU)]
"""Those that count steps."""
EPOCHS = 2


def scheduled(name, **more):
    params = {"schedule": name, "lr": 0.05, "step_size": 3, "total_iters": 5, "gamma": 0.5, **more}
    edits = tuple(SetParam(id="objective", name=key, value=value) for key, value in params.items())
    return Experiment(document=moons(epochs=EPOCHS, batch_size=64).with_edits(edits))


def steps(state, times):
    """The loss of each step, and the learning rate after it."""
    state.net.train()
    return [(train_step(state)[0], state.optimizers[0].param_groups[0]["lr"]) for _ in range(times)]


@pytest.mark.parametrize("optimizer", ["Adam", "SGD"])
@pytest.mark.parametrize("name", SCHEDULES)
def test_a_run_with_a_schedule_goes_on_from_a_checkpoint_bit_for_bit(name, optimizer, tmp_path):
    experiment = scheduled(name, optimizer=optimizer)
    whole, state = begin(experiment), begin(experiment)
    told = steps(whole, whole.total_steps)
    first = steps(state, 4)
    checkpoint.save(state, tmp_path)
    assert first + steps(checkpoint.load(experiment, tmp_path), whole.total_steps - 4) == told
    assert len({rate for _, rate in told}) > 2


@pytest.mark.parametrize("every", [1, 2])
@pytest.mark.parametrize("name", SCHEDULES)
def test_the_exported_script_follows_the_same_schedule(name, every):
    experiment = scheduled(name, every=every)
    state = begin(experiment)
    told = [repr(loss) for loss, _ in steps(state, state.total_steps)]
    printed, threads = io.StringIO(), torch.get_num_threads()
    try:
        with contextlib.redirect_stdout(printed), torch.random.fork_rng():
            exec(compile(export(experiment.document), "script.py", "exec"), {"__name__": "__main__"})
    finally:
        torch.set_num_threads(threads)
    assert [line.split()[-1] for line in printed.getvalue().splitlines() if line.startswith("step ")] == told


def test_a_schedule_reads_like_hand_written_pytorch():
    source = builder.source(scheduled("CosineAnnealingLR").document)
    assert "return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)" in source
    assert "schedule" not in builder.source(moons())


def test_a_cosine_ends_at_nothing_and_one_cycle_rises_first():
    runs = {name: begin(scheduled(name)) for name in SCHEDULES}
    rates = {name: [rate for _, rate in steps(state, state.total_steps)] for name, state in runs.items()}
    assert rates["CosineAnnealingLR"][-1] == pytest.approx(0, abs=1e-9)
    assert max(rates["OneCycleLR"]) > rates["OneCycleLR"][0] > rates["OneCycleLR"][-1]
    assert rates["LinearLR"] == sorted(rates["LinearLR"])
    assert rates["LinearLR"][-1] == pytest.approx(0.05)
