import math

import pytest
import torch

from builder.modules.roi_align import roi_align
from tests.builder.modules.example import Example, random, uniform

CORNERS = torch.tensor([0.0, 0.0, 5.0, 6.0])
EXAMPLE = Example({"input": random(3, 2, 6, 6), "boxes": CORNERS + uniform(3, 2, 4)}, {"output_size": 2})


def between_pixels(image, y, x):
    """The value of an image at a place, pixel by pixel; nothing farther than a pixel outside."""
    height, width = image.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return 0.0
    y, x = min(max(y, 0.0), height - 1.0), min(max(x, 0.0), width - 1.0)
    top, left = math.floor(y), math.floor(x)
    value = 0.0
    for row in (top, top + 1):
        for column in (left, left + 1):
            weight = (1 - abs(y - row)) * (1 - abs(x - column))
            if weight > 0:
                value += weight * image[row, column].item()
    return value


def naive(features, box, size, scale, ratio):
    x1, y1, x2, y2 = (value * scale - 0.5 for value in box.tolist())
    cell_height, cell_width = (y2 - y1) / size, (x2 - x1) / size
    out = torch.zeros(len(features), size, size)
    for c, i, j in torch.cartesian_prod(*(torch.arange(n) for n in out.shape)).tolist():
        for a in range(ratio):
            for b in range(ratio):
                y = y1 + (i + (a + 0.5) / ratio) * cell_height
                x = x1 + (j + (b + 0.5) / ratio) * cell_width
                out[c, i, j] += between_pixels(features[c], y, x) / ratio**2
    return out


@pytest.mark.parametrize(("size", "scale", "ratio"), [(2, 1.0, 2), (3, 0.5, 1), (1, 0.25, 3)])
def test_it_reads_what_going_point_by_point_reads_also_beyond_the_edges(size, scale, ratio):
    features = random(2, 2, 6, 7)
    boxes = torch.tensor([[0.3, 1.2, 5.1, 4.4], [-3.0, -2.0, 2.0, 9.0], [4.0, 3.0, 9.5, 8.5]]) / scale
    boxes = boxes + uniform(2, 3, 4) / scale
    cut = roi_align(features, boxes, size, scale, ratio)
    for n in range(2):
        for r in range(3):
            assert torch.allclose(cut[n, r], naive(features[n], boxes[n, r], size, scale, ratio), atol=1e-5)


def test_a_box_around_whole_pixels_gives_their_values():
    image = random(1, 1, 5, 5)
    cut = roi_align(image, torch.tensor([[[1.0, 2.0, 3.0, 4.0]]]), output_size=2, sampling_ratio=1)
    assert torch.allclose(cut[0, 0], image[0, :, 2:4, 1:3], atol=1e-6)


def test_gradients_reach_the_features():
    features = random(1, 1, 4, 4).double().requires_grad_()
    boxes = torch.tensor([[[0.5, 0.5, 3.0, 3.5]]], dtype=torch.double)
    assert torch.autograd.gradcheck(lambda image: roi_align(image, boxes, output_size=2), (features,))
