"""Each operation of ONNX computes what onnxruntime computes, in old and new operation sets."""

import numpy as np
import pytest

import builder
from builder.importers.onnx.table import COMPUTES
from tests.builder.importers.onnx_files import assert_answers_alike, built, kinds, node, random, refusal

IMAGE = {"x": ["N", 3, 8, 8]}
SERIES = {"x": ["N", 4, 9]}
WEIGHTS = {"w": random(6, 3, 3, 3), "b": random(6)}
I = np.int64  # noqa: E741


def whole(*values):
    return np.array(values, dtype=I)


ONE_INPUT = {
    op: (built([node(op, ["x"], **settings)], opset=opset), (5, 4))
    for op, opset, settings in [
        *(
            (op, 13, {})
            for op in ("Abs", "Neg", "Exp", "Floor", "Ceil", "Erf", "Sin", "Cos", "Tanh", "Sigmoid", "Sign")
        ),
        *((op, 13, {}) for op in ("Relu", "Softplus", "Softsign", "Round", "Identity", "IsNaN", "Reciprocal", "Atan")),
        ("LeakyRelu", 6, {"alpha": 0.2}),
        ("Elu", 6, {"alpha": 0.7}),
        ("Selu", 6, {}),
        ("Celu", 12, {"alpha": 2.0}),
        ("HardSigmoid", 6, {}),
        ("HardSwish", 14, {}),
        ("Mish", 18, {}),
        ("ThresholdedRelu", 10, {"alpha": 0.5}),
        ("Shrink", 9, {"lambd": 0.3, "bias": 0.1}),
        ("Gelu", 20, {"approximate": "tanh"}),
        ("Softmax", 11, {"axis": 1}),
        ("LogSoftmax", 13, {"axis": -1}),
        ("ReduceL1", 13, {"axes": [1]}),
        ("ReduceL2", 13, {"axes": [1], "keepdims": 0}),
        ("ReduceLogSumExp", 13, {"axes": [1]}),
        ("ReduceMax", 13, {"axes": [1]}),
        ("ReduceMean", 13, {"axes": [1], "keepdims": 0}),
        ("ReduceMin", 13, {"axes": [1]}),
        ("ReduceProd", 13, {"axes": [1]}),
        ("ReduceSumSquare", 13, {"axes": [1]}),
        ("ArgMax", 13, {"axis": 1}),
        ("ArgMin", 13, {"axis": 1, "select_last_index": 1, "keepdims": 0}),
        ("LpNormalization", 1, {"axis": 1}),
        ("Clip", 6, {"min": -0.5, "max": 0.5}),
        ("Cast", 13, {"to": 11}),
    ]
}
MODELS = {
    "Conv": (built([node("Conv", ["x", "w", "b"], pads=[1, 1, 1, 1], strides=[2, 2])], WEIGHTS, IMAGE), (2, 3, 8, 8)),
    "Conv padded unevenly": (
        built([node("Conv", ["x", "w"], pads=[0, 1, 2, 1])], {"w": WEIGHTS["w"]}, IMAGE, opset=9),
        (2, 3, 8, 8),
    ),
    "Conv padded as before": (
        built([node("Conv", ["x", "w"], auto_pad="SAME_UPPER", strides=[2, 2])], {"w": WEIGHTS["w"]}, IMAGE, opset=7),
        (2, 3, 8, 8),
    ),
    "Conv1d in groups": (
        built([node("Conv", ["x", "w"], group=2, dilations=[2])], {"w": random(6, 2, 3)}, SERIES),
        (2, 4, 9),
    ),
    "ConvTranspose": (
        built(
            [node("ConvTranspose", ["x", "w", "b"], strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])],
            {"w": random(3, 5, 3, 3), "b": random(5)},
            IMAGE,
        ),
        (2, 3, 8, 8),
    ),
    "Gemm": (
        built([node("Gemm", ["x", "w", "b"], transB=1)], {"w": random(3, 4), "b": random(3)}, opset=7),
        (5, 4),
    ),
    "Gemm scaled": (
        built([node("Gemm", ["x", "w", "b"], alpha=0.5, beta=2.0)], {"w": random(4, 3), "b": random(3)}),
        (5, 4),
    ),
    "MatMul and Add": (
        built([node("MatMul", ["x", "w"], ["h"]), node("Add", ["b", "h"])], {"w": random(4, 3), "b": random(3)}),
        (5, 4),
    ),
    "BatchNormalization": (
        built(
            [node("BatchNormalization", ["x", "s", "b", "m", "v"], epsilon=1e-3)],
            {"s": random(3), "b": random(3), "m": random(3), "v": np.abs(random(3))},
            IMAGE,
            opset=9,
        ),
        (2, 3, 8, 8),
    ),
    "InstanceNormalization": (
        built([node("InstanceNormalization", ["x", "s", "b"])], {"s": random(3), "b": random(3)}, IMAGE),
        (2, 3, 8, 8),
    ),
    "LayerNormalization": (
        built([node("LayerNormalization", ["x", "s", "b"])], {"s": random(4), "b": random(4)}),
        (5, 4),
    ),
    "LRN": (built([node("LRN", ["x"], size=3)], inputs=IMAGE), (2, 3, 8, 8)),
    "PRelu": (built([node("PRelu", ["x", "s"])], {"s": random(3, 1, 1)}, IMAGE), (2, 3, 8, 8)),
    "MaxPool": (
        built([node("MaxPool", ["x"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])], inputs=IMAGE),
        (2, 3, 8, 8),
    ),
    "MaxPool padded unevenly": (
        built(
            [node("MaxPool", ["x"], kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_LOWER")],
            inputs={"x": ["N", 3, 7, 7]},
        ),
        (2, 3, 7, 7),
    ),
    "AveragePool": (
        built([node("AveragePool", ["x"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])], inputs=IMAGE, opset=10),
        (2, 3, 8, 8),
    ),
    "GlobalAveragePool": (
        built([node("GlobalAveragePool", ["x"], ["h"]), node("Flatten", ["h"])], inputs=IMAGE),
        (2, 3, 8, 8),
    ),
    "GlobalMaxPool": (built([node("GlobalMaxPool", ["x"])], inputs=IMAGE), (2, 3, 8, 8)),
    "Resize": (
        built(
            [node("Resize", ["x", "", "s"], mode="linear", coordinate_transformation_mode="half_pixel")],
            {"s": np.array([1, 1, 2, 2], np.float32)},
            IMAGE,
        ),
        (2, 3, 8, 8),
    ),
    "Upsample": (
        built(
            [node("Upsample", ["x", "s"], mode="nearest")], {"s": np.array([1, 1, 2, 2], np.float32)}, IMAGE, opset=9
        ),
        (2, 3, 8, 8),
    ),
    "Slice of old": (built([node("Slice", ["x"], starts=[1], ends=[-1], axes=[1])], opset=9), (5, 4)),
    "Slice backwards": (
        built(
            [node("Slice", ["x", "a", "e", "i", "s"])], {"a": whole(-1), "e": whole(-9), "i": whole(1), "s": whole(-1)}
        ),
        (5, 4),
    ),
    "Split of old": (
        built([node("Split", ["x"], ["a", "y"], axis=1, split=[1, 3])], outputs=("a", "y"), opset=11),
        (5, 4),
    ),
    "Split": (
        built([node("Split", ["x", "s"], ["a", "y"], axis=1)], {"s": whole(1, 3)}, outputs=("a", "y")),
        (5, 4),
    ),
    "Squeeze and Unsqueeze of old": (
        built([node("Unsqueeze", ["x"], ["h"], axes=[1]), node("Squeeze", ["h"], axes=[1])], opset=11),
        (5, 4),
    ),
    "ReduceSum": (built([node("ReduceSum", ["x", "a"])], {"a": whole(1)}), (5, 4)),
    "TopK": (
        built([node("TopK", ["x", "k"], ["y", "at"])], {"k": whole(2)}, outputs=("y", "at")),
        (5, 4),
    ),
    "CumSum": (built([node("CumSum", ["x", "a"], exclusive=1, reverse=1)], {"a": whole(1)}), (5, 4)),
    "Pad": (
        built([node("Pad", ["x", "p"], mode="reflect")], {"p": whole(0, 0, 1, 1, 0, 0, 1, 1)}, IMAGE),
        (2, 3, 8, 8),
    ),
    "Pad of old": (built([node("Pad", ["x"], pads=[0, 1, 0, 2], value=0.5)], opset=9), (5, 4)),
    "Gather": (built([node("Gather", ["x", "i"], axis=1)], {"i": whole(2, 0, -1)}), (5, 4)),
    "GatherElements": (
        built(
            [
                node("Cast", ["x"], ["c"], to=9),
                node("Cast", ["c"], ["i"], to=7),
                node("GatherElements", ["x", "i"], axis=1),
            ]
        ),
        (5, 4),
    ),
    "Trilu": (built([node("Trilu", ["x"], upper=0)], inputs=IMAGE), (2, 3, 8, 8)),
    "Tile": (built([node("Tile", ["x", "r"])], {"r": whole(1, 3)}), (5, 4)),
    "DepthToSpace": (
        built([node("DepthToSpace", ["x"], blocksize=2)], inputs={"x": ["N", 8, 3, 3]}),
        (2, 8, 3, 3),
    ),
    "SpaceToDepth": (built([node("SpaceToDepth", ["x"], blocksize=2)], inputs=IMAGE), (2, 3, 8, 8)),
    "Einsum": (
        built([node("Einsum", ["x", "w"], equation="ni, ij -> nj")], {"w": random(4, 3)}, opset=12),
        (5, 4),
    ),
    "Where and Greater": (
        built([node("Greater", ["x", "z"], ["c"]), node("Where", ["c", "x", "z"])], {"z": np.float32(0.1)}),
        (5, 4),
    ),
    "numbers first": (
        built([node("Sub", ["z", "x"], ["h"]), node("Div", ["z", "h"])], {"z": np.float32(3)}),
        (5, 4),
    ),
    "sizes that are computed": (
        built(
            [
                node("Shape", ["x"], ["s"]),
                node("Gather", ["s", "zero"], ["n"]),
                node("Unsqueeze", ["n", "axis"], ["n1"]),
                node("Concat", ["n1", "rest"], ["to"], axis=0),
                node("Reshape", ["x", "to"]),
            ],
            {"zero": np.array(0, I), "axis": whole(0), "rest": whole(2, -1)},
        ),
        (5, 4),
    ),
    "Expand": (
        built(
            [
                node("Shape", ["x"], ["s"]),
                node("Slice", ["s", "zero", "one"], ["n"]),
                node("Concat", ["n", "rest"], ["to"], axis=0),
                node("Expand", ["w", "to"], ["h"]),
                node("Concat", ["x", "h"], axis=1),
            ],
            {"zero": whole(0), "one": whole(1), "rest": whole(3), "w": random(1, 3)},
        ),
        (5, 4),
    ),
    "Mean and Max of several": (
        built([node("Mean", ["x", "x", "w"], ["h"]), node("Max", ["h", "w"])], {"w": random(4)}),
        (5, 4),
    ),
    "RNN": (
        built(
            [
                node(
                    "RNN",
                    ["x", "w", "r", "b"],
                    ["all", "y"],
                    hidden_size=3,
                    direction="bidirectional",
                    activations=["Relu", "Relu"],
                )
            ],
            {"w": random(2, 3, 4), "r": random(2, 3, 3), "b": random(2, 6)},
            {"x": [7, "N", 4]},
            ("all", "y"),
        ),
        (7, 2, 4),
    ),
}


@pytest.mark.parametrize("op", ONE_INPUT)
def test_an_operation_of_one_input(op):
    content, shape = ONE_INPUT[op]
    assert_answers_alike(content, {"x": random(*shape)})


@pytest.mark.parametrize("name", [name for name in MODELS if name != "RNN"])
def test_operations_with_weights_and_settings(name):
    content, shape = MODELS[name]
    assert_answers_alike(content, {"x": random(*shape)})


def test_a_sequence_with_the_batch_in_its_second_axis_is_read_with_the_batch_first():
    content, _ = MODELS["RNN"]
    imported = builder.import_file("network.onnx", content)
    assert imported.document.graph.nodes["x"].params["shape"] == (7, 4)
    assert "RNN" in kinds(imported.document)


def test_a_table_that_is_looked_up_in_is_an_embedding():
    content = built([node("Gather", ["table", "ids"])], {"table": random(9, 4)}, {"ids": ["N", 3]})
    imported = assert_answers_alike(content, {"ids": np.array([[0, 8, 3], [1, 1, 2]])})
    assert kinds(imported.document) >= {"Embedding"}
    assert imported.document.graph.nodes["ids"].params["high"] == 9


def test_a_table_that_is_also_multiplied_with_stays_one_weight():
    content = built(
        [
            node("Gather", ["table", "ids"], ["h"]),
            node("Transpose", ["table"], ["t"], perm=[1, 0]),
            node("MatMul", ["h", "t"]),
        ],
        {"table": random(9, 4)},
        {"ids": ["N", 3]},
    )
    imported = assert_answers_alike(content, {"ids": np.array([[0, 8, 3], [1, 1, 2]])})
    assert builder.check(imported.document).parameters == 36


def test_what_follows_from_weights_alone_is_computed_beforehand():
    content = built(
        [node("Transpose", ["w"], ["t"], perm=[1, 0]), node("Mul", ["t", "two"], ["u"]), node("MatMul", ["x", "u"])],
        {"w": random(3, 4), "two": np.float32(2)},
    )
    imported = assert_answers_alike(content, {"x": random(5, 4)})
    assert [each.type for each in imported.document.graph.nodes.values()] == ["Noise", "Linear", "Output"]


@pytest.mark.parametrize("op", ["NonZero", "StringNormalizer", "Loop"])
def test_an_operation_without_a_node_is_named_with_its_place(op):
    assert op not in COMPUTES
    (problem,) = refusal(built([node(op, ["x"], name="there")]))
    assert problem.code == "not_importable"
    assert f"{op} (there)" in problem.message


def test_a_setting_that_torch_lacks_is_said():
    gru = built(
        [node("GRU", ["x", "w", "r"], ["all", "y"], hidden_size=3, name="memory")],
        {"w": random(1, 9, 4), "r": random(1, 9, 3)},
        {"x": [7, "N", 4]},
    )
    (problem,) = refusal(gru)
    assert "GRU (memory)" in problem.message
    assert "linear_before_reset" in problem.message
