"""A run that waits for its losses only at a flush is, bit for bit, the one that waits for each: tried on the CPU."""

import random
from array import array

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

import builder
from builder.drawing.document import Change
from tests.builder.test_blocks import two_goals
from tests.trainer.test_loop import DROPOUT, WILD
from tests.trainer.test_steering import drawing, planned
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed, SettingsChanged, StepsEnded
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice, train_step

CHANGED = drawing(
    epochs=4,
    objective={"optimizer": "SGD", "lr": 0.05, "schedule": "OneCycleLR"},
    changes=(
        Change(step=3, goals={"objective": {"lr": 0.3}}, batch_size=100),
        Change(step=9, goals={"objective": {"momentum": 0.5}}),
        Change(step=14, epochs=5),
    ),
    monitor="accuracy",
    patience=3,
)


def brief(key, epochs):
    document = builder.STARTERS[key].document
    return document.model_copy(update={"training": document.training.model_copy(update={"epochs": epochs})})


RUNS = {
    "dropout, batch normalization, a small last batch": DROPOUT,
    "changed on its way, with a schedule and early stopping": CHANGED,
    "two objectives": two_goals(),
    "one in turn with another, with noise": brief("gan", 2),
    "another optimizer, which has no such kernel": drawing(objective={"optimizer": "RMSprop"}),
}


def run(document, seed, **how):
    """Everything that a run told, and where it ended; cut into slices at random."""
    chance = random.Random(seed)
    state, told = begin(Experiment(document=document), **how), []
    while not state.is_finished and not (told and isinstance(told[-1], Failed)):
        for event in train_slice(state, chance.choice([0.0, 0.002, 60.0])):
            assert all(isinstance(loss, float) for loss in state.losses)
            told.append(event)
    return state, numbers(told)


def numbers(told):
    losses, rest = [], []
    for event in told:
        if isinstance(event, StepsEnded):
            assert event.first_step == len(losses) + 1
            losses += zip(*[array("f", column) for column in event.losses.values()], strict=True)
        elif isinstance(event, Evaluated | SettingsChanged | Failed):
            rest.append(event)
    return losses, rest


def saved(state):
    """What a checkpoint holds, but for the time that the run took."""
    tensors, facts = checkpoint._pack(state)
    return {name: value.tolist() for name, value in tensors.items()}, {**facts, "trained_s": 0}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", RUNS)
def test_waiting_for_losses_at_a_flush_changes_nothing(name, seed):
    (waits, expected), (deferred, told) = (run(RUNS[name], seed, deferred=deferred) for deferred in (False, True))
    assert told == expected
    assert repr(saved(deferred)) == repr(saved(waits))


def test_only_what_a_kernel_can_leave_alone_is_deferred():
    states = {name: begin(Experiment(document=document), deferred=True) for name, document in RUNS.items()}
    waiting = [name for name, state in states.items() if state.failed is None]
    assert waiting == ["another optimizer, which has no such kernel"]
    assert begin(Experiment(document=DROPOUT)).failed is None, "the CPU has its losses at once"


def test_a_run_that_was_deferred_goes_on_from_its_checkpoint_without(tmp_path):
    experiment = Experiment(document=CHANGED)
    state = begin(experiment, deferred=True)
    before = [*train_slice(state, 60.0, until_step=7)]
    checkpoint.save(state, tmp_path)
    rest = [*train_slice(checkpoint.load(experiment, tmp_path), 60.0)]
    assert numbers([*before, *rest]) == run(CHANGED, 0, deferred=False)[1]


def wild(**settings):
    return drawing(epochs=40, objective={**WILD, **settings})


WILD_RUNS = {
    "momentum": wild(),
    "a schedule": wild(schedule="CosineAnnealingLR"),
    "AdamW": wild(optimizer="AdamW"),
    "epochs of one step, of which few are measured": planned(wild(), (), batch_size=2000, epochs=400),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", WILD_RUNS)
def test_the_first_loss_that_is_not_finite_ends_the_run_where_it_would_have(name, seed):
    (waits, expected), (deferred, told) = (run(WILD_RUNS[name], seed, deferred=way) for way in (False, True))
    assert repr(told) == repr(expected)
    assert told[1][-1].problem.code == "not_finite"
    assert (deferred.step, deferred.epoch) == (waits.step, waits.epoch)
    pairs = zip(deferred.net.parameters(), waits.net.parameters(), strict=True)
    assert all(torch.equal(one.view(torch.int32), other.view(torch.int32)) for one, other in pairs)
    assert told_of(deferred.schedules) == told_of(waits.schedules)
    assert [o.param_groups[0]["lr"] for o in deferred.optimizers] == [o.param_groups[0]["lr"] for o in waits.optimizers]


def told_of(schedules):
    return [schedule and schedule.state_dict() for schedule in schedules]


class Asked(TorchDispatchMode):
    """Counts how often somebody wants to know a tensor's value, for which a GPU would have to be waited for."""

    def __init__(self):
        super().__init__()
        self.times = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.times += func in (torch.ops.aten._local_scalar_dense.default, torch.ops.aten.equal.default)
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize(("deferred", "times"), [(False, 10), (True, 0)])
def test_no_step_asks_for_a_value_while_losses_are_deferred(deferred, times):
    state = begin(Experiment(document=DROPOUT), deferred=deferred, replays=False)
    state.net.train()
    for _ in range(3):
        train_step(state)
    with Asked() as asked:
        for _ in range(10):
            train_step(state)
    assert asked.times == times
