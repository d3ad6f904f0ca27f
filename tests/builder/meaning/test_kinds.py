"""A mistake is found in whatever form it comes: by other layers, with something between, inside a block."""

from __future__ import annotations

import math
from typing import Any

import pytest

import builder
from builder.checker.checker import analyze
from builder.drawing.document import Document
from builder.drawing.problems import AddNode, Connect, RemoveNode, SetParam
from builder.meaning.look import look_at
from builder.meaning.rules.parts.sketch import sketch
from tests.drawings import block, draw, with_blocks

DIGITS = """
data = Digits()
flat = Flatten()(data.image)
fc0 = Linear(out_features=32)(flat)
act = ReLU()(fc0)
fc = Linear(out_features=10)(act)
"""


def ends(*layers: str, loss: str = "CrossEntropyLoss()", objective: str = "Objective()") -> Document:
    """A classifier of digits that ends in these layers, each on what the one before gives: ``Softmax(dim=1)``."""
    source, lines = "fc", DIGITS
    for place, layer in enumerate(layers):
        call = f"({source})" if "{}" not in layer else ""
        lines += f"end{place} = {layer.format(source)}{call}\n"
        source = f"end{place}"
    lines += f"loss = {loss}({source}, data.label)\nanswer = Output()({source})\nobjective = {objective}(loss)\n"
    return sketch(lines)


def binary(*layers: str, loss: str, metric: str = "BinaryAccuracy()") -> Document:
    """A yes or no about points of two moons, with these layers after the last Linear."""
    source, lines = "fc", "data = TwoMoons()\nfc = Linear(out_features=1)(data.point)\n"
    for place, layer in enumerate(layers):
        lines += f"end{place} = {layer}({source})\n"
        source = f"end{place}"
    lines += "y = ToFloat()(data.label)\ntarget = Unsqueeze(dim=1)(y)\n"
    lines += f"loss = {loss}({source}, target)\nright = {metric}({source}, target)\n"
    return sketch(lines + "objective = Objective()(loss)\n")


def curve(*layers: str, loss: str = "MSELoss") -> Document:
    """A function of one number, by these layers."""
    source, lines = "data.x", "data = Curve()\n"
    for place, layer in enumerate(layers):
        lines += f"at{place} = {layer}({source})\n"
        source = f"at{place}"
    return sketch(lines + f"loss = {loss}()({source}, data.y)\nobjective = Objective()(loss)\n")


def with_end(nodes: dict[str, Any], edges: dict[str, str]) -> Document:
    """A classifier whose last layers are a block, from x to y."""
    main = draw(
        {
            "data": "TwoMoons",
            "fc": ("Linear", {"out_features": 8}),
            "relu": "ReLU",
            "use": ("Block", {"block": "end"}),
            "loss": "CrossEntropyLoss",
            "objective": "Objective",
        },
        {
            "fc.input": "data.point",
            "relu.input": "fc.output",
            "use.x": "relu.output",
            "loss.input": "use.y",
            "loss.target": "data.label",
            "objective.loss": "loss.loss",
        },
    )
    return with_blocks(main, end=block({"x": "Input", **nodes, "y": "Output"}, edges))


LINEAR_2 = ("Linear", {"out_features": 2})
SOFTMAX_INSIDE = with_end(
    {"fc": LINEAR_2, "s": "Softmax"}, {"fc.input": "x.output", "s.input": "fc.output", "y.input": "s.output"}
)
AFFINE_INSIDE = with_end(
    {"one": ("Linear", {"out_features": 8}), "two": LINEAR_2},
    {"one.input": "x.output", "two.input": "one.output", "y.input": "two.output"},
)
AFFINE_ACROSS = with_end({"two": LINEAR_2}, {"two.input": "x.output", "y.input": "two.output"}).with_edits(
    (Connect(target="use.x", source="fc.output"), RemoveNode(id="relu"))
)
AFFINE_BEYOND = with_end(
    {"one": ("Linear", {"out_features": 8})}, {"one.input": "x.output", "y.input": "one.output"}
).with_edits(
    (
        AddNode(id="last", type="Linear", params={"out_features": 2}),
        Connect(target="last.input", source="use.y"),
        Connect(target="loss.input", source="last.output"),
    )
)

FORMS = [
    *(
        ("bounded_scores", ends(*layers))
        for layers in (
            ("Softmax(dim=1)",),
            ("Sigmoid()",),
            ("ReLU()",),
            ("ReLU6()",),
            ("Tanh()",),
            ("Hardtanh()",),
            ("Hardsigmoid()",),
            ("Softsign()",),
            ("Softmin(dim=1)",),
            ("Normalize(dim=1)",),
            ("Clamp(min=0.0, max=1.0)",),
            ("Softmax(dim=1)", "Identity()"),
            ("Sigmoid()", "Negate()"),
            ("LogSoftmax(dim=1)", "Exp()"),
            ("Softmax(dim=1)", "LogSoftmax(dim=1)"),
        )
    ),
    ("bounded_scores", SOFTMAX_INSIDE),
    *(("sigmoid_twice", binary(layer, loss="BCEWithLogitsLoss()")) for layer in ("Sigmoid()", "ReLU()", "Tanh()")),
    *(
        ("no_log_probabilities", ends(*layers, loss="NLLLoss()"))
        for layers in ((), ("Softmax(dim=1)",), ("LogSigmoid()",), ("Tanh()",))
    ),
    *(("no_probabilities", binary(*layers, loss="BCELoss()")) for layers in ((), ("Tanh()",), ("ReLU()",))),
    ("no_log_probabilities", curve("Linear(out_features=1)", loss="KLDivLoss")),
    *(
        ("wrong_threshold", binary(*layers, loss=loss, metric=f"BinaryAccuracy(threshold={threshold})"))
        for layers, loss, threshold in (
            ((), "BCEWithLogitsLoss()", 0.5),
            (("Sigmoid()",), "BCELoss()", 1.0),
            (("Sigmoid()",), "BCELoss()", -0.5),
            (("Tanh()",), "MSELoss()", 2.0),
        )
    ),
    ("more_scores_than_classes", ends("ReLU()", "Linear()")),
    *(
        ("affine_in_a_row", ends(*layers))
        for layers in (("Linear(out_features=10)",), ("Identity()", "Linear(out_features=10)"))
    ),
    ("affine_in_a_row", ends("Dropout()", "Linear(out_features=10)")),
    *(("affine_in_a_row", drawing) for drawing in (AFFINE_INSIDE, AFFINE_ACROSS, AFFINE_BEYOND)),
    *(("dropped", ends(*layers)) for layers in (("Dropout()",), ("AlphaDropout()",), ("Dropout()", "Identity()"))),
    ("dropped", ends("ReLU()", "Dropout(p=1.0)", "Linear(out_features=10)")),
    *(
        ("mixed_samples", ends(layer))
        for layer in (
            "Cumsum(dim=0)",
            "Flip(dims=(0,))",
            "Roll(shifts=1, dims=0)",
            "Normalize(dim=0)",
            "Sort(dim=0)",
        )
    ),
    ("mixed_samples", ends("Mean(dim=0, keepdim=True)", "Add()(fc, {})")),
    *(
        ("schedule_ends", ends(objective=f"Objective({settings})"))
        for settings in (
            "schedule='StepLR', step_size=1, gamma=0.1",
            "schedule='StepLR', step_size=3, gamma=0.5",
            "schedule='ExponentialLR', gamma=0.5",
        )
    ),
    ("no_rate", ends(objective="Objective(lr=0.0, optimizer='SGD')")),
    *(
        ("no_gradient", curve("Linear(out_features=1)", layer))
        for layer in ("Round()", "Sign()", "Detach()", "Floor()")
    ),
    *(
        ("no_logarithm", curve("Linear(out_features=8)", *layers, "Linear(out_features=1)"))
        for layers in (("Log()",), ("Sqrt()",), ("Tanh()", "Log()"), ("ReLU()", "Log()"), ("Power(exponent=0.5)",))
    ),
]
"""A code, and a drawing that has this mistake."""

HEALTHY = [
    ends(),
    ends("LogSoftmax(dim=1)"),
    ends("LeakyReLU()"),
    ends("Clamp(min=-20.0, max=20.0)"),
    ends("LogSoftmax(dim=1)", loss="NLLLoss()"),
    ends("Softmax(dim=1)", "Clamp(min=1e-07, max=1.0)", "Log()", loss="NLLLoss()"),
    binary("Sigmoid()", loss="BCELoss()"),
    binary("Hardsigmoid()", loss="BCELoss()"),
    binary("Tanh()", "Scale(factor=0.5)", "Sigmoid()", loss="BCELoss()"),
    binary(loss="BCEWithLogitsLoss()"),
    ends(objective="Objective(schedule='CosineAnnealingLR')"),
    ends(objective="Objective(schedule='OneCycleLR')"),
    curve("Linear(out_features=8)", "Exp()", "Log()", "Linear(out_features=1)"),
    curve("Linear(out_features=8)", "Square()", "Sqrt()", "Linear(out_features=1)"),
    curve("Linear(out_features=8)", "Tanh()", "Linear(out_features=1)"),
    with_end({"fc": LINEAR_2}, {"fc.input": "x.output", "y.input": "fc.output"}),
    sketch("""
    data = Digits()
    table = Parameter(shape=10)
    scores = ForEachSample()(table, data.label)
    loss = CrossEntropyLoss()(scores, data.label)
    objective = Objective()(loss)
    """),
]


@pytest.mark.parametrize(("code", "drawing"), FORMS)
def test_a_mistake_is_found_in_whatever_form_it_comes(code, drawing):
    report = builder.check(drawing)
    found = [problem for problem in report.problems if problem.code == code]
    assert found, report.problems
    for problem in found:
        if problem.fix:
            mended = builder.check(drawing.with_edits(problem.fix.edits, problem.block))
            again = [(each.code, each.block, each.node) for each in mended.problems]
            assert (problem.code, problem.block, problem.node) not in again


@pytest.mark.parametrize("drawing", HEALTHY)
def test_what_is_right_is_not_blamed(drawing):
    assert builder.check(drawing).problems == ()


@pytest.mark.parametrize(("times", "most"), [(1, 2.0), (3, 8.0), (40, math.inf)])
def test_a_repeated_block_is_followed_as_often_as_it_is_repeated(times, most):
    doubled = block(
        {"x": "Input", "s": ("Scale", {"factor": 2.0}), "y": "Output"}, {"s.input": "x.output", "y.input": "s.output"}
    )
    nodes = {
        "data": "TwoMoons",
        "tanh": "Tanh",
        "use": ("Repeat", {"block": "doubled", "times": times}),
        "out": "Output",
    }
    edges = {"tanh.input": "data.point", "use.x": "tanh.output", "out.input": "use.y"}
    look = look_at(analyze(with_blocks(draw(nodes, edges), doubled=doubled)))
    assert look.facts["use", "y"].high == most


@pytest.mark.parametrize(
    ("layers", "said", "wanted"),
    [
        (("ReLU()", "Linear(out_features=64)"), "end1 gives 64 scores", ("end1", 10)),
        (("ReLU()", "Linear(out_features=64)", "GLU()"), "end2 gives 32 scores", ("end1", 20)),
    ],
    ids=["the last layer gives them", "a layer after it halves them"],
)
def test_a_fix_for_too_many_scores_leaves_one_for_each_class(layers, said, wanted):
    drawing = ends(*layers)
    [problem] = [each for each in builder.check(drawing).problems if each.code == "more_scores_than_classes"]
    assert problem.message.startswith(said)
    [edit] = problem.fix.edits
    assert (edit.id, edit.value) == wanted
    assert builder.check(drawing.with_edits(problem.fix.edits)).problems == ()


def test_a_fix_after_which_something_would_not_fit_is_not_offered():
    """The last thing that sets a width is the cell's state, which goes in again as it comes out."""
    widths = [SetParam(id=id, name="out_features", value=32) for id in ("from_step", "from_state")]
    cell = builder.STARTERS["rnn-cell"].document.with_edits(tuple(widths), "cell")
    drawing = cell.with_edits((AddNode(id="scores", type="Power"),))
    [problem] = [each for each in builder.check(drawing).problems if each.code == "more_scores_than_classes"]
    assert problem.node == "read"
    assert problem.fix is None
