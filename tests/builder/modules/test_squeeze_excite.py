import torch

from builder.modules.squeeze_excite import SqueezeExcite
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 8, 4, 4)}, {"reduction": 2}, {"channels": 8})


def test_each_channel_is_multiplied_by_one_number_between_0_and_1():
    layer, image = SqueezeExcite(4, reduction=2), random(2, 4, 3, 3)
    for n in range(2):
        means = torch.tensor([image[n, c].sum() / 9 for c in range(4)])
        hidden = (layer.squeeze.weight @ means + layer.squeeze.bias).clamp(min=0)
        volume = 1 / (1 + torch.exp(-(layer.excite.weight @ hidden + layer.excite.bias)))
        for c in range(4):
            assert torch.allclose(layer(image)[n, c], volume[c] * image[n, c], atol=1e-6)


def test_a_few_channels_are_enough():
    assert SqueezeExcite(3)(random(1, 3, 2, 2)).shape == (1, 3, 2, 2)
