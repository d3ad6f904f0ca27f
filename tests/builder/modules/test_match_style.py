import torch

from builder.modules.match_style import match_style
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 5, 5), "style": random(3, 4, 3, 2)})


def test_each_channel_gets_the_mean_and_contrast_of_the_other_image():
    content, style = random(2, 3, 8, 8) * 4 - 1, random(2, 3, 5, 6, seed=1) * 2 + 7
    output = match_style(content, style)
    assert torch.allclose(output.mean(dim=(2, 3)), style.mean(dim=(2, 3)), atol=1e-4)
    assert torch.allclose(output.std(dim=(2, 3), correction=0), style.std(dim=(2, 3), correction=0), atol=1e-4)


def test_an_image_in_its_own_style_stays_as_it_is():
    image = random(2, 3, 6, 6)
    assert torch.allclose(match_style(image, image), image, atol=1e-5)
