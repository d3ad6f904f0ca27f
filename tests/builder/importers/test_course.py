"""Architectures of a first course are drawn with the nodes that their code means, in drawings that fit the eye."""

import pytest
import torch

from tests.builder.importers.course.measure import CASES, drawn
from tests.builder.importers.learning import assert_learns_alike

MOST = 24
PLAIN = {"VAE", "NeRF"}
"""Those without parts: their nodes are what their author wrote."""
LEARNING = ("CellLoop", "HandRNN", "Triplet", "TiedAutoencoder", "LeNet", "GCN", "VAE")


@pytest.mark.parametrize("name", CASES)
def test_every_operation_has_a_node_of_its_own_and_parts_are_blocks(name):
    found = drawn(name)
    assert found.aten == ()
    assert name in PLAIN or found.main <= MOST


@pytest.mark.parametrize("name", LEARNING)
def test_what_was_rolled_up_shared_or_borrowed_learns_on_as_its_module(name):
    torch.manual_seed(0)
    make, examples = CASES[name]
    given = examples()
    assert_learns_alike(make(), given if len(given) > 1 else given[0])
