"""Architectures of a first course are drawn with the nodes that their code means."""

import pytest

from tests.builder.importers.course.measure import CASES, drawn


@pytest.mark.parametrize("name", CASES)
def test_no_operation_is_left_without_a_node_of_its_own(name):
    assert drawn(name).aten == ()
