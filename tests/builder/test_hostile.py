"""Drawings that nobody means: numbers without end, sizes that overflow, blocks in blocks in blocks."""

import logging

import pytest

import builder
from builder.checker import analyzer
from builder.drawing.document import read_document
from builder.drawing.problems import InvalidDocument
from builder.layers import noise
from tests.drawings import block, classifier, draw, moons, with_blocks


@pytest.fixture(autouse=True)
def _nothing_unforeseen(caplog: pytest.LogCaptureFixture):
    yield
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]


def codes(document) -> set[str]:
    report = builder.check(document)
    report.model_dump_json().encode()
    return {problem.code for problem in report.problems}


EXPRESSIONS = ("=1e400", "=-1e400", "=[1e400]", "=10**60", "=1e308*10", "=2**63", "=9**9**9", "=1e400%7")


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_number_without_end_is_a_problem_of_its_node(expression: str) -> None:
    document = classifier({"fc": ("Linear", {"out_features": expression}), "out": ("Linear", {"out_features": 2})})
    (problem,) = [each for each in builder.check(document).problems if each.code == "bad_param"]
    assert problem.node == "fc"
    assert "no value" in problem.message


@pytest.mark.parametrize("size", [2**63, 2**63 - 1, 2**62, 10**30, 1e300, [2**62, 2**62]])
@pytest.mark.parametrize("taker", ["Linear", "Conv2d", "Flatten", "ReLU"])
def test_sizes_that_overflow_are_told_never_raised(size: object, taker: str) -> None:
    tree = draw({"noise": "Noise", "taker": taker}, {"taker.input": "noise.noise"}).model_dump(mode="json")
    tree["blocks"]["main"]["nodes"]["noise"]["params"] = {"shape": size}
    assert "bad_param" in codes(tree)


def test_no_rule_of_meaning_takes_memory_for_what_is_vast(caplog) -> None:
    larger = ("Upsample", {"scale_factor": 100})
    drawing = classifier(
        {"a": larger, "b": larger, "c": larger, "pool": ("AdaptiveAvgPool2d", {"output_size": 2})}, "Digits", "image"
    )
    assert "shape_mismatch" in codes(drawing)
    assert not caplog.records


@pytest.mark.parametrize("kind", ["Share", "TiedLinear", "Inverse"])
@pytest.mark.parametrize("of", ["later", "loss", "data", "nothing", "tied"])
def test_weights_of_a_node_without_axes_or_sizes_are_told(kind: str, of: str) -> None:
    nodes = {"data": "TwoMoons", "loss": "MSELoss", "later": "Linear", "tied": (kind, {"of": of})}
    wires = {"loss.input": "data.point", "loss.target": "data.point", "tied.input": "loss.loss"}
    assert codes(draw(nodes, wires)) - {"not_checked"}


def test_text_with_nul_is_refused_in_words() -> None:
    for place in ("note", "type"):
        tree = moons().model_dump(mode="json")
        tree["blocks"]["main"]["nodes"]["fc1"][place] = "a\x00b"
        with pytest.raises(InvalidDocument, match="NUL"):
            read_document(tree)
    tree = moons().model_dump(mode="json")
    tree["blocks"]["main"]["nodes"]["\x00"] = {"type": "ReLU"}
    with pytest.raises(InvalidDocument, match="NUL"):
        read_document(tree)


def test_half_a_character_is_refused_in_words_that_can_be_sent() -> None:
    tree = {"blocks": {"main": {}, "\ud800": {}}, "\udfff": 1}
    assert codes(tree) == {"invalid_document"}


def test_blocks_in_blocks_without_end_are_told() -> None:
    deep = {f"b{i}": block({"use": ("Block", {"block": f"b{i + 1}"})}, {}) for i in range(400)}
    document = with_blocks(classifier({"top": ("Block", {"block": "b0"})}), b400=block({"x": "ReLU"}, {}), **deep)
    assert any("deep at most" in problem.hint for problem in builder.check(document).problems)


def test_blocks_that_stand_for_a_million_nodes_are_told_in_a_moment() -> None:
    """Twenty blocks, each of which uses the next twice, never with the same parameter."""
    blocks = {
        f"b{i}": block(
            {
                "input": "Input",
                "left": ("Block", {"block": f"b{i + 1}", "n": "=2*n"}),
                "right": ("Block", {"block": f"b{i + 1}", "n": "=2*n+1"}),
                "output": "Output",
            },
            {"left.input": "input.output", "right.input": "left.output", "output.input": "right.output"},
            n=1,
        )
        for i in range(20)
    }
    last = block({"input": "Input", "output": "Output"}, {"output.input": "input.output"}, n=1)
    document = with_blocks(classifier({"top": ("Block", {"block": "b0"})}), b20=last, **blocks)
    assert any(f"{analyzer.MAX_LOOKED:,} nodes" in problem.hint for problem in builder.check(document).problems)


def test_thousands_of_nodes_with_the_same_fault_are_told_without_comparing_each_with_each() -> None:
    """Each of these took minutes to hours, as something was done for every pair."""
    ids = [f"n{i}" for i in range(5_000)]
    apart = draw(dict.fromkeys(ids, "Linear"), {})
    assert "missing_input" in codes(apart)
    lost = draw(dict.fromkeys(ids, "ReLU"), {f"{id}.input": f"gone{id}.output" for id in ids})
    assert "dangling_edge" in codes(lost)
    ring = {f"{id}.input": f"{ids[max(0, place - 1)]}.output" for place, id in enumerate(ids[:2_500])}
    hanging = {f"{id}.input": f"{ids[2_499]}.output" for id in ids[2_500:]}
    tangled = draw(dict.fromkeys(ids, "ReLU"), {**ring, "n0.input": f"{ids[2_499]}.output", **hanging})
    assert [problem.code for problem in builder.check(tangled).problems].count("cycle") == 1


WIRES = ("data.image", "flat.output", "fc.output", "data.label")


@pytest.mark.parametrize("stride", range(len(WIRES)))
def test_every_type_is_told_what_does_not_fit_it_whatever_is_wired_to_it(stride) -> None:
    before = {"data": "Digits", "flat": "Flatten", "fc": ("Linear", {"out_features": 3})}
    wires = {"flat.input": "data.image", "fc.input": "flat.output"}
    for type_name, layer in builder.CATALOG.items():
        ports = [port.name for port in layer.spec.inputs]
        for first in WIRES if ports else ():
            begin = WIRES.index(first)
            given = {f"node.{port}": WIRES[(begin + stride * place) % len(WIRES)] for place, port in enumerate(ports)}
            assert "not_checked" not in codes(draw({**before, "node": type_name}, {**wires, **given}))


def test_what_nobody_foresaw_is_a_problem_of_one_node_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(params: object) -> tuple[int, ...]:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(noise.LAYER, "shape", broken)
    report = builder.check(draw({"noise": "Noise", "fc": ("Linear", {"out_features": 2}), "data": "TwoMoons"}, {}))
    assert ("not_checked", "noise") in {(problem.code, problem.node) for problem in report.problems}
    assert {"fc", "data"} <= report.nodes.keys()
    assert "nobody thought of this" in caplog.text
    caplog.clear()
