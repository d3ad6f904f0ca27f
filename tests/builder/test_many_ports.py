"""Nodes have as many ports as their parameters say; what was drawn before they could stays as it was."""

import pytest
import torch

import builder
from builder.compiler.plan import plan
from builder.compiler.writer import write_network
from tests.drawings import block, draw, with_blocks

SEQUENCE = ("Noise", {"shape": (6, 4)})


def spec_of(document, id="node"):
    return builder.check(document).nodes[id].spec or builder.CATALOG[document.graph.nodes[id].type].spec


def names(ports):
    return [port.name for port in ports]


def problems_of(document, id="node"):
    return [problem for problem in builder.check(document).problems if problem.node == id]


def through_parts(type, params, many, join="Concatenate", **join_params):
    """A node that cuts, and one that joins all its parts again."""
    ports = names(builder.CATALOG[type].for_node({"dim": 1, **params}, ()).spec.outputs)
    assert len(ports) == many
    wires = {f"join.input{place}": f"node.{port}" for place, port in enumerate(ports, 1)}
    return draw(
        {"x": SEQUENCE, "node": (type, {"dim": 1, **params}), "join": (join, join_params), "y": "Output"},
        {"node.input": "x.noise", **wires, "y.input": "join.output"},
    )


CUTS = {
    "two halves, as ever": ("Chunk", {"chunks": 2}, 2),
    "three parts": ("Chunk", {"chunks": 3}, 3),
    "six parts": ("Chunk", {"chunks": 6}, 6),
    "one place, as ever": ("Split", {"index": 4}, 2),
    "several places": ("Split", {"index": (1, 3, 4)}, 4),
}


@pytest.mark.parametrize(("type", "params", "many"), CUTS.values(), ids=CUTS)
def test_what_is_cut_into_many_parts_joins_again(type, params, many):
    document = through_parts(type, params, many)
    assert problems_of(document) == problems_of(document, "join") == []
    network = builder.network(document)
    values = torch.randn(3, 6, 4)
    assert torch.equal(network(values), values)


def test_what_is_taken_apart_stacks_again():
    document = through_parts("Unbind", {"parts": 6}, 6, "Stack", dim=1)
    values = torch.randn(3, 6, 4)
    assert torch.equal(builder.network(document)(values), values)
    assert "torch.unbind(x, dim=1)" in write_network(plan(document, to_train=False))


def test_parts_that_an_axis_does_not_have_are_said_in_words():
    (problem,) = problems_of(through_parts("Unbind", {"parts": 5}, 5, "Stack", dim=1))
    assert problem.hint == "An axis of 6 gives 6 parts here, not 5."
    (problem,) = problems_of(through_parts("Chunk", {"chunks": 4}, 4))
    assert problem.hint == "An axis of 6 gives 3 parts here, not 4."


def test_outputs_are_called_after_their_order():
    outputs = names(builder.CATALOG["Chunk"].for_node({"chunks": 10, "dim": 1}, ()).spec.outputs)
    assert outputs[:3] + outputs[7:] == ["first", "second", "third", "eighth", "part9", "part10"]


def test_a_node_as_in_the_catalogue_is_not_reported_again():
    assert builder.check(draw({"node": "Chunk"}, {})).nodes["node"].spec is None
    assert builder.check(draw({"node": "Concatenate"}, {})).nodes["node"].spec is None


def test_a_wire_from_a_port_that_is_gone_is_a_problem_with_a_fix():
    document = through_parts("Chunk", {"chunks": 3}, 3)
    fewer = document.with_edits((builder.drawing.problems.SetParam(id="node", name="chunks", value=2),))
    (problem,) = problems_of(fewer, "join")
    assert problem.code == "dangling_edge"
    assert problem.message == "A wire into join.input3 can't be followed: node (Chunk) has no output 'third'."
    assert problems_of(fewer.with_edits(problem.fix.edits), "join") == []


def test_a_node_that_joins_always_has_one_free_input():
    wires = {f"node.input{place}": "x.noise" for place in range(1, 13)}
    spec = spec_of(draw({"x": SEQUENCE, "node": "Concatenate"}, wires))
    assert names(spec.inputs) == [f"input{place}" for place in range(1, 14)]
    assert [port.optional for port in spec.inputs] == [False] * 2 + [True] * 11


def test_a_node_that_joins_has_the_inputs_that_it_is_set_to():
    document = draw({"x": SEQUENCE, "node": ("Stack", {"inputs": 3})}, {"node.input1": "x.noise"})
    assert [problem.port for problem in problems_of(document)] == ["input2", "input3"]


def test_an_input_that_is_set_away_is_a_problem_with_a_fix():
    wires = {f"node.{port}": "x.noise" for port in ("input", "other", "input3")}
    document = draw({"x": SEQUENCE, "node": ("Add", {"inputs": 2})}, wires)
    (problem,) = problems_of(document)
    assert (problem.code, problem.port) == ("dangling_edge", "input3")
    assert problems_of(document.with_edits(problem.fix.edits)) == []


@pytest.mark.parametrize(("type", "sign", "result"), [("Add", "+", 9.0), ("Multiply", "*", 27.0)])
def test_many_are_added_or_multiplied_in_one_line(type, sign, result):
    wires = {f"node.{port}": "x.noise" for port in ("input", "other", "input3")}
    document = draw({"x": SEQUENCE, "node": type, "y": "Output"}, {**wires, "y.input": "node.output"})
    assert f"x {sign} x {sign} x" in write_network(plan(document, to_train=False))
    assert (builder.network(document)(torch.full((2, 6, 4), 3.0)) == result).all()


@pytest.mark.parametrize(
    ("equation", "inputs"),
    [("nij->nji", ["input"]), ("nij,nkj->nik", ["input", "other"]), ("nij,nkj,nkl->nil", ["input", "other", "input3"])],
)
def test_an_equation_says_how_many_inputs_there_are(equation, inputs):
    wires = {f"node.{port}": "x.noise" for port in inputs}
    document = draw(
        {"x": SEQUENCE, "node": ("Einsum", {"equation": equation}), "y": "Output"}, {**wires, "y.input": "node.output"}
    )
    assert names(spec_of(document).inputs) == inputs
    assert problems_of(document) == []
    values = torch.randn(2, 6, 4)
    assert torch.allclose(builder.network(document)(values), torch.einsum(equation, *[values] * len(inputs)))


def test_uses_of_a_block_that_would_need_other_wires_are_a_problem_in_words():
    cut = block(
        {"x": "Input", "node": ("Chunk", {"chunks": "=many", "dim": 1}), "y": "Output"},
        {"node.input": "x.output", "y.input": "node.first"},
        many=2,
    )
    uses = {"a": ("Block", {"block": "cut"}), "b": ("Block", {"block": "cut", "many": 3})}
    wires = {"a.x": "x.noise", "b.x": "x.noise", "y.input": "a.y", "z.input": "b.y"}
    document = with_blocks(draw({"x": SEQUENCE, **uses, "y": "Output", "z": "Output"}, wires), cut=cut)
    problem = next(problem for problem in builder.check(document).problems if problem.block == "cut")
    assert problem.message == "node has 2 outputs in one use of the block and 3 in another."
