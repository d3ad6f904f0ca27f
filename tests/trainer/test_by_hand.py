"""What is written down of the next step is what the next step does."""

import math

import pytest
import torch

import builder
from builder.drawing.problems import SetParam
from trainer.look.looking import looking
from trainer.look.scene import Scene
from trainer.probes.by_hand import PROBE
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_step


def xor(batch_size=1, **objective):
    document = builder.STARTERS["xor"].document
    training = document.training.model_copy(update={"batch_size": batch_size})
    few = SetParam(id="xor", name="samples", value=70)
    edits = tuple(SetParam(id="objective", name=name, value=value) for name, value in objective.items())
    return document.model_copy(update={"training": training}).with_edits((few, *edits))


def looked(state):
    with looking(state.net):
        return PROBE.look(Scene(state))


@pytest.mark.parametrize("objective", [{"optimizer": "SGD", "lr": 0.1}, {"optimizer": "Adam", "lr": 0.02}])
def test_every_weight_moves_by_what_was_foretold_also_into_the_next_epoch(objective):
    state = begin(Experiment(document=xor(**objective)))
    torch.set_rng_state(state.rng)
    for _ in range(state.steps_per_epoch + 3):
        told = looked(state)
        before = {name: value.detach().clone() for name, value in state.net.named_parameters()}
        [loss] = train_step(state)
        assert loss == pytest.approx(told.loss, rel=1e-6)
        for weights in told.weights:
            name = f"{weights.node}.{weights.name}"
            moved = dict(state.net.named_parameters())[name].detach() - before[name]
            assert moved.flatten().tolist() == pytest.approx(weights.updates, rel=1e-4, abs=1e-7)


def test_slopes_are_those_of_the_chain_rule():
    told = looked(begin(Experiment(document=xor())))
    signals = {signal.source: signal for signal in told.signals}
    weights = {f"{each.node}.{each.name}": each for each in told.weights}
    after, through = signals["tanh.output"], signals["hidden.output"]
    for value, slope, arrived in zip(after.values, after.slopes, through.slopes, strict=True):
        assert arrived == pytest.approx(slope * (1 - value**2), rel=1e-4)
    x = signals["xor.point"].values
    hidden = weights["hidden.weight"]
    assert hidden.shape == (4, 2)
    assert hidden.slopes == pytest.approx([slope * each for slope in through.slopes for each in x], rel=1e-4)
    assert weights["hidden.bias"].slopes == pytest.approx(through.slopes)
    scores, label = signals["scores.output"].values, int(signals["xor.label"].values[0])
    assert told.loss == pytest.approx(math.log(sum(map(math.exp, scores))) - scores[label], rel=1e-5)


def test_a_step_of_more_than_this_sample_or_of_clipped_gradients_is_not_foretold():
    assert all(weights.updates is None for weights in looked(begin(Experiment(document=xor(batch_size=8)))).weights)
    assert all(weights.updates is None for weights in looked(begin(Experiment(document=xor(max_norm=0.1)))).weights)


@pytest.mark.parametrize("key", ["digits-cnn", "gan", "gmdh", "layerwise"])
def test_what_is_too_large_to_be_read_has_no_such_view(key):
    assert not PROBE.supports(builder.compile(builder.STARTERS[key].document))
