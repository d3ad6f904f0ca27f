"""Architectures of a first course are drawn with the nodes that their code means, in drawings that fit the eye."""

import pytest

from tests.builder.importers.course.measure import CASES, drawn

MOST = 24
PLAIN = {"VAE", "NeRF"}
"""Those without parts: their nodes are what their author wrote."""


@pytest.mark.parametrize("name", CASES)
def test_every_operation_has_a_node_of_its_own_and_parts_are_blocks(name):
    found = drawn(name)
    assert found.aten == ()
    assert name in PLAIN or found.main <= MOST
