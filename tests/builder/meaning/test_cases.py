"""Wrong drawings that people asked about in public, rebuilt as small as they get: each is told what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import builder
from builder.drawing.document import read_document
from builder.drawing.problems import Disconnect, RemoveNode

CASES = Path(__file__).parents[1] / "cases"
TOLD = {
    "64outputs": ("more_scores_than_classes", "fc", "Set out_features of fc to 10"),
    "bce_logits_sq": ("no_probabilities", "loss", "Insert a Sigmoid before loss"),
    "bcewl_sigmoid": ("sigmoid_twice", "sig", "Remove sig"),
    "bn_batch31": ("lone_sample", "bn", "Use batches of 32"),
    "embed_small": ("too_few_rows", "emb", "Set num_embeddings of emb to 28"),
    "log_of_neg": ("no_logarithm", "log", "Insert a Clamp before log"),
    "lr0_moons": ("no_rate", "goal", "Set lr of goal to 0.001"),
    "nll_logits": ("no_log_probabilities", "loss", "Insert a LogSoftmax before loss"),
    "noactivation": ("affine_in_a_row", "fc2", "Insert a ReLU before fc2"),
    "norm_batch": ("mixed_samples", "n", "Set dim of n to 1"),
    "onehot_too_few": ("too_few_rows", "f", "Set num_classes of f to 10"),
    "softmax_ce": ("bounded_scores", "soft", "Lead past soft into loss"),
    "steplr10": ("schedule_ends", "goal", None),
    "unused_branch": ("untrained", "lost", "Remove lost"),
}
"""What is told of each: the code, the node, and what the button says (None: whatever it says)."""


@pytest.mark.parametrize("name", TOLD)
def test_a_case_is_told_what_is_wrong_and_mended_by_its_button(name):
    code, node, label = TOLD[name]
    drawing = read_document((CASES / f"{name}.json").read_bytes())
    report = builder.check(drawing)
    (problem,) = [each for each in report.problems if (each.code, each.node) == (code, node)]
    assert problem.fix
    assert label in (None, problem.fix.label)
    after = builder.check(drawing.with_edits(problem.fix.edits, problem.block))
    assert len(after.problems) < len(report.problems)
    assert (code, node) not in [(each.code, each.node) for each in after.problems]


@pytest.mark.parametrize("name", ["bs1_epoch1", "straight", "perceptron_xor"])
def test_a_healthy_case_is_not_blamed(name):
    assert builder.check((CASES / f"{name}.json").read_bytes()).problems == ()


def test_what_leads_nowhere_is_told_apart_once_there_is_something_to_train():
    drawing = read_document((CASES / "unused_branch.json").read_bytes())
    idle = {id for id, node in builder.check(drawing).nodes.items() if not node.is_needed}
    assert idle == {"lost"}
    for still_drawn in (RemoveNode(id="goal"), Disconnect(target="goal.loss"), Disconnect(target="loss.input")):
        report = builder.check(drawing.with_edits((still_drawn,)))
        assert all(node.is_needed for node in report.nodes.values())
        assert "untrained" not in {problem.code for problem in report.problems}
