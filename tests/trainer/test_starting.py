"""Weights start as a layer or an Objective says, and are learned in the form that is chosen: in run and script."""

import math

import pytest
import torch
from torch import nn

import builder
from builder.drawing.problems import SetParam
from builder.exporters.safetensors import EXPORTER
from builder.kinds.starting import WAYS
from tests.drawings import draw
from tests.trainer.test_steering import drawing, printed_by_run, printed_by_script, told, undisturbed
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice


def with_params(document, **params):
    edits = (SetParam(id=id, name=name, value=value) for id, values in params.items() for name, value in values.items())
    return document.with_edits(tuple(edits))


def new(document):
    torch.manual_seed(0)
    return begin(Experiment(document=document)).net


@pytest.mark.parametrize("way", WAYS)
def test_the_script_starts_from_the_weights_of_its_run(way):
    document = drawing(epochs=1, objective={"init": way, "lr": 0.01})
    assert printed_by_script(document) == printed_by_run(document)


def test_an_orthogonal_weight_is_orthogonal_and_biases_are_nothing():
    net = new(drawing(objective={"init": "orthogonal"}))
    assert torch.allclose(net.fc1.weight.T @ net.fc1.weight, torch.eye(2), atol=1e-5)
    assert not net.fc2.bias.any()
    assert torch.equal(net.norm.weight, torch.ones(6)), "scales of norms stay"


@pytest.mark.parametrize(("kind", "gates"), [("LSTM", 4), ("GRU", 3)])
def test_gates_start_so_that_they_hold_for_as_long_as_is_asked(kind, gates):
    document = draw(
        {
            "memory": "LongMemory",
            "gated": (kind, {"hidden_size": 6, "init": "chrono", "longest": 50}),
            "last": "Select",
            "scores": ("Linear", {"out_features": 4}),
            "loss": "CrossEntropyLoss",
            "objective": "Objective",
        },
        {
            "gated.input": "memory.sequence",
            "last.input": "gated.output",
            "scores.input": "last.output",
            "loss.input": "scores.output",
            "loss.target": "memory.label",
            "objective.loss": "loss.loss",
        },
    )
    gated = new(document).gated
    keep = gated.bias_ih_l0.view(gates, 6)[1] + gated.bias_hh_l0.view(gates, 6)[1]
    assert 0 <= keep.min() < keep.max() <= math.log(49)
    if kind == "LSTM":
        assert torch.equal(gated.bias_ih_l0[:6], -keep)
    assert f"self.gated = chrono(nn.{kind}(6, 6, batch_first=True), 50)" in builder.source(document)
    assert printed_by_script(document) == printed_by_run(document)


def test_a_layer_that_says_it_itself_is_not_started_by_the_objective():
    document = with_params(drawing(objective={"init": "normal"}), fc2={"init": "zeros"}, fc1={"init": "kaiming_normal"})
    net = new(document)
    assert not net.fc2.weight.any()
    assert net.fc1.weight.std() > 0.1
    assert "self.fc2 = initialized(nn.Linear(6, 2), 'zeros')" in builder.source(document)
    assert "initialized(self, 'normal', std=0.02)" in builder.source(document)


def test_a_drawing_that_says_nothing_reads_as_before():
    assert "initialized" not in builder.source(drawing())


@pytest.mark.parametrize("form", ["weight_norm", "spectral_norm"])
def test_a_weight_in_another_form_is_trained_exported_and_gone_on_with_exactly(form, tmp_path):
    document = with_params(drawing(objective={"lr": 0.05, "init": "xavier_normal"}), fc1={"parametrization": form})
    assert printed_by_script(document) == printed_by_run(document)
    experiment, events = Experiment(document=document), []
    state = begin(experiment)
    while not state.is_finished:
        events += train_slice(state, 1e9, until_step=state.step + 5)
        checkpoint.save(state, tmp_path)
        state = checkpoint.load(experiment, tmp_path)
    assert told(events) == undisturbed(document)
    assert nn.utils.parametrize.is_parametrized(state.net.fc1, "weight")
    assert EXPORTER.write(document, checkpoint.weights(tmp_path).last)


def test_a_spectral_norm_keeps_the_largest_stretch_at_one():
    document = with_params(drawing(epochs=20, objective={"lr": 0.1}), fc1={"parametrization": "spectral_norm"})
    state = begin(Experiment(document=document))
    list(train_slice(state, 1e9))
    state.net.eval()
    assert torch.linalg.matrix_norm(state.net.fc1.weight, 2).item() == pytest.approx(1, abs=0.05)
