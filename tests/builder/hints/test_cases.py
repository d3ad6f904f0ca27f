"""Mistakes rebuilt from public questions: each is told once, on the node that makes it, and mended by its button."""

from pathlib import Path

import pytest

import builder
from builder.drawing.document import Document, read_document
from builder.meaning.rulebook import RULES

CASES = Path(__file__).parents[1] / "cases"


def case(name: str) -> Document:
    return read_document((CASES / f"{name}.json").read_text())


@pytest.mark.parametrize(
    ("name", "code", "node", "said", "fix"),
    [
        ("groupnorm", "shape_mismatch", "gn", "6 channels can't be shared out in 4 groups: 1, 2, 3, 6 can.", "to 3"),
        ("select_oob", "shape_mismatch", "sel", "has 16 places, 0 to 15; there is no place 500", "index of sel to -1"),
        ("transpose01", "shape_mismatch", "tr", "moves the batch to another axis: (N, 64) became (64, N)", "Take tr"),
        ("flatten0", "shape_mismatch", "fl", "(N, 64) became (64N,)", "Set start_dim of fl to 1"),
        ("noflatten", "shape_mismatch", "fc", "it received (N, 16, 6, 6)", "Insert a Flatten before fc"),
        ("ce_float", "wrong_numbers", "loss", "These are measured numbers, not classes", "Make loss an MSELoss"),
        (
            "mse_long",
            "wrong_kind",
            "loss",
            "whole numbers from 0 to 1",
            "Insert a ToFloat and an Unsqueeze before loss",
        ),
        ("onehot_too_few", "wrong_numbers", "loss", "ToFloat keeps the values", "Insert a ToFloat before loss"),
        ("reshape_mixes_batch", "shape_mismatch", "rs", "(N, 64) became (2N, 32)", "Set shape of rs to -1, 64"),
    ],
)
def test_a_mistake_is_told_once_at_its_cause_and_mended(name, code, node, said, fix):
    document = case(name)
    report = builder.check(document)  # what the rules of meaning say is tested with them
    errors = [problem for problem in report.problems if problem.severity == "error" and problem.code not in RULES]
    assert [(problem.code, problem.node) for problem in errors if problem.node] == [(code, node)]
    problem = next(problem for problem in errors if problem.node == node)
    assert said in f"{problem.message} {problem.hint}"
    assert fix in problem.fix.label
    after = builder.check(document.with_edits(problem.fix.edits, problem.block)).problems
    assert not [other for other in after if other.node == node and other.code == code]


@pytest.mark.parametrize("name", ["groupnorm", "select_oob", "flatten0", "noflatten", "ce_float", "mse_long"])
def test_one_press_makes_it_trainable(name):
    document = case(name)
    (problem,) = (problem for problem in builder.check(document).problems if problem.severity == "error")
    assert builder.check(document.with_edits(problem.fix.edits)).is_trainable


def test_only_settings_that_somebody_set_are_named():
    for path in CASES.glob("*.json"):
        for problem in builder.check(path.read_text()).problems:
            assert "eps 1e-05" not in problem.hint
            assert "affine" not in problem.hint


def test_soft_targets_are_allowed():
    assert builder.check(case("ce_soft_target")).is_trainable
