"""Three parts: validation steers, and the test part is sealed until the end."""

from array import array

import pytest
import torch
from torch.nn import functional as F

from builder.drawing.document import Change
from tests.drawings import moons
from tests.trainer.test_drawn import mirrored
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, StepsEnded, Tested
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import train_slice
from trainer.run.state import State


def drawing(epochs=6, **training):
    document = moons(epochs=epochs, batch_size=128)
    return document.model_copy(update={"training": document.training.model_copy(update=training)})


def trained(document, limits=None) -> tuple[State, list]:
    state = begin(Experiment(document=document), limits)
    return state, list(train_slice(state, 60))


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def losses(events):
    return [value for event in of(StepsEnded, events) for value in array("f", event.losses["loss"])]


def test_the_test_part_is_measured_once_with_the_last_weights():
    state, events = trained(drawing())
    (told,) = of(Tested, events)
    assert (told.look, told.of_step, told.of_epoch) == (1, state.step, 6)
    with torch.inference_mode():
        scores = state.net.eval()(state.test["point"])
    assert told.metrics["loss"] == pytest.approx(F.cross_entropy(scores, state.test["label"]).item())
    right = (scores.argmax(1) == state.test["label"]).float().mean()
    assert told.metrics["accuracy"] == pytest.approx(right.item())


def test_weights_that_were_kept_are_the_ones_that_are_tested():
    state, events = trained(drawing(epochs=30, monitor="accuracy", patience=3))
    (told,) = of(Tested, events)
    assert told.of_epoch == state.early.best_epoch < state.epoch
    kept = state.program.network()
    kept.load_state_dict(state.early.weights)
    with torch.inference_mode():
        scores = kept.eval()(state.test["point"])
    assert told.metrics["loss"] == pytest.approx(F.cross_entropy(scores, state.test["label"]).item())
    best = max(event.metrics["accuracy"] for event in of(Evaluated, events))
    assert state.early.best == best, "chosen on validation"


def test_a_look_at_the_test_part_changes_no_number_of_the_run_that_goes_on():
    whole, at_once = trained(drawing(epochs=6))
    state, events = trained(drawing(epochs=3))
    state.wanted = [Change(step=1, epochs=6)]
    events += list(train_slice(state, 60))
    assert losses(events) == losses(at_once)
    assert [told.look for told in of(Tested, events)] == [1, 2]
    assert of(Tested, events)[-1].metrics == of(Tested, at_once)[0].metrics
    assert all(
        torch.equal(mine, theirs) for mine, theirs in zip(state.net.parameters(), whole.net.parameters(), strict=True)
    )


def test_a_run_that_may_not_or_that_is_stopped_leaves_it_sealed():
    assert not of(Tested, trained(drawing(), Limits(opens_test=False))[1])
    assert not of(Tested, trained(drawing(epochs=100_000), Limits(seconds=0.2))[1])


def test_what_is_learned_is_measured_as_validation_is_after_each_epoch():
    state, events = trained(drawing())
    last = of(Evaluated, events)[-1]
    assert last.part == "validation"
    many = len(state.validation["label"])
    with torch.inference_mode():
        scores = state.net.eval()(state.learn["point"][:many])
    right = (scores.argmax(1) == state.learn["label"][:many]).float().mean()
    assert last.training["accuracy"] == pytest.approx(right.item())


def test_where_all_is_drawn_anew_there_is_no_training_part_to_measure():
    _, events = trained(mirrored())
    assert all(event.training == {} for event in of(Evaluated, events))
    assert len(of(Tested, events)) == 1
