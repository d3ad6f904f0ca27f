"""Submodules of a compiled network are found by plain look-up, and the network is an ordinary module all the same."""

import copy

import torch
from torch import nn

import builder
from tests.drawings import moons

BATCH = torch.randn(4, 2)


def test_a_submodule_that_is_put_in_the_place_of_another_computes():
    net = builder.network(builder.STARTERS["two-moons-mlp"].document)
    before = net(BATCH)
    net.fc1 = nn.Linear(2, net.fc1.out_features)
    assert not torch.equal(net(BATCH), before)
    assert net.state_dict()["fc1.weight"] is not None
    assert "fc1" not in vars(net)


def test_a_copy_has_weights_of_its_own():
    net = builder.compile(moons()).network()
    other = copy.deepcopy(net)
    assert vars(other)["fc1"] is other.get_submodule("fc1") is not net.fc1
    assert list(other.state_dict()) == list(net.state_dict())


def test_blocks_are_found_as_quickly_and_counted_once():
    net = builder.compile(builder.STARTERS["tiny-gpt"].document).network()
    parts = [part for part in net.modules() if type(part).__module__ == "layerloom_network"]
    assert len(parts) > 1
    assert all(vars(part)[name] is child for part in parts for name, child in part.named_children())
    assert len(list(net.parameters())) == len({id(parameter) for parameter in net.parameters()})
