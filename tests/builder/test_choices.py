"""What metrics leave to the drawing follows from what flows and from what the loss takes."""

import pytest

import builder
from builder.checker.checker import analyze
from builder.compiler.choices import SCORE, answered, what_comes_in
from builder.compiler.plan import plan_of
from builder.drawing.document import Document
from tests.drawings import block, draw, with_blocks

ONE = ("Linear", {"out_features": 1})
SIGMOID = block(
    {"x": "Input", "sigmoid": "Sigmoid", "y": "Output"}, {"sigmoid.input": "x.output", "y.input": "sigmoid.output"}
)
FLAT = ("Flatten", {"start_dim": 0})


def binary(*layers, loss="BCELoss", judged=None, metric="BinaryAccuracy", target=("ToFloat",)) -> Document:
    """A binary classifier of the two moons; the metric judges the layer ``judged``, or the last one."""
    nodes = {"data": "TwoMoons", "fc": ONE, **{f"n{i}": layer for i, layer in enumerate(layers)}}
    edges, source = {"fc.input": "data.point"}, "fc.output"
    for i in range(len(layers)):
        edges[f"n{i}.{'x' if 'Block' in str(layers[i]) else 'input'}"] = source
        source = f"n{i}.{'y' if 'Block' in str(layers[i]) else 'output'}"
    at = "data.label"
    for i, kind in enumerate(target):
        nodes[f"t{i}"], edges[f"t{i}.input"], at = kind, at, f"t{i}.output"
    nodes |= {"loss": loss, "acc": metric, "goal": "Objective"}
    edges |= {
        "loss.input": source,
        "acc.input": judged or source,
        "loss.target": at,
        "acc.target": at,
        "goal.loss": "loss.loss",
    }
    return with_blocks(draw(nodes, edges, epochs=2), squash=SIGMOID)


def threshold(document: Document) -> float:
    found = plan_of(analyze(document)).found
    return found.inferred["acc"]["threshold"]


PROBABILITIES = {
    "sigmoid": ["Sigmoid", FLAT],
    "a flatten and an identity after it": ["Sigmoid", FLAT, "Identity"],
    "a sigmoid inside of a block": [("Block", {"block": "squash"}), FLAT],
    "a clamp": [("Clamp", {"min": 0.0, "max": 1.0}), FLAT],
    "a hard sigmoid, clamped too": ["Hardsigmoid", ("Clamp", {"min": 0.01, "max": 0.99}), FLAT],
    "half a tanh and a half": ["Tanh", ("Scale", {"factor": 0.5, "offset": 0.5}), FLAT],
}


@pytest.mark.parametrize("layers", PROBABILITIES.values(), ids=PROBABILITIES)
@pytest.mark.parametrize("loss", ["BCELoss", "MSELoss", "BCEWithLogitsLoss"])
def test_probabilities_mean_yes_above_a_half(layers, loss):
    assert threshold(binary(*layers, loss=loss)) == 0.5


@pytest.mark.parametrize("loss", ["MSELoss", "BCEWithLogitsLoss"])  # BCELoss would refuse what a dropout scales up
def test_probabilities_mean_yes_above_a_half_also_where_some_are_dropped_in_training(loss):
    assert threshold(binary("Sigmoid", FLAT, ("Dropout", {"p": 0.1}), loss=loss)) == 0.5


@pytest.mark.parametrize("layers", [[FLAT], [FLAT, ("Dropout", {"p": 0.1})], ["Tanh", FLAT]])
def test_scores_mean_yes_above_zero(layers):
    assert threshold(binary(*layers, loss="BCEWithLogitsLoss")) == 0.0


def test_the_signal_before_the_sigmoid_of_the_loss_is_a_score():
    assert threshold(binary(FLAT, "Sigmoid", loss="BCELoss", judged="n0.output")) == 0.0
    assert threshold(binary(FLAT, "Sigmoid", loss="BCEWithLogitsLoss", judged="n0.output")) == 0.0


@pytest.mark.parametrize("loss", ["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"])
def test_values_fitted_to_two_numbers_mean_yes_in_their_middle(loss):
    assert threshold(binary(FLAT, loss=loss)) == 0.5
    signs = ("ToFloat", ("Scale", {"factor": 2.0, "offset": -1.0}))
    assert threshold(binary(FLAT, loss=loss, target=signs)) == 0.0


def test_a_threshold_that_was_set_stays():
    document = binary("Sigmoid", FLAT, metric=("BinaryAccuracy", {"threshold": 0.8}))
    assert "threshold=0.8" in builder.source(document)


def test_what_followed_is_told_and_printed():
    document = binary("Sigmoid", FLAT)
    report, source = builder.review(document)
    assert report.nodes["acc"].inferred == {"threshold": 0.5}
    assert source
    assert "threshold=0.5" in source


def test_an_answer_holds_the_classes_that_it_is_judged_by_in_any_measure():
    """The raw score, its sigmoid and its flattened form all answer the one question."""
    found = analyze(binary("Sigmoid", FLAT))
    for wire, yes in {("fc", "output"): 0.0, ("n0", "output"): 0.5, ("n1", "output"): 0.5}.items():
        choice = answered(found, wire)
        assert choice
        assert choice.yes
        assert (choice.field.name, choice.yes.threshold) == ("label", yes)
    assert answered(found, ("data", "point")) is None
    assert what_comes_in(found, ("data", "point")) == SCORE
