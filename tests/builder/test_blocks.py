"""Blocks are functions: drawn once, used many times, in a row, over time, as an equation, with shared weights."""

import resource
import time

import pytest
import torch
from torch import nn

import builder
from builder.drawing.document import Training
from builder.drawing.expression import expand
from builder.drawing.problems import AddNode, Connect
from tests.drawings import block, classifier, draw, moons, with_blocks

RESIDUAL = block(
    {
        "x": "Input",
        "fc": ("Linear", {"out_features": "=width"}),
        "act": "Tanh",
        "back": ("Linear", {"out_features": "=out"}),
        "y": "Output",
    },
    {"fc.input": "x.output", "act.input": "fc.output", "back.input": "act.output", "y.input": "back.output"},
    width=4,
    out=8,
)
CELL = block(
    {"x": "Input", "h": "Input", "wx": ("Linear", {"out_features": 5}), "wh": ("Linear", {"out_features": 5}),
     "sum": "Add", "act": "Tanh", "out": "Output", "state": "Output"},
    {"wx.input": "x.output", "wh.input": "h.output", "sum.input": "wx.output", "sum.other": "wh.output",
     "act.input": "sum.output", "out.input": "act.output", "state.input": "act.output"},
)  # fmt: skip


def two_uses(first=None, second=None):
    uses = {
        "one": ("Block", {"block": "residual", "out": 8, **(first or {})}),
        "two": ("Block", {"block": "residual", "out": 8, **(second or {})}),
        "end": ("Linear", {"out_features": 2}),
    }
    return with_blocks(through_output(classifier(uses), "x", "y"), residual=RESIDUAL)


def through_output(document, into, out):
    """A classifier's chain, with the ports that a block has instead of input and output."""
    graph = document.graph
    users = {id for id, node in graph.nodes.items() if node.type in ("Block", "Repeat", "ODESolve")}
    edges = {}
    for target, source in graph.edges.items():
        (node, port), (origin, output) = target.split("."), source.split(".")
        port = into if node in users and port == "input" else port
        output = out if origin in users and output == "output" else output
        edges[f"{node}.{port}"] = f"{origin}.{output}"
    return document.model_copy(update={"blocks": {"main": graph.model_copy(update={"edges": edges})}})


def test_a_block_is_one_class_and_what_differs_between_its_uses_is_an_argument():
    source = builder.source(two_uses(second={"width": 16}))
    assert source.count("class Residual(nn.Module)") == 1
    assert "def __init__(self, in_features: int, width: int) -> None:" in source
    assert "self.fc = nn.Linear(in_features, width)" in source
    assert "self.back = nn.Linear(width, 8)" in source
    assert "self.one = Residual(in_features=2, width=4)" in source
    assert "self.two = Residual(in_features=8, width=16)" in source


def test_uses_have_weights_of_their_own_and_all_are_counted():
    document = two_uses()
    report = builder.check(document)
    net = builder.compile(document).network()
    assert [(problem.code, problem.node) for problem in report.problems] == [("affine_in_a_row", "end")]
    assert report.parameters == sum(p.numel() for p in net.parameters())
    assert report.nodes["one"].outputs["y"].label == "(N, 8)"
    assert [port.name for port in report.nodes["one"].spec.inputs] == ["x"]
    assert report.blocks["residual"]["fc"].outputs["output"].label == "(N, 4)"


def test_a_repeated_block_is_a_row_of_copies():
    uses = {"in_": ("Linear", {"out_features": 8}), "deep": ("Repeat", {"block": "residual", "times": 3, "out": 8}),
            "end": ("Linear", {"out_features": 2})}  # fmt: skip
    document = with_blocks(through_output(classifier(uses), "x", "y"), residual=RESIDUAL)
    assert "nn.Sequential(*[Residual() for _ in range(3)])" in builder.source(document)
    net = builder.compile(document).network()
    assert len(net.deep) == 3
    assert builder.check(document).parameters == sum(p.numel() for p in net.parameters())


def test_copies_that_do_not_fit_each_other_are_a_problem_in_words():
    document = with_blocks(
        through_output(classifier({"deep": ("Repeat", {"block": "residual", "times": 3, "out": 9})}), "x", "y"),
        residual=RESIDUAL,
    )
    problem = next(p for p in builder.check(document).problems if p.node == "deep")
    assert problem.hint == "Each copy must give what the next one takes: (N, 2) goes in, (N, 9) comes out."


def test_a_hand_drawn_cell_over_time_equals_torchs_rnn():
    images = draw(
        {"data": "Digits", "rows": ("Flatten", {"end_dim": 2}), "rnn": ("Scan", {"block": "cell", "state_size": 5}),
         "flat": "Flatten", "end": ("Linear", {"out_features": 10}), "loss": "CrossEntropyLoss", "o": "Objective"},
        {"rows.input": "data.image", "rnn.x": "rows.output", "flat.input": "rnn.out", "end.input": "flat.output",
         "loss.input": "end.output", "loss.target": "data.label", "o.loss": "loss.loss"},
    )  # fmt: skip
    document = with_blocks(images, cell=CELL)
    assert builder.check(document).problems == ()
    net = builder.compile(document).network()
    theirs = nn.RNN(8, 5, batch_first=True)
    cell = net.rnn.cell
    with torch.no_grad():
        theirs.weight_ih_l0.copy_(cell.wx.weight)
        theirs.bias_ih_l0.copy_(cell.wx.bias)
        theirs.weight_hh_l0.copy_(cell.wh.weight)
        theirs.bias_hh_l0.copy_(cell.wh.bias)
    rows = torch.randn(3, 8, 8)
    torch.testing.assert_close(net.rnn(rows)[0], theirs(rows)[0])
    torch.testing.assert_close(net.rnn(rows)[1], theirs(rows)[1][0])


def test_a_linear_equation_is_solved_as_its_exponential():
    slope = block({"y": "Input", "f": ("Linear", {"out_features": 2, "bias": False}), "dy": "Output"},
                  {"f.input": "y.output", "dy.input": "f.output"})  # fmt: skip
    chain = {"flow": ("ODESolve", {"block": "slope", "t1": 0.7, "steps": 50}), "end": ("Linear", {"out_features": 2})}
    document = with_blocks(through_output(classifier(chain), "y", "dy"), slope=slope)
    net = builder.compile(document).network()
    start = torch.randn(4, 2)
    exact = start @ torch.matrix_exp(0.7 * net.flow.f.f.weight).T
    torch.testing.assert_close(net.flow(start), exact, atol=1e-5, rtol=1e-4)


def test_shared_weights_are_one_set():
    document = moons().with_edits(
        (
            AddNode(id="twin", type="Share", params={"of": "fc1"}),
            AddNode(id="add", type="Add"),
            Connect(target="twin.input", source="data.point"),
            Connect(target="add.input", source="fc1.output"),
            Connect(target="add.other", source="twin.output"),
            Connect(target="relu.input", source="add.output"),
        )
    )
    report = builder.check(document)
    program = builder.compile(document)
    assert report.problems == ()
    assert report.nodes["twin"].parameters == 0
    assert "twin = self.fc1(point)" in program.source
    assert program.parameters == builder.check(moons()).parameters


def test_a_block_that_holds_itself_is_a_problem_not_a_loop():
    endless = block({"x": "Input", "again": ("Block", {"block": "endless"}), "y": "Output"},
                    {"again.x": "x.output", "y.input": "again.y"})  # fmt: skip
    document = with_blocks(
        through_output(classifier({"use": ("Block", {"block": "endless"})}), "x", "y"), endless=endless
    )
    assert any("would hold itself" in problem.hint for problem in builder.check(document).problems)


def test_a_fault_inside_a_block_is_said_there_and_where_it_is_used():
    wrong = block({"x": "Input", "conv": "Conv2d", "y": "Output"}, {"conv.input": "x.output", "y.input": "conv.output"})
    document = with_blocks(through_output(classifier({"use": ("Block", {"block": "wrong"})}), "x", "y"), wrong=wrong)
    places = {(problem.block, problem.node) for problem in builder.check(document).problems}
    assert {("wrong", "conv"), (None, "use")} <= places


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=2 * width", 8),
        ("=width // 3", 1),
        ("=width / 2", 2.0),
        ("=(width, 2)", (4, 2)),
        ("=width ** 2", 16),
        ("=width ** -0.5", 0.5),
        ("=-width", -4),
        ("plain", "plain"),
    ],
)
def test_expressions_are_worked_out(text, value):
    assert expand(text, {"width": 4}) == value


@pytest.mark.parametrize(
    "text",
    [
        "=",
        "=1 / 0",
        "=nothing",
        "=__import__('os')",
        "=width.real",
        "=2 **",
        "=[x for x in 'a']",
        "=10 ** 10 ** 10",
        "=(-width) ** 0.5",
    ],
)
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        expand(text, {"width": 4})


def test_blocks_that_nothing_uses_stand_in_nobodys_way():
    spare = block({"x": "Input", "y": "Output"}, {})
    report = builder.check(with_blocks(moons(), spare=spare))
    assert report.is_trainable


def test_a_very_deep_and_wide_network_is_checked_at_once_and_without_its_memory():
    giant = block(
        {"x": "Input", "up": ("Linear", {"out_features": "=4 * width"}), "act": "ReLU",
         "down": ("Linear", {"out_features": "=width"}), "skip": "Add", "y": "Output"},
        {"up.input": "x.output", "act.input": "up.output", "down.input": "act.output", "skip.input": "x.output",
         "skip.other": "down.output", "y.input": "skip.output"},
        width=12288,
    )  # fmt: skip
    chain = {"wide": ("Linear", {"out_features": 12288}), "deep": ("Repeat", {"block": "giant", "times": 96}),
             "end": ("Linear", {"out_features": 2})}  # fmt: skip
    document = with_blocks(through_output(classifier(chain), "x", "y"), giant=giant)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    report = builder.check(document)
    assert report.parameters > 115_000_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000
    assert time.perf_counter() - begun < 60  # a hang, not a speed


GAN_BLOCKS = {
    name: block(
        {
            "x": "Input",
            "a": ("Linear", {"out_features": 16}),
            "act": "Tanh",
            "b": ("Linear", {"out_features": 2}),
            "y": "Output",
        },
        {"a.input": "x.output", "act.input": "a.output", "b.input": "act.output", "y.input": "b.output"},
    )
    for name in ("maker", "critic")
}


def two_goals():
    """Two networks with an objective each: one learns to classify, one to fool it by moving points."""
    document = draw(
        {
            "data": "TwoMoons", "noise": ("Noise", {"shape": 2}),
            "maker": ("Block", {"block": "maker"}), "critic": ("Block", {"block": "critic"}),
            "fooled": ("Share", {"of": "critic"}), "moved": "Add",
            "judge": "CrossEntropyLoss", "fool": "CrossEntropyLoss", "accuracy": "Accuracy",
            "learn": ("Objective", {"over": "critic"}), "trick": ("Objective", {"over": "maker", "every": 2}),
        },
        {
            "maker.x": "noise.noise", "moved.input": "data.point", "moved.other": "maker.y",
            "critic.x": "data.point", "fooled.x": "moved.output",
            "judge.input": "critic.y", "judge.target": "data.label", "accuracy.input": "critic.y",
            "accuracy.target": "data.label", "fool.input": "fooled.y", "fool.target": "data.label",
            "learn.loss": "judge.loss", "trick.loss": "fool.loss",
        },
    )  # fmt: skip
    training = Training(epochs=2, batch_size=128, seed=3)
    return with_blocks(document.model_copy(update={"training": training}), **GAN_BLOCKS)


def test_each_objective_moves_only_what_it_is_over():
    document = two_goals()
    assert builder.check(document).problems == ()
    program = builder.compile(document)
    assert [(goal.loss_name, goal.every) for goal in program.goals] == [("judge", 1), ("fool", 2)]
    net = program.network()
    learn, *_ = program.dataset.read({})
    batch = {name: values[:32] for name, values in learn.items()} | program.sources(
        32, torch.Generator().manual_seed(0)
    )
    before = {name: p.clone() for name, p in net.named_parameters()}
    optimizer = program.goals[1].make_optimizer(net)
    program.goals[1].objective(net, batch).backward()
    optimizer.step()
    moved = {name.split(".")[0] for name, p in net.named_parameters() if not torch.equal(p, before[name])}
    assert moved == {"maker"}
