"""ONNX files with an If: the way that it always takes is drawn; and what to try where a file can't be opened."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from tests.builder.importers.onnx_files import assert_answers_alike, built, kinds, node, random, refusal

GIVEN = {"x": random(3, 4)}


def way(name, nodes, weights=None):
    """A branch, whose last node gives what it answers."""
    held = [numpy_helper.from_array(np.asarray(values), key) for key, values in (weights or {}).items()]
    output = helper.make_tensor_value_info(nodes[-1].output[0], TensorProto.FLOAT, None)
    return helper.make_graph(list(nodes), name, [], [output], held)


def choice(condition, outputs=("y",)):
    """Scores if the condition holds, else something else; each way has tensors of its own, by the same names."""
    scores = way("scores", [node("MatMul", ["x", "w"], ["product"]), node("Add", ["product", "b"], ["sum"])], WEIGHTS)
    other = way("other", [node("Relu", ["x"], ["product"]), node("Neg", ["product"], ["sum"])])
    return node("If", [condition], outputs, then_branch=scores, else_branch=other)


WEIGHTS = {"w": random(4, 2), "b": random(2)}


@pytest.mark.parametrize("holds", [True, False])
def test_the_way_that_a_constant_chooses_is_drawn(holds):
    imported = assert_answers_alike(built([choice("c")], {"c": np.array(holds)}), GIVEN)
    assert kinds(imported.document) == (
        {"Noise", "Linear", "Output"} if holds else {"Noise", "ReLU", "Negate", "Output"}
    )


def test_a_condition_that_is_computed_from_constants_is_known_too():
    nodes = [node("Greater", ["n", "one"], ["more"]), node("Not", ["more"], ["c"]), choice("c")]
    assert_answers_alike(built(nodes, {"n": np.array(3.0), "one": np.array(1.0)}), GIVEN)


def test_a_condition_on_a_fixed_size_is_known_as_where_torch_squeezes_an_axis():
    squeeze = way("squeezed", [node("Squeeze", ["read", "axis"], ["less"])])
    same = way("same", [node("Identity", ["read"], ["less"])])
    nodes = [
        node("Reshape", ["x", "shape"], ["read"]),
        node("Shape", ["read"], ["sizes"]),
        node("Gather", ["sizes", "axis"], ["size"]),
        node("Equal", ["size", "one"], ["c"]),
        node("If", ["c"], ["less_"], then_branch=squeeze, else_branch=same),
        node("Relu", ["less_"]),
    ]
    weights = {"shape": np.array([0, 1, 4]), "axis": np.array([1]), "one": np.array([1])}
    assert_answers_alike(built(nodes, weights), GIVEN)


def test_an_if_within_an_if_is_followed():
    inner = way("inner", [choice("no", ["deep"])])
    nodes = [node("If", ["yes"], ["y"], then_branch=inner, else_branch=way("flat", [node("Abs", ["x"], ["flat_y"])]))]
    assert_answers_alike(built(nodes, {"yes": np.array(True), "no": np.array(False)}), GIVEN)


def test_a_condition_that_rests_on_what_flows_is_named_with_a_way_out():
    nodes = [node("ReduceSum", ["x"], ["sum"], keepdims=0), node("Greater", ["sum", "zero"], ["c"]), choice("c")]
    (problem,) = refusal(built(nodes, {"zero": np.array(0.0, dtype=np.float32)}))
    assert "If" in problem.message
    assert "condition c depends on what flows in" in problem.message
    assert "one way" in problem.hint


def test_an_operation_that_is_missing_in_the_way_that_is_taken_is_named():
    strange = way("strange", [node("NonZero", ["x"], ["places"]), node("Cast", ["places"], ["sum"], to=1)])
    other = way("other", [node("Relu", ["x"], ["sum"])])
    taken, left = (
        node("If", ["c"], then_branch=first, else_branch=last) for first, last in [(strange, other), (other, strange)]
    )
    assert "NonZero" in refusal(built([taken], {"c": np.array(True)}))[0].message
    assert_answers_alike(built([left], {"c": np.array(True)}), GIVEN)


@pytest.mark.parametrize(
    ("op", "words"),
    [
        ("QuantizeLinear", "float model"),
        ("DequantizeLinear", "float model"),
        ("QLinearMatMul", "float model"),
        ("MatMulInteger", "float model"),
        ("Loop", "tracing"),
        ("NonZero", "choose outside"),
    ],
)
def test_what_can_not_be_imported_names_the_way_out(op, words):
    (problem,) = refusal(built([node(op, ["x", "s", "z"])], {"s": np.array(0.1), "z": np.array(0)}))
    assert op in problem.message
    assert words in problem.hint


def gru(hidden, repeated, **settings):
    weights = {"w": random(1, 3 * hidden, 4), "r": repeated, "b": random(1, 6 * hidden)}
    return built(read_by_steps("GRU", ["w", "r", "b"], hidden_size=hidden, **settings), weights, SEQUENCES, ["y", "h"])


SEQUENCES = {"x": ["N", 5, 4]}


def read_by_steps(op, weights, **settings):
    """A recurrent layer that gets the steps first, as ONNX has it, and gives the batch first."""
    return [
        node("Transpose", ["x"], ["steps"], perm=[1, 0, 2]),
        node(op, ["steps", *weights], ["states", "last"], **settings),
        node("Transpose", ["states"], ["y"], perm=[2, 0, 1, 3]),
        node("Transpose", ["last"], ["h"], perm=[1, 0, 2]),
    ]


def diagonal(hidden):
    blocks = [random(hidden, hidden), random(hidden, hidden), np.diag(random(hidden))]
    return np.concatenate(blocks)[None].astype(np.float32)


def test_a_reset_gate_before_the_product_is_torchs_where_it_makes_no_difference():
    assert_answers_alike(gru(3, diagonal(3)), {"x": random(2, 5, 4)})


def test_a_reset_gate_before_the_product_is_refused_where_it_does():
    (problem,) = refusal(gru(3, random(1, 9, 3)))
    assert "linear_before_reset = 0" in problem.message
    assert "reset_after=True" in problem.hint


@pytest.mark.parametrize("op", ["LSTM", "GRU"])
def test_a_layer_that_reads_from_the_end_is_turned_around(op):
    many = 4 if op == "LSTM" else 3
    weights = {"w": random(1, many * 3, 4), "r": random(1, many * 3, 3)}
    settings = {"hidden_size": 3, "direction": "reverse"} | ({"linear_before_reset": 1} if op == "GRU" else {})
    content = built(read_by_steps(op, ["w", "r"], **settings), weights, SEQUENCES, ["y", "h"])
    assert_answers_alike(content, {"x": random(2, 5, 4)})
