"""A replayed step gives the bits of a computed one, and what can't be replayed is computed."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

import builder
from tests.drawings import brief, classifier
from trainer.run.beginning import begin
from trainer.run.experiment import Experiment
from trainer.run.loop import train_step
from trainer.tape import Untapeable, record, replay
from trainer.tape.simplify import simplify


def some_steps(document, steps, *, replays):
    state = begin(Experiment(document=document), replays=replays)
    state.net.train()
    torch.set_rng_state(state.rng)
    losses = [train_step(state)[:] for _ in range(steps)]
    return state, losses


@pytest.mark.parametrize("key", builder.STARTERS)
def test_with_and_without_a_tape_a_starter_learns_the_same_bits(key):
    document = brief(builder.STARTERS[key].document, 1)
    (ours, losses), (eager, expected) = (some_steps(document, 6, replays=replays) for replays in (True, False))
    assert losses == expected
    weights, expected_weights = ours.net.state_dict(), eager.net.state_dict()
    assert all(torch.equal(weights[name], expected_weights[name]) for name in expected_weights)
    kept, expected_kept = (
        [value for optimizer in state.optimizers for slot in optimizer.state.values() for value in slot.values()]
        for state in (ours, eager)
    )
    assert all(torch.equal(a, b) for a, b in zip(kept, expected_kept, strict=True))


PLAYING = {"tic-tac-toe", "connect-four", "cart-pole", "grid-world"}
"""Starters whose network plays while it trains: how long a game lasts, Python asks the values that flow."""

COMPUTED = {*PLAYING, "deep-speech", "wav2vec", "vall-e"}
"""Starters whose steps are computed anew: those that play, CTC, whose loss depends on more than its tensors, and codes
that move while they are looked up."""


@pytest.mark.parametrize("key", builder.STARTERS)
def test_every_starter_is_replayed_but_those_that_play_ctc_and_codes_that_are_moved(key):
    state, _ = some_steps(brief(builder.STARTERS[key].document, 1), 4, replays=True)
    assert all(step.is_replayed for step in state.steps) is (key not in COMPUTED)


def assert_gives_the_bits_of_autograd(tape, objective, net, batch):
    rng, given = torch.get_rng_state(), [*net.parameters(), batch["x"]]
    before = [value.clone() for value in given]
    loss = objective(net, batch)
    grads = torch.autograd.grad(loss, list(net.parameters()))
    torch.set_rng_state(rng)
    with torch.inference_mode():
        again, replayed = tape.step(batch["x"])
    assert all(map(torch.equal, given, before))
    assert torch.equal(loss, again)
    assert all(torch.equal(a, b) for a, b in zip(grads, replayed, strict=True))


def last_of_sequence(net, batch):
    return net(batch["x"])[0][:, -1].square().sum()


@pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU, nn.RNN])
def test_a_deep_recurrent_layer_that_reads_both_ways_is_replayed(kind):
    net = kind(3, 5, num_layers=2, bidirectional=True, dropout=0.3, batch_first=True)
    found = record(last_of_sequence, net, {"x": torch.randn(4, 6, 3)}, list(net.parameters()))
    assert_gives_the_bits_of_autograd(replay(found), last_of_sequence, net, {"x": torch.randn(4, 6, 3)})


def test_dropout_and_batch_normalisation_go_on_as_they_would():
    wide = ("Linear", {"out_features": 8})
    document = classifier(
        {"fc": wide, "norm": "BatchNorm1d", "drop": "Dropout", "last": ("Linear", {"out_features": 2})}
    )
    (ours, losses), (eager, expected) = (some_steps(document, 12, replays=replays) for replays in (True, False))
    assert losses == expected
    assert torch.equal(ours.net.norm.running_var, eager.net.norm.running_var)
    assert int(ours.net.norm.num_batches_tracked) == 12


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.register_buffer("seen", torch.zeros(3))


def branches(net, batch):
    out = net.fc(batch["x"])
    return out.sum() if out.mean() > 0 else out.square().sum()


def selects(net, batch):
    out = net.fc(batch["x"])
    return out[out > 0].sum()


def leaves_torch(net, batch):
    return net.fc(batch["x"]).sum() * sum(batch["x"].tolist()[0])


def swaps_a_buffer(net, batch):
    net.seen = net.seen + batch["x"].mean(0)
    return (net.fc(batch["x"]) * net.seen).sum()


def writes_a_parameter(net, batch):
    with torch.no_grad():
        net.fc.weight.mul_(0.9)
    return net.fc(batch["x"]).sum()


@pytest.mark.parametrize("objective", [branches, selects, leaves_torch, swaps_a_buffer, writes_a_parameter])
def test_a_step_that_depends_on_more_than_its_tensors_is_refused(objective):
    net = Net()
    with pytest.raises(Untapeable):
        replay(record(objective, net, {"x": torch.randn(4, 3)}, list(net.parameters())))


def cut(net, batch):
    return F.relu(net(batch["x"])).square().sum()


def cut_and_kept(net, batch):
    before = net(batch["x"])
    return (F.relu(before) * before.sin()).sum()


def cut_through_a_view(net, batch):
    before = net(batch["x"])
    return (F.relu(before.view(-1)) + before.cos().view(-1)).square().sum()


def cut_weights(net, batch):
    return (batch["x"] @ F.relu(net.weight.t()) + net.bias).square().sum()


def cut_batch(net, batch):
    return (net(batch["x"]) * F.relu(batch["x"].view(-1)).sum()).sum()


@pytest.mark.parametrize(
    ("objective", "in_place"),
    [(cut, True), (cut_and_kept, False), (cut_through_a_view, False), (cut_weights, False), (cut_batch, False)],
)
def test_only_what_nothing_else_uses_is_cut_at_zero_where_it_lies(objective, in_place):
    net = nn.Linear(3, 5)
    found = record(objective, net, {"x": torch.randn(4, 3)}, list(net.parameters()))
    assert (torch.ops.aten.relu_.default in {call.op for call in simplify(found).calls}) == in_place
    assert_gives_the_bits_of_autograd(replay(found), objective, net, {"x": torch.randn(4, 3)})


def pooled(net, batch):
    return F.max_pool2d(F.relu(net(batch["x"])), 2).square().sum()


def test_pooling_before_cutting_at_zero_gives_the_same_gradients():
    net = nn.Conv2d(1, 4, 3)
    found = record(pooled, net, {"x": torch.randn(8, 1, 10, 10)}, list(net.parameters()))
    batch = {"x": torch.randn(8, 1, 10, 10).round()}  # rounded, so that there are ties
    assert_gives_the_bits_of_autograd(replay(found), pooled, net, batch)


def test_what_lies_in_memory_differently_from_its_parameter_is_laid_out_like_it():
    net = nn.Conv2d(3, 4, 3).to(memory_format=torch.channels_last)
    found = record(pooled, net, {"x": torch.randn(2, 3, 6, 6)}, list(net.parameters()))
    assert [grad.stride() for grad in found.grads] == [parameter.stride() for parameter in net.parameters()]
