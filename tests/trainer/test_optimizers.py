"""Every optimizer of an Objective learns, and goes on from a checkpoint as if it had never stopped."""

import inspect
import math

import pytest
import torch

import builder
from builder.drawing.problems import SetParam
from tests.drawings import moons
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_step

FIELDS = {param.name: param for param in builder.CATALOG["Objective"].spec.params}
NAMES = FIELDS["optimizer"].choices
NOT_OFFERED = {
    "LBFGS": "evaluates the loss several times a step",
    "SparseAdam": "wants sparse gradients",
    "Muon": "takes matrices only, no biases",
    "Optimizer": "the base class",
}


def objective(**params):
    edits = tuple(SetParam(id="objective", name=name, value=value) for name, value in params.items())
    return moons(epochs=3, batch_size=64).with_edits(edits)


def line(**params):
    source = builder.source(objective(**params))
    return next(line.strip() for line in source.splitlines() if "torch.optim." in line and "return" in line)


def test_every_optimizer_of_torch_is_offered_or_there_is_a_reason():
    torchs = {name for name, kind in vars(torch.optim).items() if inspect.isclass(kind)}
    assert torchs == set(NAMES) | set(NOT_OFFERED)


def steps(state, times):
    state.net.train()
    return [train_step(state)[0] for _ in range(times)]


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_is_saved_and_loaded_goes_on_bit_for_bit(name, tmp_path):
    experiment = Experiment(document=objective(optimizer=name, lr=0.01))
    whole, state = begin(experiment), begin(experiment)
    losses = steps(whole, 12)
    first = steps(state, 5)
    checkpoint.save(state, tmp_path)
    assert first + steps(checkpoint.load(experiment, tmp_path), 7) == losses
    assert all(math.isfinite(loss) for loss in losses)
    assert len(set(losses)) == 12


def test_what_is_left_at_torchs_own_is_not_written():
    assert line() == "return torch.optim.Adam(net.parameters(), lr=0.001, fused=True)"
    assert line(optimizer="SGD") == "return torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, fused=True)"
    assert line(optimizer="Adamax", lr=0.002) == "return torch.optim.Adamax(net.parameters(), lr=0.002)"


def test_what_is_set_is_written_where_the_optimizer_has_it():
    set_all = {"weight_decay": 0.1, "betas": "0.5, 0.9", "eps": 1e-6, "amsgrad": True, "nesterov": True, "rho": 0.5}
    adam = "return torch.optim.Adam(net.parameters(), lr=0.001, weight_decay=0.1, betas=(0.5, 0.9), eps=1e-06, "
    assert line(**set_all) == adam + "amsgrad=True, fused=True)"
    sgd = (
        "return torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, weight_decay=0.1, nesterov=True, fused=True)"
    )
    assert line(optimizer="SGD", **set_all) == sgd
    assert "nesterov" not in line(optimizer="SGD", nesterov=True, momentum=0.0)
    assert "rho=0.5" in line(optimizer="Adadelta", **set_all)
    assert "eps" not in line(optimizer="Adafactor", **set_all)


@pytest.mark.parametrize("betas", ["", "0.9", "1, 2", "0.9; 0.9", "(0.9, 0.9)", "__import__('os')"])
def test_betas_that_are_no_pair_of_fractions_are_a_problem(betas):
    report = builder.check(objective(betas=betas))
    assert [problem.code for problem in report.problems] == ["bad_param"]
    assert "such as '0.9, 0.999'" in report.problems[0].message
