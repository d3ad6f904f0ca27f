import pytest
import torch
from torch.nn import functional as F

from builder.modules.masked_conv2d import MaskedConv2d
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 6, 6)}, {"out_channels": 4, "kernel_size": 3}, {"in_channels": 2})


@pytest.mark.parametrize("mask_type", ["A", "B"])
def test_a_pixel_depends_on_exactly_the_pixels_before_it(mask_type):
    layer, image = MaskedConv2d(1, 1, 3, mask_type), random(1, 1, 5, 5).requires_grad_()
    torch.nn.init.ones_(layer.weight)
    (seen,) = torch.autograd.grad(layer(image)[0, 0, 2, 2], image)
    before = {(1, 1), (1, 2), (1, 3), (2, 1)} | ({(2, 2)} if mask_type == "B" else set())
    assert {tuple(place) for place in seen[0, 0].nonzero().tolist()} == before


def test_it_is_a_convolution_with_the_hidden_weights_at_zero():
    layer, image = MaskedConv2d(2, 3, 5, "B"), random(2, 2, 7, 6)
    weight = layer.weight.detach().clone()
    weight[:, :, 3:] = 0
    weight[:, :, 2, 3:] = 0
    assert torch.allclose(layer(image), F.conv2d(image, weight, layer.bias, padding=2), atol=1e-6)


def test_a_filter_without_a_middle_is_refused():
    with pytest.raises(ValueError, match="odd"):
        MaskedConv2d(1, 1, 4)
