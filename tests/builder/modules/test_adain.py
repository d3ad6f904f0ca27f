import torch

from builder.modules.adain import AdaIN
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 5, 5), "style": random(3, 6)}, {}, {"num_features": 4, "style_features": 6})


def test_each_channel_gets_the_mean_and_contrast_that_the_style_asks_for():
    layer, image, style = AdaIN(3, 2), random(2, 3, 8, 8) * 5 + 3, random(2, 2)
    output = layer(image, style)
    for n in range(2):
        asked = layer.linear.weight @ style[n] + layer.linear.bias
        for c in range(3):
            channel = output[n, c]
            assert torch.allclose(channel.mean(), asked[3 + c], atol=1e-5)
            assert torch.allclose(channel.std(correction=0), (1 + asked[c]).abs(), atol=1e-4)
