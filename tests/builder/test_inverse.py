"""A flow runs both ways: from data to noise to learn, and from noise to data to sample."""

import pytest
import torch
from torch import nn

import builder
from builder.drawing.problems import SetParam
from tests.drawings import draw

FLOW = draw(
    {
        "data": "TwoMoons",
        "first": ("AffineCoupling", {"hidden_features": 16}),
        "second": ("AffineCoupling", {"hidden_features": 16, "swap": True}),
        "volume": "Add",
        "loss": "FlowLoss",
        "objective": ("Objective", {"lr": 0.01}),
        "undo_second": ("Inverse", {"of": "second"}),
        "undo_first": ("Inverse", {"of": "first"}),
        "back": "Output",
    },
    {
        "first.input": "data.point",
        "second.input": "first.output",
        "volume.input": "first.log_det",
        "volume.other": "second.log_det",
        "loss.input": "second.output",
        "loss.log_det": "volume.output",
        "objective.loss": "loss.loss",
        "undo_second.input": "second.output",
        "undo_first.input": "undo_second.output",
        "back.input": "undo_first.output",
    },
)


def test_what_a_flow_does_is_undone_with_its_own_weights():
    assert builder.check(FLOW).problems == ()
    net = builder.compile(FLOW).network()
    for parameter in net.parameters():
        nn.init.normal_(parameter, std=0.5)
    point = torch.randn(20, 2)
    assert not torch.allclose(net.first(point)[0], point)
    assert torch.allclose(net(point), point, atol=1e-4)


def test_a_flow_learns_the_two_moons():
    program = builder.compile(FLOW)
    torch.manual_seed(0)
    net, (goal,) = program.network(), program.goals
    optimizer = goal.make_optimizer(net)
    batch, *_ = program.dataset.read(program.dataset_params)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = goal.objective(net, batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] - 0.3


@pytest.mark.parametrize("of", ["volume", "loss"])
def test_what_can_not_be_undone_is_a_problem_in_words(of):
    report = builder.check(FLOW.with_edits((SetParam(id="undo_second", name="of", value=of),)))
    mine = [problem for problem in report.problems if problem.node == "undo_second"]
    assert mine
    assert "Error" not in mine[0].message


def test_an_inverse_may_have_a_name_before_that_of_what_it_undoes():
    nodes = {
        "data": "HousePrices",
        "fc": ("Linear", {"out_features": 1}),
        "a_way_back": ("Inverse", {"of": "goal"}),
        "goal": "Standardize",
        "loss": "MSELoss",
        "objective": "Objective",
        "out": "Output",
    }
    edges = {
        "fc.input": "data.numbers",
        "goal.input": "data.price",
        "loss.input": "fc.output",
        "loss.target": "goal.output",
        "objective.loss": "loss.loss",
        "a_way_back.input": "fc.output",
        "out.input": "a_way_back.output",
    }
    assert builder.check(draw(nodes, edges)).problems == ()
