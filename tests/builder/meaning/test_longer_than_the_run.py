"""What an Objective waits for must come within the run."""

import pytest

import builder
from builder.drawing.problems import SetParam
from tests.drawings import moons

CODE = "longer_than_the_run"


def found(**params):
    """What the rule says of the two moons in 3 epochs of a few batches."""
    edits = tuple(SetParam(id="objective", name=name, value=value) for name, value in params.items())
    report = builder.check(moons(epochs=3, batch_size=300).with_edits(edits))
    return [problem for problem in report.problems if problem.code == CODE]


@pytest.mark.parametrize(
    ("params", "severity"),
    [
        ({"accumulate": 50}, "error"),
        ({"warm_up": 12}, "warning"),
        ({"warm_up": 5, "accumulate": 3}, "warning"),
        ({"warm_up": 5, "every": 3}, "warning"),
        ({"schedule": "ReduceLROnPlateau", "patience": 2}, "warning"),
    ],
)
def test_what_the_run_is_too_short_for_is_said_with_a_fix_that_mends_it(params, severity):
    (problem,) = found(**params)
    assert problem.severity == severity
    (edit,) = problem.fix.edits
    assert not found(**{**params, edit.name: edit.value})


@pytest.mark.parametrize(
    "params",
    [{"accumulate": 12}, {"warm_up": 11}, {"schedule": "ReduceLROnPlateau", "patience": 1}, {"patience": 90}],
)
def test_what_comes_within_the_run_is_not(params):
    assert not found(**params)


def test_a_schedule_in_epochs_is_not_over_in_the_first():
    edits = {"schedule": "StepLR", "step_size": 1, "gamma": 0.1, "unit": "epochs"}
    document = moons(epochs=9, batch_size=100).with_edits(
        tuple(SetParam(id="objective", name=name, value=value) for name, value in edits.items())
    )
    assert "schedule_ends" not in [problem.code for problem in builder.check(document).problems]
