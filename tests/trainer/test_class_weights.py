"""Rare classes count more: by weights that are counted over the training part, or typed."""

import pytest
import torch
from torch.nn import functional as F

import builder
from builder.drawing.problems import SetParam
from tests.drawings import classifier, draw
from tests.trainer.test_steering import printed_by_run, printed_by_script
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

LAYERS = {"fc1": ("Linear", {"out_features": 6}), "relu": "ReLU", "fc2": ("Linear", {"out_features": 2})}


def weighed(**params):
    """A classifier whose loss weighs classes."""
    document = classifier(LAYERS, epochs=2, batch_size=200)
    main = document.blocks["main"]
    nodes = {"weights": draw({"weights": ("ClassWeights", params)}, {}).graph.nodes["weights"], **main.nodes}
    edges = {**main.edges, "weights.label": "data.label", "loss.weight": "weights.weight"}
    main = main.model_copy(update={"nodes": nodes, "edges": edges})
    return document.model_copy(update={"blocks": {"main": main}})


@pytest.mark.parametrize("params", [{}, {"weights": "1, 3.5"}], ids=["counted", "typed"])
def test_a_loss_that_weighs_classes_is_trained_replayed_and_exported_to_the_bit(params):
    document = weighed(**params)
    assert printed_by_script(document) == printed_by_run(document)
    state = begin(Experiment(document=document))
    list(train_slice(state, 1e9))
    assert state.steps[0].is_replayed
    assert "weight=weights" in builder.source(document)


def test_typed_weights_are_those_of_torch():
    document = weighed(weights="1, 3.5")
    state = begin(Experiment(document=document))
    batch = {name: values[:50] for name, values in state.learn.items()}
    loss = state.program.goals[0].objective(state.net, batch)
    expected = F.cross_entropy(state.net(batch["point"]), batch["label"], weight=torch.tensor([1.0, 3.5]))
    assert torch.equal(loss, expected)


@pytest.mark.parametrize("params", [{"weights": "1, 2, 3"}, {"weights": "much"}, {"num_classes": 3}])
def test_weights_that_do_not_fit_are_a_problem_in_words(params):
    report = builder.check(weighed(**params))
    assert not report.is_trainable
    assert all(problem.message and problem.hint for problem in report.problems)
    assert "Traceback" not in str(report.problems)


def test_smoothed_labels_are_trained_as_their_script_does():
    document = classifier(LAYERS, epochs=1, batch_size=200)
    document = document.with_edits((SetParam(id="loss", name="label_smoothing", value=0.1),))
    assert printed_by_script(document) == printed_by_run(document)
