"""Whole drawings of what the catalogue offers: several outputs, optional inputs, losses of losses."""

import pytest
import torch
from torch.nn import functional as F

import builder
from tests.drawings import draw

BATCH = {"point": torch.randn(6, 2), "label": torch.tensor([0, 1, 0, 1, 1, 0])}


def compiled(nodes, edges):
    document = draw({"data": "TwoMoons", **nodes, "o": "Objective"}, edges)
    assert [problem.message for problem in builder.check(document).problems] == []
    torch.manual_seed(0)
    return builder.compile(document), builder.source(document)


def test_a_sequence_goes_through_lstm_attention_and_top_k():
    program, source = compiled(
        {
            "steps": ("Unflatten", {"unflattened_size": (2, 1)}),
            "lstm": ("LSTM", {"hidden_size": 8}),
            "mask": "CausalMask",
            "attention": ("MultiheadAttention", {"num_heads": 2}),
            "last": "Select",
            "both": "Concatenate",
            "memory": ("Select", {"dim": 0}),
            "best": ("TopK", {"k": 3, "dim": 1}),
            "fc": ("Linear", {"out_features": 2}),
            "loss": "CrossEntropyLoss",
        },
        {
            "steps.input": "data.point",
            "lstm.input": "steps.output",
            "mask.input": "lstm.output",
            "attention.query": "lstm.output",
            "attention.key": "lstm.output",
            "attention.value": "lstm.output",
            "attention.attn_mask": "mask.output",
            "last.input": "attention.output",
            "memory.input": "lstm.c_n",
            "both.input1": "last.output",
            "both.input2": "memory.output",
            "best.input": "both.output",
            "fc.input": "best.values",
            "loss.input": "fc.output",
            "loss.target": "data.label",
            "o.loss": "loss.loss",
        },
    )
    assert "lstm_output, (_, lstm_c_n) = self.lstm(steps)" in source
    assert "self.attention(lstm_output, lstm_output, lstm_output, attn_mask=mask)" in source
    assert "torch.cat((last, memory), dim=1)" in source
    net = program.network()
    loss = program.goals[0].objective(net, BATCH)
    loss.backward()
    assert all(p.grad is not None for p in net.lstm.parameters())


def test_losses_are_weighed_and_added():
    program, source = compiled(
        {
            "fc": ("Linear", {"out_features": 2}),
            "right": "CrossEntropyLoss",
            "size": "Square",
            "small": "MeanLoss",
            "little": ("ScaleLoss", {"weight": 0.1}),
            "sum": "AddLosses",
        },
        {
            "fc.input": "data.point",
            "right.input": "fc.output",
            "right.target": "data.label",
            "size.input": "fc.output",
            "small.signal": "size.output",
            "little.part": "small.loss",
            "sum.loss1": "right.loss",
            "sum.loss2": "little.loss",
            "o.loss": "sum.loss",
        },
    )
    assert "= right + little" in source
    assert "0.1 * small" in source
    net = program.network()
    scores = net.fc(BATCH["point"])
    expected = F.cross_entropy(scores, BATCH["label"]) + 0.1 * scores.square().mean()
    assert torch.allclose(program.goals[0].objective(net, BATCH), expected)


def test_a_loss_of_three_inputs_is_trained():
    program, source = compiled(
        {"fc": ("Linear", {"out_features": 3}), "mirror": ("Roll", {"dims": 0}), "loss": "TripletMarginLoss"},
        {
            "fc.input": "data.point",
            "mirror.input": "fc.output",
            "loss.anchor": "fc.output",
            "loss.positive": "fc.output",
            "loss.negative": "mirror.output",
            "o.loss": "loss.loss",
        },
    )
    assert "F.triplet_margin_loss(fc, fc, mirror)" in source
    net = program.network()
    scores = net.fc(BATCH["point"])
    expected = F.triplet_margin_loss(scores, scores, scores.roll(1, 0))
    assert torch.allclose(program.goals[0].objective(net, BATCH), expected)


@pytest.mark.parametrize("loss", ["MSELoss", "L1Loss", "HuberLoss"])
def test_a_loss_never_compares_each_sample_with_all_others(loss):
    document = draw(
        {"data": "TwoMoons", "fc": ("Linear", {"out_features": 1}), "to": "ToFloat", "loss": loss},
        {"fc.input": "data.point", "loss.input": "fc.output", "to.input": "data.label", "loss.target": "to.output"},
    )
    problem = next(problem for problem in builder.check(document).problems if problem.node == "loss")
    assert problem.message == "loss can't work on (N, 1) and (N,)."
    assert "Squeeze" in problem.hint
