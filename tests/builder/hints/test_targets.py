"""Targets that a loss can't compare, and mistakes inside of blocks."""

from itertools import pairwise

import pytest

from tests.builder.hints.drawn import ONE, TEN, judged, wired
from tests.builder.hints.test_kinds import assert_told_once
from tests.drawings import block, with_blocks

TARGETS = {
    "probability": (
        judged("TwoMoons", "point", {"fc": ONE, "s": "Sigmoid"}, "BCELoss", "data.label"),
        "whole numbers from 0 to 1",
        "Insert a ToFloat and an Unsqueeze before loss",
    ),
    "one score of 64": (
        judged("TwoMoons", "point", {"fc": "Linear"}, "BCEWithLogitsLoss", "data.label"),
        "whole numbers",
        "and set out_features of fc to 1",
    ),
    "squeezed": (
        judged("TwoMoons", "point", {"fc": ONE, "q": "Squeeze"}, "L1Loss", "data.label"),
        "whole numbers",
        "Insert a ToFloat before loss",
    ),
    "of ten": (
        judged("Digits", "image", {"f": "Flatten", "fc": TEN}, "MSELoss", "data.label"),
        "from 0 to 9",
        "Insert a OneHot and a ToFloat before loss",
    ),
    "measured": (
        judged("Curve", "x", {"fc": "Linear"}, "CrossEntropyLoss", "data.y", "Accuracy"),
        "measured numbers",
        "Make loss an MSELoss, and set out_features of fc to 1",
    ),
    "measured, log": (
        judged("Curve", "x", {"fc": "Linear", "log": "LogSoftmax"}, "NLLLoss", "data.y", "F1"),
        "measured numbers",
        "Make loss an MSELoss",
    ),
    "one value of 64": (
        judged("Curve", "x", {"fc": "Linear"}, "MSELoss", "data.y", "R2"),
        "axis 1 is 64",
        "out_features of fc to 1",
    ),
    "image from rows": (
        judged("Digits", "image", {"f": "Flatten", "fc": "Linear"}, "MSELoss", "data.image"),
        "(N, 64) has 2 axes",
        "Insert a Flatten before loss",
    ),
    "image too small": (
        judged("Digits", "image", {"c": "Conv2d", "d": ("Conv2d", {"out_channels": 1})}, "MSELoss", "data.image"),
        "axis 2 is 4",
        "Set padding of c and d to same",
    ),
}


@pytest.mark.parametrize("kind", TARGETS)
def test_a_loss_that_its_target_does_not_suit_says_so_for_its_metric_too(kind):
    document, said, label = TARGETS[kind]
    assert_told_once(document, "loss", said, label)


INSIDE = {
    "shared out": (
        {"conv": ("Conv2d", {"out_channels": 6}), "bad": ("GroupNorm", {"num_groups": 4}), "flat": "Flatten"},
        "6 channels",
        "to 3",
    ),
    "batch": ({"conv": "Conv2d", "bad": ("Flatten", {"start_dim": 0})}, "became (576N,)", "start_dim of bad to 1"),
    "flatten": ({"conv": "Conv2d", "bad": "Linear"}, "A Flatten layer", "Insert a Flatten before bad"),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_inside_of_a_block_too_it_is_said_where_it_lies(kind):
    layers, said, label = INSIDE[kind]
    ids = ["x", *layers, "y"]
    edges = {f"{id}.input": f"{before}.output" for before, id in pairwise(ids)}
    inner = block({"x": "Input", **layers, "y": "Output"}, edges)
    nodes = {"use": ("Block", {"block": "inner"}), "out": TEN}
    document = with_blocks(wired("Digits", nodes, {"use.x": "data.image", "out.input": "use.y"}), inner=inner)
    assert_told_once(document, "bad", said, label)
