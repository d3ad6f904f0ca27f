"""A starter opens tidy, trains as it is, and needs no explanation."""

import itertools

import pytest

import builder

NODE_SIZE = (196, 105)


@pytest.mark.parametrize("key", builder.STARTERS)
def test_no_two_nodes_of_a_starter_overlap(key):
    places = [node.position for node in builder.STARTERS[key].document.graph.nodes.values()]
    for (x1, y1), (x2, y2) in itertools.combinations(places, 2):
        assert abs(x1 - x2) >= NODE_SIZE[0] or abs(y1 - y2) >= NODE_SIZE[1]


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_has_nothing_to_mend(key):
    assert builder.check(builder.STARTERS[key].document).problems == ()


def test_the_first_starter_is_a_network_for_digits():
    assert next(iter(builder.STARTERS)) == "digits-cnn"
