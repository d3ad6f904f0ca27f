"""What a detector finds is shown over the pictures, beside what is there."""

import pytest
import torch

from tests.drawings import draw
from tests.trainer.test_probes import seen, untrained
from trainer.look.looking import looking

GRID = draw(
    {
        "data": "ShapeScenes",
        "see": ("Conv2d", {"out_channels": 8, "kernel_size": 8, "stride": 8}),
        "where": ("Conv2d", {"out_channels": 4, "kernel_size": 1}),
        "what": ("Conv2d", {"out_channels": 4, "kernel_size": 1}),
        "found": "GridBoxes",
        "there": ("BoxConvert", {}),
        "map": "MeanAveragePrecision",
        "loss": "CrossEntropyLoss",
        "objective": "Objective",
        "answer": "Output",
    },
    {
        "see.input": "data.image",
        "where.input": "see.output",
        "what.input": "see.output",
        "found.input": "where.output",
        "found.scores": "what.output",
        "there.input": "data.boxes",
        "map.input": "found.boxes",
        "map.scores": "found.score",
        "map.labels": "found.label",
        "map.target": "there.output",
        "map.target_labels": "data.kinds",
        "loss.input": "what.output",
        "loss.target": "data.cells",
        "objective.loss": "loss.loss",
        "answer.input": "what.output",
    },
)


@pytest.fixture(scope="module")
def state():
    return untrained(GRID)


def test_boxes_that_are_there_lie_where_the_data_say(state):
    sample = seen(state, "boxes").samples[0]
    boxes, kinds = state.validation["boxes"][0], state.validation["kinds"][0]
    assert len(sample.right) == (boxes[:, 2:] > 0).all(1).sum()
    x, y, width, height = boxes[0].tolist()
    first = sample.right[0]
    assert (first.left, first.top) == pytest.approx((x - width / 2, y - height / 2))
    assert (first.right, first.bottom) == pytest.approx((x + width / 2, y + height / 2))
    assert first.label == state.drawing.dataset.field("kinds").classes[kinds[0]]
    assert sample.given.picture.shape == (3, 32, 32)


def test_only_boxes_that_are_sure_enough_are_shown_the_surest_first(state):
    with torch.no_grad():
        state.net.what.bias.copy_(torch.tensor([0.0, 0.0, 3.0, 0.0]))
        state.net.what.weight.mul_(0.1)
        state.net.where.bias.copy_(torch.tensor([0.5, 0.5, 0.3, 0.3]))
    picture = seen(state, "boxes")
    scores = [box.score for box in picture.samples[0].said]
    assert picture.least == 0.3
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.3
    assert {box.label for box in picture.samples[0].said} == {state.drawing.dataset.field("kinds").classes[2]}
    with looking(state.net):
        said = state.net.what(state.net.see(state.validation["image"][:1])).softmax(1)[0, 1:].amax(0)
    assert scores[0] == pytest.approx(said.max().item(), abs=1e-5)
