"""A run that has all cores gives them up, as a change like any other, when something else needs them."""

from tests.drawings import moons
from trainer.distributed.trainee import Alone
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice
from webapp.runs.worker.computing import Pace


def state_on(threads):
    document = moons(epochs=10)
    training = document.training.model_copy(update={"threads": threads})
    return begin(Experiment(document=document.model_copy(update={"training": training})))


def pace_of_a_good_slice_and_one_without_a_step(state):
    pace = Pace(Alone(state))
    list(train_slice(state, 60.0, until_step=20))
    assert pace.end_slice() is None
    pace.begin_slice()
    return pace.end_slice()


def test_a_run_on_two_threads_that_has_slowed_down_asks_for_one():
    state = state_on(2)
    asked = pace_of_a_good_slice_and_one_without_a_step(state)
    state.wanted.append(asked)
    list(train_slice(state, 60.0, until_step=21))
    assert [(change.step, change.threads) for change in state.changes] == [(20, 1)]


def test_a_run_on_one_thread_has_none_to_give_up():
    assert pace_of_a_good_slice_and_one_without_a_step(state_on(1)) is None
