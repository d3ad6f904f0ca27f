"""The rate in effect and the length of the gradients are curves of a run, the same however it is cut."""

from array import array

import pytest

from builder.drawing.document import Change
from tests.trainer.test_optimisation import rated
from tests.trainer.test_steering import drawing
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import RunState
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

STEPS = 12


def curves_of(document, folder=None, slices=1):
    """The curves of a run that is cut, saved and loaded so often."""
    experiment, told, seq = Experiment(document=document), RunState(), 0
    state = begin(experiment)
    while not state.is_finished:
        for event in train_slice(state, 1e9, until_step=state.step + STEPS // slices if slices > 1 else None):
            told.apply(event.model_copy(update={"seq": (seq := seq + 1)}))
        if folder:
            checkpoint.save(state, folder)
            state = checkpoint.load(experiment, folder)
    return {name: array("f", curve.values).tolist() for name, curve in told.curves.items()}


def test_a_warm_up_is_seen_in_the_curve_of_the_rate():
    curve = curves_of(drawing(objective={"lr": 0.08, "warm_up": 8}))["rate/loss"]
    assert curve == pytest.approx([0.01 * min(step, 8) for step in range(1, STEPS + 1)])


def test_the_length_of_the_gradients_is_told_before_they_are_clipped():
    clipped = curves_of(drawing(objective={"max_norm": 1e-3}))["gradient/loss"]
    assert len(clipped) == STEPS
    assert min(clipped) > 1e-3


def test_a_run_whose_rate_stays_and_that_clips_nothing_tells_neither():
    assert {name.split("/")[0] for name in curves_of(drawing())} == {"train", "training", "validation"}


@pytest.mark.parametrize("more", [{}, {"accumulate": 2}, {"every": 2}, {"schedule": "OneCycleLR"}])
def test_curves_are_the_same_however_the_run_is_cut(more, tmp_path):
    objective = {"optimizer": "SGD", "max_norm": 0.1, "warm_up": 3, "lr": 0.1, **more}
    document = rated(drawing(objective=objective), fc1=0.5)
    assert curves_of(document, tmp_path, slices=4) == curves_of(document)


def test_what_is_clipped_from_a_change_on_is_told_from_there_on():
    change = Change(step=5, goals={"objective": {"max_norm": 0.2}})
    curves = curves_of(drawing(changes=[change]))
    assert len(curves["gradient/loss"]) == STEPS - 5
