import pytest
import torch

from builder.datasets.shape_scenes import shape_scenes
from builder.modules.cell_centres import cell_centres
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example({"input": uniform(3, 4, 2, 3)})


def test_a_centre_within_its_cell_goes_to_its_place_in_the_picture():
    where = torch.tensor([0.5, 0.25, 0.2, 0.4]).view(1, 4, 1, 1).expand(1, 4, 2, 4)
    box = cell_centres(where)[0, :, 1, 2]  # the third cell of the second row
    assert box.tolist() == pytest.approx([2.5 / 4, 1.25 / 2, 0.2, 0.4])


def test_it_undoes_what_takes_the_right_boxes_of_scenes_into_their_cells():
    scenes, _, _ = shape_scenes(100, places="anywhere")
    boxes, is_there = scenes["cell_boxes"], (scenes["cells"] > 0).unsqueeze(1)
    within = torch.cat([(4 * boxes[:, :2]) % 1, boxes[:, 2:]], dim=1)
    assert torch.allclose(cell_centres(within) * is_there, boxes, atol=1e-6)


def test_what_is_no_grid_of_boxes_is_refused():
    with pytest.raises(ValueError, match="four numbers"):
        cell_centres(random(2, 5, 2, 2))
