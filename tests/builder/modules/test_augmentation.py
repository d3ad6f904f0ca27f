"""One contract for every node that changes samples while training, present and future; it walks the folder."""

import pytest
import torch

import builder
from tests.builder.modules.example import random
from tests.builder.modules.folder import NODES, code, layer
from tests.drawings import classifier, draw
from trainer.look.task import judged
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_step

AUGMENTATIONS = [name for name in NODES if layer(name).spec.category == "Augmentation"]
STRONG = {"max_shift": 5, "max_degrees": 60.0, "scale": 0.4, "p": 0.5, "std": 0.5, "size": 5}
WAVES = ["random_mask", "random_noise", "random_shift"]


def made(name):
    known = {param.name for param in layer(name).spec.params}
    return code(name)(**{key: value for key, value in STRONG.items() if key in known})


def test_there_are_six_of_them():
    assert len(AUGMENTATIONS) == 6


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_at_evaluation_it_passes_on_what_comes_and_draws_nothing(name):
    picture, chance = random(4, 3, 9, 7), torch.get_rng_state()
    assert made(name).eval()(picture) is picture
    assert torch.equal(chance, torch.get_rng_state())


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_while_training_each_sample_is_changed_in_its_own_way_and_keeps_its_shape(name):
    torch.manual_seed(0)
    alike = random(1, 3, 9, 7).expand(64, 3, 9, 7)
    changed = made(name)(alike)
    assert changed.shape == alike.shape
    assert changed.dtype == alike.dtype
    assert len(changed.unique(dim=0)) > 1
    if name != "random_noise":  # all channels of a picture together
        same = random(1, 1, 9, 7).expand(64, 3, 9, 7)
        moved = made(name)(same)
        assert torch.equal(moved[:, :1].expand_as(moved), moved)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_a_sample_is_changed_whatever_stands_beside_it(name):
    batch = random(8, 3, 9, 7)
    others = torch.cat([batch[:4], random(4, 3, 9, 7, seed=1)])
    answers = []
    for each in (batch, others):
        torch.manual_seed(3)
        answers.append(made(name)(each))
    assert torch.equal(answers[0][:4], answers[1][:4])
    assert not torch.equal(answers[0][4:], answers[1][4:])


@pytest.mark.parametrize("name", WAVES)
def test_waves_are_changed_too(name):
    torch.manual_seed(0)
    wave = random(1, 2, 20).expand(32, 2, 20)
    changed = made(name)(wave)
    assert changed.shape == wave.shape
    assert len(changed.unique(dim=0)) > 1


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_gradients_pass_through(name):
    torch.manual_seed(0)
    picture = random(6, 3, 9, 7).requires_grad_()
    made(name)(picture).square().sum().backward()
    assert picture.grad is not None
    assert picture.grad.isfinite().all()
    assert picture.grad.abs().flatten(1).sum(1).min() > 0


def drawing(name):
    """Digits whose pictures are changed on their way into a small classifier."""
    layers = {"changed": layer(name).spec.type, "flat": "Flatten", "fc": ("Linear", {"out_features": 10})}
    return classifier(layers, "Digits", "image", epochs=1, batch_size=100)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_nothing_is_wrong_with_a_drawing_that_has_it(name):
    assert builder.check(drawing(name)).problems == ()


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_what_is_changed_on_its_way_to_a_loss_is_still_known_for_what_it_is(name):
    """Probes show what the network makes of a picture beside the picture."""
    document = draw(
        {
            "data": "Digits",
            "changed": layer(name).spec.type,
            "conv": ("Conv2d", {"out_channels": 1, "kernel_size": 3, "padding": 1}),
            "loss": "MSELoss",
            "objective": "Objective",
        },
        {
            "changed.input": "data.image",
            "conv.input": "changed.output",
            "loss.input": "conv.output",
            "loss.target": "changed.output",
            "objective.loss": "loss.loss",
        },
    )
    assert builder.check(document).problems == ()
    (task,) = judged(builder.compile(document))
    assert task.target.name == "image"


def some_steps(name, *, replays):
    state = begin(Experiment(document=drawing(name)), replays=replays)
    state.net.train()
    torch.set_rng_state(state.rng)
    return state, [train_step(state)[:] for _ in range(8)]


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_replayed_steps_give_the_bits_of_those_by_autograd(name):
    (ours, losses), (_, expected) = (some_steps(name, replays=replays) for replays in (True, False))
    assert all(step.is_replayed for step in ours.steps)
    assert losses == expected
