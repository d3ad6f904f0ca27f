"""Kinds of mistakes in many forms: what is said of each, and that its button makes it trainable."""

import pytest

import builder
from builder.drawing.document import Document
from tests.builder.hints.drawn import FOUR, TEN, TWO, images, points, steps, wired

SHARED = {
    "sequences": (
        steps(
            {
                "turn": ("Transpose", {"dim0": 1, "dim1": 2}),
                "bad": ("GroupNorm", {"num_groups": 4}),
                "flat": "Flatten",
                "out": FOUR,
            }
        ),
        "6 channels can't be shared out in 4 groups",
        "num_groups of bad to 3",
    ),
    "more groups than channels": (
        images({"conv": "Conv2d", "bad": ("GroupNorm", {"num_groups": 32}), "flat": "Flatten", "out": TEN}),
        "16 channels can't be shared out in 32 groups: 1, 2, 4, 8, 16 can",
        "to 16",
    ),
    "convolution": (
        images(
            {
                "conv": ("Conv2d", {"out_channels": 6}),
                "bad": ("Conv2d", {"groups": 4, "out_channels": 8}),
                "flat": "Flatten",
                "out": TEN,
            }
        ),
        "6 channels that come in can't be shared out in 4 groups: 1, 2 can",
        "groups of bad to 2",
    ),
    "pixels": (
        images({"conv": ("Conv2d", {"out_channels": 6}), "bad": "PixelShuffle", "flat": "Flatten", "out": TEN}),
        "made of 4 channels each",
        "out_channels of conv to 8",
    ),
    "squares": (
        images({"bad": ("PixelUnshuffle", {"downscale_factor": 3}), "flat": "Flatten", "out": TEN}),
        "8 x 8 can't be cut into squares of 3 x 3: 1, 2, 4, 8 can",
        "to 2",
    ),
    "gate": (
        points({"fc": ("Linear", {"out_features": 5}), "bad": "GLU", "out": TWO}),
        "5 values can't be halved",
        "out_features of fc to 6",
    ),
    "heads": (
        steps(
            {
                "wide": ("Linear", {"out_features": 30}),
                "bad": ("CausalSelfAttention", {"n_head": 4}),
                "last": "Select",
                "out": FOUR,
            }
        ),
        "30 features can't be shared out in 4 heads",
        "n_head of bad to 3",
    ),
    "encoder": (
        wired(
            "LongMemory",
            {"bad": ("TransformerEncoderLayer", {"nhead": 4}), "last": "Select", "out": FOUR},
            {"bad.src": "data.sequence", "last.input": "bad.output", "out.input": "last.output"},
        ),
        "6 features can't be shared out in 4 heads: 1, 2, 3, 6 can",
        "nhead of bad to 3",
    ),
    "attention": (
        wired(
            "LongMemory",
            {
                "wide": ("Linear", {"out_features": 30}),
                "bad": ("MultiheadAttention", {"num_heads": 4}),
                "last": "Select",
                "out": FOUR,
            },
            {
                "wide.input": "data.sequence",
                **{f"bad.{port}": "wide.output" for port in ("query", "key", "value")},
                "last.input": "bad.output",
                "out.input": "last.output",
            },
        ),
        "30 features can't be shared out in 4 heads",
        "num_heads of bad to 3",
    ),
}

AXES = {
    "place from the end": (
        steps({"bad": ("Select", {"dim": 1, "index": -40}), "out": FOUR}),
        "there is no place -40",
        "index of bad to -1",
    ),
    "axis": (
        steps({"bad": ("Select", {"dim": 3, "index": 0}), "out": FOUR}),
        "(N, T, 6) has no axis 3: its axes are 0 to 2",
        "dim of bad to -1",
    ),
    "one of several": (
        images({"conv": "Conv2d", "bad": ("Mean", {"dim": (2, 4)}), "out": TEN}),
        "has no axis 4",
        "dim of bad to 2, -1",
    ),
    "softmax": (points({"fc": "Linear", "bad": ("Softmax", {"dim": 2}), "out": TWO}), "(N, 64) has no axis 2", "to -1"),
    "order": (
        images({"bad": ("Permute", {"dims": (0, 2)}), "flat": "Flatten", "out": TEN}),
        "names each of the 4 axes",
        "dims of bad to 0, 2, 1, 3",
    ),
}

BATCH = {
    "transposed steps": (
        steps({"bad": ("Transpose", {"dim0": 0, "dim1": 1}), "rnn": "LSTM", "last": "Select", "out": FOUR}),
        "(N, T, 6) became (T, N, 6)",
        "dim0 of bad to 1",
    ),
    "transposed images": (
        images({"bad": ("Transpose", {"dim0": 0, "dim1": 2}), "conv": "Conv2d", "flat": "Flatten", "out": TEN}),
        "moves the batch to another axis",
        "dim0 of bad to 2 and dim1 of bad to 3",
    ),
    "permuted": (
        images({"bad": ("Permute", {"dims": (1, 0, 2, 3)}), "flat": "Flatten", "out": TEN}),
        "(N, 1, 8, 8) became (1, N, 8, 8)",
        "to 0, 1, 2, 3",
    ),
    "averaged": (
        points({"fc": "Linear", "bad": ("Mean", {"dim": 0}), "out": TWO}),
        "makes one out of all samples",
        "Take bad out",
    ),
    "selected": (
        steps({"fc": "Linear", "bad": ("Select", {"dim": 0, "index": 0}), "out": FOUR}),
        "makes one out of all samples",
        "dim of bad to 1",
    ),
    "flattened": (
        images({"bad": ("Flatten", {"start_dim": -4}), "out": TEN}),
        "became (64N,)",
        "start_dim of bad to 1",
    ),
    "reshaped": (
        images({"bad": ("Reshape", {"shape": (-1, 32)}), "out": TEN}),
        "became (2N, 32)",
        "shape of bad to -1, 64",
    ),
    "split": (
        points(
            {
                "fc": "Linear",
                "bad": ("Unflatten", {"dim": 0, "unflattened_size": (1, -1)}),
                "flat": "Flatten",
                "out": TWO,
            }
        ),
        "became (1, N, 64)",
        "dim of bad to 1",
    ),
    "joined": (
        wired(
            "TwoMoons",
            {"one": "Linear", "two": "Linear", "bad": ("Concatenate", {"dim": 0}), "out": TWO},
            {
                "one.input": "data.point",
                "two.input": "data.point",
                "bad.input1": "one.output",
                "bad.input2": "two.output",
                "out.input": "bad.output",
            },
        ),
        "became (2N, 64)",
        "dim of bad to 1",
    ),
    "state": (
        wired("LongMemory", {"bad": "LSTM", "out": FOUR}, {"bad.input": "data.sequence", "out.input": "bad.h_n"}),
        "bad.h_n is (1, N, 64)",
        "Insert a Select before out",
    ),
}

FITTING = {
    "one value": (
        images({"conv": ("Conv2d", {"kernel_size": 8}), "bad": "InstanceNorm2d", "flat": "Flatten", "out": TEN}),
        "is one value here",
        "Take bad out",
    ),
    "kernel": (
        images({"bad": ("Conv2d", {"kernel_size": (3, 11)}), "flat": "Flatten", "out": TEN}),
        "8 x 8 here, smaller than the kernel of 3 x 11",
        "to 3, 8",
    ),
    "dilated": (
        images({"bad": ("Conv2d", {"kernel_size": 5, "dilation": 3}), "flat": "Flatten", "out": TEN}),
        "reaches over 13",
        "dilation of bad to 1",
    ),
    "signal": (
        steps({"bad": ("Conv1d", {"kernel_size": 9}), "flat": "Flatten", "out": FOUR}),
        "The signal is 6 here",
        "kernel_size of bad to 6",
    ),
    "pool": (
        images({"bad": ("MaxPool2d", {"kernel_size": 9}), "flat": "Flatten", "out": TEN}),
        "smaller than the kernel of 9",
        "to 8",
    ),
    "padded pool": (
        images({"bad": ("MaxPool2d", {"padding": 2}), "flat": "Flatten", "out": TEN}),
        "by half of its kernel at most",
        "padding of bad to 1",
    ),
    "strided": (
        images({"bad": ("Conv2d", {"padding": "same", "stride": 2}), "flat": "Flatten", "out": TEN}),
        "keeps the size",
        "stride of bad to 1",
    ),
    "mirror": (
        images({"bad": ("ReflectionPad2d", {"padding": 9}), "flat": "Flatten", "out": TEN}),
        "7 values at most",
        "padding of bad to 7",
    ),
    "number of values": (
        images({"bad": ("Reshape", {"shape": (-1, 3, 32)}), "flat": "Flatten", "out": TEN}),
        "has 64 values",
        "to -1, 2, 32",
    ),
    "fixed batch": (
        images({"bad": ("Reshape", {"shape": (64, 64)}), "out": TEN}),
        "The first number is the batch",
        "to -1, 64",
    ),
    "split axis": (
        points(
            {
                "fc": "Linear",
                "bad": ("Unflatten", {"dim": 1, "unflattened_size": (3, 8, 8)}),
                "conv": "Conv2d",
                "flat": "Flatten",
                "out": TWO,
            }
        ),
        "has 64 values; 3, 8, 8 takes 192",
        "to 1, 8, 8",
    ),
    "images for signals": (
        images({"bad": "Conv1d", "flat": "Flatten", "out": TEN}),
        "Conv2d is the one for this shape",
        "Make bad a Conv2d",
    ),
    "images for volumes": (
        images({"bad": "Conv3d", "flat": "Flatten", "out": TEN}),
        "Conv2d is the one for this shape",
        "Make bad a Conv2d",
    ),
    "after a Flatten": (
        images({"flat": "Flatten", "bad": "Conv2d", "out": TEN}),
        "put this layer before it",
        "Put bad before flat",
    ),
    "rows for images": (
        points({"fc": "Linear", "bad": "BatchNorm2d", "out": TWO}),
        "BatchNorm1d is the one",
        "Make bad a BatchNorm1d",
    ),
    "no last step": (steps({"rnn": "LSTM", "bad": FOUR}), "a Select takes the last one", "Insert a Select before bad"),
    "deep": (
        images({"conv": "Conv2d", "bad": "Linear", "relu": "ReLU", "out": TEN}),
        "A Flatten layer",
        "Insert a Flatten before bad",
    ),
    "sum of widths": (
        wired(
            "TwoMoons",
            {"one": "Linear", "two": ("Linear", {"out_features": 32}), "bad": "Add", "out": TWO},
            {
                "one.input": "data.point",
                "two.input": "data.point",
                "bad.input": "one.output",
                "bad.other": "two.output",
                "out.input": "bad.output",
            },
        ),
        "axis 1 is 64 in the one and 32 in the other",
        "out_features of one to 32",
    ),
    "sum of sizes": (
        wired(
            "Digits",
            {"one": ("Conv2d", {"padding": 1}), "two": "Conv2d", "bad": "Add", "flat": "Flatten", "out": TEN},
            {
                "one.input": "data.image",
                "two.input": "one.output",
                "bad.input": "one.output",
                "bad.other": "two.output",
                "flat.input": "bad.output",
                "out.input": "flat.output",
            },
        ),
        "axis 2 is 8 in the one and 6 in the other",
        "to same",
    ),
    "joined sizes": (
        wired(
            "Digits",
            {"one": ("Conv2d", {"padding": 1}), "two": "Conv2d", "bad": "Concatenate", "flat": "Flatten", "out": TEN},
            {
                "one.input": "data.image",
                "two.input": "data.image",
                "bad.input1": "one.output",
                "bad.input2": "two.output",
                "flat.input": "bad.output",
                "out.input": "flat.output",
            },
        ),
        "axis 2 is 8 and 6",
        "padding of two to same",
    ),
    "matrices": (
        wired(
            "LongMemory",
            {"one": "Linear", "two": "Linear", "bad": "MatrixMultiply", "flat": "Flatten", "out": FOUR},
            {
                "one.input": "data.sequence",
                "two.input": "data.sequence",
                "bad.input": "one.output",
                "bad.other": "two.output",
                "flat.input": "bad.output",
                "out.input": "flat.output",
            },
        ),
        "must be as many as the rows",
        "Insert a Transpose before bad",
    ),
    "keys": (
        wired(
            "LongMemory",
            {
                "one": ("Linear", {"out_features": 32}),
                "two": "Linear",
                "bad": "MultiheadAttention",
                "last": "Select",
                "out": FOUR,
            },
            {
                "one.input": "data.sequence",
                "two.input": "data.sequence",
                "bad.query": "one.output",
                "bad.key": "two.output",
                "bad.value": "two.output",
                "last.input": "bad.output",
                "out.input": "last.output",
            },
        ),
        "The query has 32 features",
        "kdim of bad to 64",
    ),
}

KINDS = SHARED | AXES | BATCH | FITTING


def assert_told_once(document: Document, node: str, said: str, label: str) -> None:
    (problem,) = (problem for problem in builder.check(document).problems if problem.severity == "error")
    assert problem.node == node
    assert said in f"{problem.message} {problem.hint}"
    assert problem.fix
    assert label in problem.fix.label
    assert builder.check(document.with_edits(problem.fix.edits, problem.block)).is_trainable


@pytest.mark.parametrize("kind", KINDS)
def test_the_node_that_breaks_a_rule_says_it_and_one_press_mends_it(kind):
    document, said, label = KINDS[kind]
    assert_told_once(document, "bad", said, label)
