"""A starter opens tidy, trains as it is, and needs no explanation."""

import itertools
import math

import pytest
import torch

import builder
from trainer.look.looks import look
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import evaluate, train_step

WIDTH, HEAD, ROW = 196, 62, 22  # as static/src/document/layout/geometry.ts draws nodes
STEPS = 200
TENTH = STEPS // 10


UNEVEN = ("gan", "dcgan", "stylegan", "cart-pole", "backprop-by-hand")
"""Their losses say little over a few steps: of a game, of episodes, of one sample a step."""


def heights(key, name):
    """How high the nodes of a block are."""
    document = builder.STARTERS[key].document
    report = builder.check(document)
    reports = report.nodes if name == document.main else report.blocks[name]
    for id, node in document.blocks[name].nodes.items():
        spec = reports[id].spec or builder.CATALOG[node.type].spec
        yield node.position, HEAD + ROW * max(len(spec.inputs), len(spec.outputs), 1)


def train(key):
    """A run of a starter, and its losses of some more first steps, each time it is asked."""
    document = builder.STARTERS[key].document
    training = document.training.model_copy(update={"epochs": 1_000})
    state = begin(Experiment(document=document.model_copy(update={"training": training})))
    torch.set_rng_state(state.rng)
    return state, lambda steps: torch.tensor([train_step(state)[:] for _ in range(steps)])


def losses_of(key):
    """The losses of a starter's first steps, one row each."""
    _, steps = train(key)
    return steps(STEPS)


@pytest.mark.parametrize("key", builder.STARTERS)
def test_no_two_nodes_of_a_starter_overlap(key):
    for name in builder.STARTERS[key].document.blocks:
        for ((x1, y1), high1), ((x2, y2), high2) in itertools.combinations(heights(key, name), 2):
            assert abs(x1 - x2) >= WIDTH or (y2 - y1 if y1 < y2 else y1 - y2) >= (high1 if y1 < y2 else high2), name


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_has_nothing_to_mend(key):
    assert builder.check(builder.STARTERS[key].document).problems == ()


def test_the_first_starter_is_a_network_for_digits():
    assert next(iter(builder.STARTERS)) == "pen-digits"


@pytest.mark.parametrize("key", [key for key in builder.STARTERS if key not in UNEVEN])
def test_a_starter_learns_in_its_first_steps(key):
    state, steps = train(key)
    first = steps(TENTH).mean(dim=0)
    for _ in range(STEPS // TENTH - 1):  # most need not all of them
        last = steps(TENTH).mean(dim=0)
        if has_learned := bool((last < first - 0.1 * first.abs()).all()):
            break
    assert has_learned, (first, last)
    assert all(math.isfinite(value) for value in evaluate(state).metrics.values())


def test_a_pole_stands_longer_after_a_few_episodes():
    state = begin(Experiment(document=builder.STARTERS["cart-pole"].document))
    torch.set_rng_state(state.rng)
    before = evaluate(state).metrics["length"]
    for _ in range(20):
        train_step(state)
    assert evaluate(state).metrics["length"] > 2 * before


@pytest.mark.parametrize("key", ["gan", "dcgan"])
def test_generator_and_discriminator_push_each_other_and_neither_gives_up(key):
    state, steps = train(key)
    losses = steps(STEPS)[:, -2:]
    assert [goal.loss_name for goal in state.program.goals][-2:] == ["generator_loss", "discriminator_loss"]
    assert losses.isfinite().all()
    generator, discriminator = losses.reshape(10, TENTH, 2).mean(dim=1).T
    assert discriminator.min() < discriminator[0] - 0.2
    assert generator.max() > generator[0] + 0.2
    assert losses[-TENTH:].max() < 3


@pytest.mark.parametrize("key", ["gan", "rnn-cell", "lstm"])
def test_a_starter_gives_the_same_losses_each_time(key):
    assert torch.equal(losses_of(key), losses_of(key))


@pytest.mark.parametrize("key", builder.STARTERS)
def test_every_layer_of_a_starter_can_be_looked_at(key):
    document = builder.STARTERS[key].document
    behind = builder.compile(document).plan.found.sampled  # what rests on samples is no part of a step
    layers = [id for id, node in document.graph.nodes.items() if builder.CATALOG[node.type].spec.role == "layer"]
    layers = [id for id in layers if id not in behind]
    views = {f"activation:{id}" for id in layers}
    assert {seen.view for seen in look(begin(Experiment(document=document)), views)} == views
