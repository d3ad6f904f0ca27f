"""What an Objective does beyond torch's optimizers: the same in a run, cut and killed anywhere, and in its script."""

import random

import pytest
import torch

from builder.drawing.document import Change
from builder.drawing.problems import SetParam
from tests.builder.test_blocks import two_goals
from tests.trainer.test_steering import drawing, goals_of, planned, printed_by_run, printed_by_script, told, undisturbed
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

OPTIONS = {
    "by value": {"max_value": 0.01},
    "by value and by norm": {"max_value": 0.01, "max_norm": 0.02},
    "three batches at once": {"accumulate": 3},
    "three at once, clipped": {"accumulate": 3, "max_norm": 0.05, "optimizer": "RMSprop"},
    "warm-up": {"warm_up": 6},
    "warm-up under a cosine": {"warm_up": 5, "schedule": "CosineAnnealingLR"},
    "cosine in epochs": {"schedule": "CosineAnnealingLR", "unit": "epochs"},
    "steps in epochs": {"schedule": "StepLR", "unit": "epochs", "step_size": 1, "gamma": 0.3},
    "one cycle over few updates": {"schedule": "OneCycleLR", "accumulate": 2},
    "plateau": {"schedule": "ReduceLROnPlateau", "patience": 0, "gamma": 0.1, "lr": 0.3},
    "plateau of accuracy": {
        "schedule": "ReduceLROnPlateau",
        "patience": 0,
        "gamma": 0.1,
        "watches": "accuracy",
        "lr": 0.3,
    },
    "l1": {"l1": 0.01},
    "l1 with SGD": {"l1": 0.01, "optimizer": "SGD", "momentum": 0.5},
    "without biases": {"decay_biases": False, "weight_decay": 0.1, "optimizer": "AdamW"},
    "without biases, l1": {"decay_biases": False, "l1": 0.02, "optimizer": "SGD"},
    "averages": {"ema": 0.9},
    "averages with SGD": {"ema": 0.9, "optimizer": "SGD", "momentum": 0.0},
    "averages every other step": {"ema": 0.5, "every": 2, "optimizer": "NAdam"},
    "all": {
        "optimizer": "AdamW",
        "accumulate": 2,
        "max_value": 0.05,
        "max_norm": 0.1,
        "l1": 0.001,
        "ema": 0.8,
        "warm_up": 3,
        "decay_biases": False,
        "schedule": "CosineAnnealingLR",
    },
}
CHANGES = (
    Change(step=3, goals={"objective": {"lr": 0.05}}),
    Change(step=5, batch_size=200),
    Change(step=9, epochs=5, goals={"objective": {"max_value": 0.005, "l1": 0.1, "weight_decay": 0.2}}),
)


def rated(document, **rates):
    """The document some of whose nodes learn faster or slower."""
    main = document.blocks["main"]
    nodes = {id: node.model_copy(update={"rate": rates.get(id, 1.0)}) for id, node in main.nodes.items()}
    return document.model_copy(update={"blocks": {**document.blocks, "main": main.model_copy(update={"nodes": nodes})}})


@pytest.mark.parametrize("is_changed", [False, True], ids=["as drawn", "changed on the way"])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_script_of_each_option_prints_the_numbers_of_its_run(options, is_changed):
    document = drawing(objective={"lr": 0.02, **options}, changes=CHANGES if is_changed else ())
    told = printed_by_run(document)
    assert printed_by_script(document) == told
    assert len(told) > 12


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_each_option_does_something(options):
    usual = options.keys() & {"optimizer", "momentum", "weight_decay", "every", "lr"}
    without = {name: options[name] for name in usual}
    document, plain = drawing(objective={"lr": 0.02, **options}), drawing(objective={"lr": 0.02, **without})
    assert printed_by_run(document) != printed_by_run(plain)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_each_option_goes_on_exactly_cut_and_killed_anywhere(options, tmp_path):
    chance = random.Random(str(options))
    document = drawing(objective={"lr": 0.02, **options}, changes=CHANGES)
    experiment = Experiment(document=document)
    state, events = begin(experiment), []
    while not state.is_finished:
        part = list(train_slice(state, 1e9, until_step=state.step + chance.randint(1, 4)))
        if chance.random() < 0.3 and checkpoint.exists(tmp_path):  # killed before it could save
            state = checkpoint.load(experiment, tmp_path)
            continue
        checkpoint.save(state, tmp_path)
        events += part
        if chance.random() < 0.6:
            state = checkpoint.load(experiment, tmp_path)
    assert told(events) == undisturbed(document)


@pytest.mark.parametrize("optimizer", ["Adam", "SGD", "Adagrad"])
@pytest.mark.parametrize("schedule", ["none", "OneCycleLR", "CosineAnnealingLR"])
def test_nodes_learn_at_their_own_rates_in_run_and_script(optimizer, schedule):
    document = drawing(objective={"lr": 0.02, "optimizer": optimizer, "schedule": schedule}, changes=CHANGES[:2])
    slow = rated(document, fc1=0.1, norm=3.0)
    assert printed_by_script(slow) == printed_by_run(slow) != printed_by_run(document)


def test_a_node_at_rate_nothing_stays_as_it_is():
    state = begin(Experiment(document=rated(drawing(), fc1=0.0)))
    before = {name: value.clone() for name, value in state.net.state_dict().items()}
    list(train_slice(state, 1e9))
    after = state.net.state_dict()
    assert torch.equal(before["fc1.weight"], after["fc1.weight"])
    assert not torch.equal(before["fc2.weight"], after["fc2.weight"])


def test_two_objectives_accumulate_apart_over_weights_that_both_move():
    document = two_goals()
    edits = zip(goals_of(document), (2, 3), strict=True)
    document = document.with_edits(tuple(SetParam(id=id, name="accumulate", value=many) for id, many in edits))
    document = planned(document, (), epochs=2)
    assert printed_by_script(document) == printed_by_run(document)


@pytest.mark.parametrize("name", ["warm-up under a cosine", "by value and by norm", "without biases, l1", "all"])
def test_steps_that_do_not_wait_for_their_losses_give_the_same_numbers(name):
    document = rated(drawing(objective={"lr": 0.02, **OPTIONS[name]}, changes=CHANGES), fc1=0.3)
    state = begin(Experiment(document=document), deferred=True)
    assert (state.failed is None) == (name == "all"), "averages and gradients that wait can't be kept from moving"
    assert told(train_slice(state, 1e9)) == undisturbed(document)
