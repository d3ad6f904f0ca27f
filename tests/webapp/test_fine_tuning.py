"""A classifier that was trained elsewhere goes on here: at its own accuracy, its backbone untouched, and back again."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.torch import load
from torch import Tensor, nn

import builder
from tests.builder.importers.onnx_files import exported
from tests.webapp.conftest import Visitor
from tests.webapp.test_import import opened
from trainer.run.prepared import data_of, program_of
from trainer.step.device import CPU
from webapp.runs.models import Run
from webapp.runs.worker.serve import serve

JUDGES = {
    "digits": {"type": "Digits"},
    "loss": {"type": "CrossEntropyLoss"},
    "accuracy": {"type": "Accuracy"},
    "objective": {"type": "Objective"},
}


class Elsewhere(NamedTuple):
    """A classifier of another program: its file, its weights, and what it gives on the validation part."""

    content: bytes
    weights: dict[str, Tensor]
    accuracy: float
    images: Tensor
    answers: Tensor


@pytest.fixture(scope="module")
def elsewhere() -> Elsewhere:
    """Trained by plain torch on the digits, for a second."""
    learn, validation, _ = data_of(program_of(builder.STARTERS["digits-mlp"].document), CPU)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        backbone = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(512, 32), nn.ReLU())
        net = nn.Sequential(backbone, nn.Linear(32, 10))
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(40):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(learn["image"]), learn["label"]).backward()
        optimizer.step()
    with torch.no_grad():
        answers = net.eval()(validation["image"])
    accuracy = (answers.argmax(1) == validation["label"]).float().mean().item()
    assert 0.8 < accuracy < 1
    content = exported(net, validation["image"][:4])
    return Elsewhere(
        content, dict(builder.import_file("a.onnx", content).weights), accuracy, validation["image"], answers
    )


def judged(document: dict[str, Any], lr: float, *, frozen: bool) -> dict[str, Any]:
    """The imported drawing with data in place of its input, what judges it, and its backbone locked or not."""
    main = document["blocks"]["main"]
    nodes, edges = main["nodes"], main["edges"]
    (given,) = (id for id, each in nodes.items() if each["type"] == "Noise")
    (answer,) = (id for id, each in nodes.items() if each["type"] == "Output")
    scores = edges[f"{answer}.input"]
    del nodes[given]
    for target, source in edges.items():
        edges[target] = "digits.image" if source.startswith(f"{given}.") else source
    nodes.update({id: {**each, "params": {}, "position": [0, 400]} for id, each in JUDGES.items()})
    nodes["objective"]["params"] = {"lr": lr, "optimizer": "SGD", "momentum": 0.0, "weight_decay": 0.0}
    edges.update({"loss.input": scores, "loss.target": "digits.label", "objective.loss": "loss.loss"})
    edges.update({"accuracy.input": scores, "accuracy.target": "digits.label"})
    for id, each in nodes.items():
        if frozen and each["type"] in ("Conv2d", "Linear") and id != scores.partition(".")[0]:
            each["frozen"] = "whole"
    document["training"]["epochs"] = 2
    return document


def trained_on(visitor: Visitor, content: bytes, lr: float, *, frozen: bool) -> Run:
    """A run of the network in a file, from the weights in it."""
    given = opened(visitor, "classifier.onnx", content)
    assert given.status_code == 201, given.content
    project = given.json()["id"]
    document = judged(visitor.get(f"/api/projects/{project}/").json()["document"], lr, frozen=frozen)
    answer = visitor.post(f"/api/projects/{project}/runs/", {"document": document})
    assert answer.status_code == 201, answer.content
    serve("cpu", boot="test")
    run = Run.objects.get(pk=answer.json()["id"])
    assert run.status == "finished", run.reason
    return run


def given_back(visitor: Visitor, run: Run) -> tuple[dict[str, Tensor], onnxruntime.InferenceSession]:
    """What is exported of a run, as safetensors and as ONNX."""
    weights = load(visitor.get(f"/api/runs/{run.pk}/export/safetensors/").content)
    return weights, onnxruntime.InferenceSession(visitor.get(f"/api/runs/{run.pk}/export/onnx/").content)


def test_a_classifier_that_was_trained_elsewhere_starts_at_its_own_accuracy_and_is_given_back(
    visitor: Visitor, elsewhere: Elsewhere
) -> None:
    run = trained_on(visitor, elsewhere.content, lr=1e-30, frozen=False)  # so small that no weight moves by a bit
    assert run.metrics["accuracy"] == pytest.approx(elsewhere.accuracy, abs=1e-6)
    weights, session = given_back(visitor, run)
    assert weights.keys() == elsewhere.weights.keys()
    assert all(torch.equal(value, elsewhere.weights[name]) for name, value in weights.items())
    (answers,) = session.run(None, {session.get_inputs()[0].name: elsewhere.images.numpy()})
    np.testing.assert_allclose(answers, elsewhere.answers.numpy(), rtol=1e-5, atol=1e-5)


def test_its_frozen_backbone_does_not_move_by_a_bit_while_its_head_learns(
    visitor: Visitor, elsewhere: Elsewhere
) -> None:
    run = trained_on(visitor, elsewhere.content, lr=0.05, frozen=True)
    weights, session = given_back(visitor, run)
    moved = {name for name, value in weights.items() if not torch.equal(value, elsewhere.weights[name])}
    assert {name.rpartition(".")[2] for name in moved} == {"weight", "bias"}
    assert len({name.rpartition(".")[0] for name in moved}) == 1, "the head alone"
    assert run.metrics["accuracy"] >= elsewhere.accuracy - 0.02
    network = builder.network(builder.import_file("a.onnx", elsewhere.content).document)
    network.load_state_dict(weights)
    with torch.no_grad():
        wanted = network.eval()(elsewhere.images)
    (answers,) = session.run(None, {session.get_inputs()[0].name: elsewhere.images.numpy()})
    np.testing.assert_allclose(answers, wanted.numpy(), rtol=1e-5, atol=1e-5)
