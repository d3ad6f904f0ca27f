"""Modules are blocks in a drawing, also those that are used once or again with the same weights."""

import torch
from torch import nn

from tests.builder.importers.course import makers, pictures
from tests.builder.importers.round_trip import assert_goes_round


def types(block):
    return [node.type for node in block.nodes.values()]


def test_a_module_that_is_called_three_times_is_one_block_used_three_times():
    document = assert_goes_round(makers.Triplet(), tuple(torch.randn(2, 6) for _ in range(3))).document
    used = types(document.blocks["main"])
    assert (used.count("Block"), used.count("Share")) == (1, 2)
    assert sorted(document.blocks) == ["Encoder", "main"]


def test_parts_that_are_used_once_are_blocks_too():
    document = assert_goes_round(makers.DCGAN(), (torch.randn(2, 16),)).document
    assert sorted(document.blocks) == ["Discriminator", "Generator", "main"]


def test_stages_of_equal_blocks_keep_the_names_that_their_author_gave_them():
    document = assert_goes_round(pictures.ResNet18(), (torch.rand(2, 3, 32, 32),)).document
    assert {"layer1_0", "layer2_0"} <= document.blocks["main"].nodes.keys()


class Twice(nn.Module):
    """One part inside of another, and outside of it once more."""

    def __init__(self):
        super().__init__()
        self.part = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4), nn.Tanh())
        self.around = Around(self.part)

    def forward(self, x):
        return self.part(torch.tanh(self.around(x)))


class Around(nn.Module):
    def __init__(self, part):
        super().__init__()
        self.part = part
        self.other = nn.Linear(4, 4)

    def forward(self, x):
        return torch.relu(self.other(self.part(x)) + x)


def test_a_part_that_is_used_in_two_drawings_is_drawn_where_both_see_it():
    assert_goes_round(Twice(), (torch.randn(2, 4),))
