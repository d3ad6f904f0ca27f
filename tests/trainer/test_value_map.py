"""The value map shows what the network says of each cell, beside what perfect play earns."""

import pytest
import torch

from builder.games.grid_world import GAME
from tests.trainer.test_probes import seen, starter, untrained
from trainer.probes.value_map import exact
from trainer.run.loop import train_slice


def test_exact_values_are_those_of_the_shortest_way():
    values = exact(GAME, 0.98)
    for cell, steps in {2: 1, 6: 2, 1: 2, 10: 3, 0: 3, 4: 4, 8: 5, 9: 4, 11: 4}.items():
        earned = sum(-0.04 * 0.98**step for step in range(steps - 1)) + 0.98 ** (steps - 1)
        assert values[cell].item() == pytest.approx(earned, abs=1e-5)


def test_a_map_tells_of_walls_ends_and_free_cells_what_there_is_to_tell():
    state = untrained(starter("grid-world"))
    picture = seen(state, "value-map")
    assert (picture.rows, picture.columns, picture.actions) == (3, 4, ("up", "right", "down", "left"))
    scores, worth = state.net.player(torch.eye(12))
    assert picture.cells[5].value is None
    assert [(cell.value, cell.policy) for cell in (picture.cells[3], picture.cells[7])] == [(1, ()), (-1, ())]
    assert picture.cells[8].value == pytest.approx(worth[8].item(), abs=1e-6)
    assert picture.cells[8].policy == pytest.approx(scores[8].softmax(0).tolist(), abs=1e-6)


def test_a_trained_network_knows_what_cells_are_worth_and_goes_where_they_are_worth_more():
    state = untrained(starter("grid-world"))
    list(train_slice(state, 60, until_step=260))
    cells = seen(state, "value-map").cells
    known = {place: cell for place, cell in enumerate(cells) if cell.policy}
    assert len(known) == 9
    for cell in known.values():
        assert cell.value == pytest.approx(cell.best, abs=0.15)
    ways = {place: cell.policy.index(max(cell.policy)) for place, cell in known.items()}
    assert [ways[place] for place in (0, 1, 2, 6, 10)] == [1, 1, 1, 0, 0]
    assert ways[11] == 3  # not up, where the bad end is
