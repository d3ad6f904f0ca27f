"""Everything wrong with a drawing is said at once, in words, with a fix that mends it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import builder
from builder.checker.checker import analyze
from builder.drawing.document import Document
from builder.drawing.problems import AddNode, Connect, SetParam
from tests.drawings import classifier, draw, moons

SKIP = {"data": "Digits", "a": "Conv2d", "b": ("Conv2d", {"out_channels": 4}), "add": "Add"}

FAULTS = {
    "missing_input": draw({"data": "TwoMoons", "out": "Output", "fc": "Linear"}, {"out.input": "fc.output"}),
    "dangling_edge": draw({"fc": "Linear"}, {"fc.input": "ghost.output"}),
    "unknown_type": draw({"fc": "Linaer"}, {}),
    "unknown_param": draw({"fc": ("Linear", {"out_feature": 3})}, {}),
    "bad_param": draw({"fc": ("Linear", {"out_features": -3})}, {}),
    "wrong_kind": draw({"data": "TwoMoons", "fc": "Linear"}, {"fc.input": "data.label"}),
    "cycle": draw({"a": "Linear", "b": "ReLU"}, {"a.input": "b.output", "b.input": "a.output"}),
    "shape_mismatch": classifier({"conv": "Conv2d", "fc": ("Linear", {"out_features": 10})}, "Digits", "image"),
    "too_few_classes": classifier({"flat": "Flatten", "fc": ("Linear", {"out_features": 9})}, "Digits", "image"),
    "size_mismatch": classifier({"fc": ("Linear", {"in_features": 7, "out_features": 2})}),
    "no_objective": draw(
        {"data": "TwoMoons", "fc": "Linear", "loss": "CrossEntropyLoss"},
        {"fc.input": "data.point", "loss.input": "fc.output", "loss.target": "data.label"},
    ),
    "unpaired_data": moons().with_edits(
        (
            AddNode(id="more", type="Xor"),
            Connect(target="accuracy.target", source="more.label"),
        )
    ),
    "over": moons().with_edits(
        (
            AddNode(id="second", type="Objective"),
            Connect(target="second.loss", source="loss.loss"),
        )
    ),
    "unknown_block": draw({"use": ("Block", {"block": "nowhere"})}, {}),
    "unknown_node": draw({"copy": ("Share", {"of": "nobody"})}, {}),
    "input_in_main": draw({"port": "Input"}, {}),
    "bad_node_id": draw({"not a name": "ReLU"}, {}),
    "nothing_to_learn": classifier({"relu": "ReLU"}),
    "empty": Document(),
    "no_data": draw({"relu": "ReLU"}, {}),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_and_its_fix_mends_it(code):
    document = FAULTS[code]
    found = [problem for problem in builder.check(document).problems if problem.code == code]
    assert found
    problem = found[0]
    assert problem.message.endswith(".")
    assert problem.hint
    if problem.fix:
        mended = builder.check(document.with_edits(problem.fix.edits))
        assert problem not in mended.problems


@pytest.mark.parametrize("code", ["shape_mismatch", "too_few_classes", "size_mismatch", "no_objective"])
def test_one_click_makes_these_trainable(code):
    document = FAULTS[code]
    assert not builder.check(document).is_trainable
    for _ in range(3):
        report = builder.check(document)
        fixes = [problem.fix for problem in report.problems if problem.fix]
        document = document.with_edits(fixes[0].edits) if fixes else document
    assert builder.check(document).is_trainable


def test_all_problems_come_at_once():
    report = builder.check(
        draw({"x": "Nope", "fc": ("Linear", {"out_features": 0, "wat": 1}), "r": "ReLU"}, {"r.input": "q.z"})
    )
    assert {problem.code for problem in report.problems} >= {
        "unknown_type",
        "bad_param",
        "unknown_param",
        "dangling_edge",
    }


def test_a_layer_on_which_nothing_rests_does_not_stand_in_the_way():
    document = moons().with_edits((AddNode(id="spare", type="Linear"),))
    report = builder.check(document)
    assert [(problem.node, problem.severity) for problem in report.problems] == [("spare", "warning")]
    assert report.is_trainable


def test_an_objective_that_trains_what_nothing_rests_on_says_so_and_leaves_it_out():
    [goal] = [id for id, node in moons().graph.nodes.items() if node.type == "Objective"]
    document = moons().with_edits(
        (
            AddNode(id="aside", type="Linear"),
            Connect(target="aside.input", source="data.point"),
            SetParam(id=goal, name="over", value="fc1, aside"),
        )
    )
    [problem] = [each for each in builder.check(document).problems if each.code == "over"]
    assert (problem.node, problem.severity) == (goal, "error")
    assert "aside" in problem.message
    assert problem.fix
    mended = document.with_edits(problem.fix.edits)
    assert mended.graph.nodes[goal].params["over"] == "fc1"
    assert builder.check(mended).is_trainable
    assert builder.compile(mended).network()


def test_shapes_carry_the_batch_as_n():
    report = builder.check(builder.STARTERS["digits-cnn"].document)
    labels = {id: [signal.label for signal in node.outputs.values()] for id, node in report.nodes.items()}
    assert labels["digits"] == ["(N, 1, 8, 8)", "(N,)"]
    assert labels["conv1"] == ["(N, 12, 8, 8)"]
    assert labels["flatten"] == ["(N, 128)"]
    assert labels["fc3"] == ["(N, 10)"]


def test_sizes_that_follow_from_the_input_are_inferred_and_counted():
    report = builder.check(builder.STARTERS["digits-cnn"].document)
    assert report.nodes["conv2"].inferred == {"in_channels": 12}
    assert report.nodes["fc1"].inferred == {"in_features": 128}
    assert report.parameters == sum(node.parameters for node in report.nodes.values())


def test_a_giant_layer_is_checked_without_its_memory():
    giant = classifier({"a": ("Linear", {"out_features": 1_000_000}), "b": ("Linear", {"out_features": 1_000_000})})
    assert builder.check(giant).nodes["b"].parameters == 1_000_001_000_000


def test_whole_floats_from_a_browser_count_as_whole_numbers():
    assert builder.check(classifier({"fc": ("Linear", {"out_features": 2.0})})).is_trainable


def test_a_skip_connection_of_unequal_shapes_is_explained_without_torchs_words():
    document = draw(
        SKIP, {"a.input": "data.image", "b.input": "data.image", "add.input": "a.output", "add.other": "b.output"}
    )
    problem = next(p for p in builder.check(document).problems if p.node == "add")
    assert problem.message == "add can't work on (N, 16, 6, 6) and (N, 4, 6, 6)."
    assert "same shape" in problem.hint


def test_a_kernel_larger_than_its_image_is_named():
    document = classifier({"conv": ("Conv2d", {"kernel_size": 11})}, "Digits", "image")
    problem = next(p for p in builder.check(document).problems if p.node == "conv")
    assert "8 x 8" in problem.hint
    assert "11" in problem.hint


texts = st.one_of(st.text(max_size=4), st.sampled_from(["inner", "a", "= 2 *", "= w", "= 1 / 0", "=()"]))
values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 70), st.floats(-2, 70), texts, st.tuples(st.integers(0, 4))
)
ids = st.sampled_from(["a", "b", "c", "d", "e", "loss", "train", "not ok", "_x", "class", "self"])
ports = st.sampled_from(["input", "output", "other", "target", "loss", "point", "image", "label", "metric", "nope", ""])
params = st.dictionaries(
    st.sampled_from(
        ["out_features", "in_features", "kernel_size", "stride", "padding", "p", "lr", "optimizer", "noise", "zz"]
    ),
    values,
    max_size=3,
)
nodes = st.fixed_dictionaries({"type": st.sampled_from([*builder.CATALOG, "Nope", ""]), "params": params})
references = st.builds(lambda node, port: f"{node}.{port}", ids, ports)
graphs = st.fixed_dictionaries(
    {"nodes": st.dictionaries(ids, nodes, max_size=7), "edges": st.dictionaries(references, references, max_size=10)}
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(graphs, graphs)
def test_no_drawing_whatever_makes_check_fail(graph, inner):
    document = {"blocks": {"main": graph, "inner": inner}}
    report = builder.check(document)
    if report.is_trainable:
        builder.source(builder.drawing.document.read_document(document))
    for problem in report.problems:
        assert problem.message
        if problem.fix:
            analyze(builder.drawing.document.read_document(document).with_edits(problem.fix.edits, problem.block))


@pytest.mark.parametrize(
    ("kind", "name"), [("Share", "of"), ("TiedLinear", "of"), ("Inverse", "of"), ("Block", "block")]
)
@pytest.mark.parametrize("is_null", [False, True])
def test_what_must_be_given_is_asked_for(kind, name, is_null):
    params = {name: None} if is_null else {}
    report = builder.check(classifier({"fc": "Linear", "x": (kind, params), "out": ("Linear", {"out_features": 2})}))
    assert ("missing_param", "x") in {(problem.code, problem.node) for problem in report.problems}
    assert not report.is_trainable
