"""Aten and Parameter: what imported networks are made of, drawn by hand."""

import json

import pytest
import torch

import builder
from tests.drawings import draw


def aten(op, arguments, **params):
    return ("Aten", {"op": op, "arguments": json.dumps(arguments), **params})


def drawn(node, ports=1):
    edges = {f"node.input{place}": "noise.noise" for place in range(ports)}
    return draw(
        {"noise": ("Noise", {"shape": 6}), "node": node, "answer": "Output"},
        edges | {"answer.input": "node.output"},
    )


def test_an_operation_has_the_ports_that_its_arguments_name():
    report = builder.check(drawn(aten("aten.sub.Tensor", {"self": {"input": 0}, "other": {"input": 1}}), ports=2))
    spec = report.nodes["node"].spec
    assert [port.name for port in spec.inputs] == ["input0", "input1"]
    assert report.nodes["node"].outputs["output"].label == "(N, 6)"


def test_an_operation_takes_the_size_of_an_axis_from_a_wire():
    rows = {"mul": [{"size": [0, 0]}, 3]}
    document = drawn(aten("aten.reshape.default", {"self": {"input": 0}, "shape": [rows, 2]}))
    assert builder.check(document).nodes["node"].outputs["output"].label == "(3N, 2)"
    assert builder.network(document)(torch.zeros(4, 6)).shape == (12, 2)


def test_an_operation_that_gives_a_list_has_a_port_for_each():
    arguments = {"self": {"input": 0}, "split_size": 2, "dim": 1}
    nodes = {"noise": ("Noise", {"shape": 6}), "node": aten("aten.split.Tensor", arguments, outputs=3), "a": "Output"}
    document = draw(nodes, {"node.input0": "noise.noise", "a.input": "node.output1"})
    assert torch.equal(builder.network(document)(torch.arange(6.0)[None]), torch.tensor([[2.0, 3.0]]))


@pytest.mark.parametrize(
    "op",
    [
        "aten.add_.Tensor",
        "aten.from_file.default",
        "aten.empty.memory_format",
        "aten.item.default",
        "os.system",
        "aten",
    ],
)
def test_an_operation_that_does_more_than_compute_is_refused(op):
    report = builder.check(drawn(aten(op, {"self": {"input": 0}})))
    assert any(problem.node == "node" and problem.code == "bad_param" for problem in report.problems)


@pytest.mark.parametrize(
    "arguments",
    ["{", "[]", '{"self": {"input": 1}}', '{"self": {"eval": "x"}}', '{"nope": 1, "self": {"input": 0}}', "{}"],
)
def test_arguments_that_make_no_sense_are_a_problem_of_the_node(arguments):
    report = builder.check(drawn(("Aten", {"op": "aten.relu.default", "arguments": arguments})))
    assert any(problem.node == "node" and problem.code == "bad_param" for problem in report.problems)


def parameter(**params):
    nodes = {"noise": ("Noise", {"shape": 3}), "own": ("Parameter", params), "sum": "Add", "answer": "Output"}
    return draw(nodes, {"sum.input": "noise.noise", "sum.other": "own.output", "answer.input": "sum.output"})


def test_a_parameter_is_learned_and_counted():
    document = parameter(shape=3, start="ones")
    assert builder.check(document).parameters == 3
    network = builder.network(document)
    assert [name for name, _ in network.named_parameters()] == ["own.value"]
    assert torch.equal(network(torch.zeros(2, 3)), torch.ones(2, 3))


def test_a_parameter_that_does_not_learn_keeps_its_values():
    network = builder.network(parameter(shape=3, learns=False, values="[1, 2, 4]"))
    assert not list(network.parameters())
    assert torch.equal(network(torch.zeros(1, 3)), torch.tensor([[1.0, 2.0, 4.0]]))


@pytest.mark.parametrize("values", ["[1, 2]", "1", "[", '["a"]'])
def test_values_that_do_not_fit_a_parameter_are_a_problem(values):
    report = builder.check(parameter(shape=3, learns=False, values=values))
    assert any(problem.node == "own" for problem in report.problems)
