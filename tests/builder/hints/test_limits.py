"""What a check does not go into, so that a large drawing, and a large node, is still checked at once."""

import pytest
import torch

import builder
from builder.checker.trace import MOST_OPS, Recorder
from builder.checker.wiring import MAX_OFFERING
from builder.drawing.problems import AddNode, Connect
from builder.meaning.rules import mixed_samples
from tests.drawings import classifier, moons


@pytest.mark.parametrize("nodes", [MAX_OFFERING, MAX_OFFERING + 1])
def test_a_drawing_of_too_many_nodes_is_offered_no_other_source(nodes):
    document = moons().with_edits((Connect(source="loss.loss", target="fc2.input"),))
    spare = nodes - len(document.graph.nodes)
    document = document.with_edits(tuple(AddNode(id=f"spare{number}", type="Noise") for number in range(spare)))
    [problem] = [problem for problem in builder.check(document).problems if problem.code == "wrong_kind"]
    assert problem.fix
    assert (problem.fix.label == "Remove the wire") == (nodes > MAX_OFFERING)


@pytest.mark.parametrize("times", [MOST_OPS, MOST_OPS + 1])
def test_of_a_node_of_too_many_operations_only_what_rests_on_what_is_known(times):
    recorder = Recorder()
    given = torch.ones(2, requires_grad=True) * 1
    result = given * 2
    for _ in range(times):
        recorder.note(torch.ops.aten.mul.Tensor, (given, 2.0), {}, result)
    trace = recorder.trace({"input": given}, {"output": result}, ())
    assert len(trace.ops) == (times if times <= MOST_OPS else 0)
    assert trace.reach["output"].inputs == {"input"}


@pytest.mark.parametrize("width", [1_000, 1_001])
def test_what_is_too_large_to_be_tried_with_numbers_is_not_said_to_mix_samples(width, monkeypatch):
    monkeypatch.setattr(mixed_samples, "LARGEST", 4_000)  # two samples come in, and two go out
    layers = {"wide": ("Linear", {"out_features": width}), "sum": ("Cumsum", {"dim": 0})}
    document = classifier({**layers, "fc": ("Linear", {"out_features": 2})})
    codes = {problem.code for problem in builder.check(document).problems}
    assert ("mixed_samples" in codes) == (width == 1_000)
