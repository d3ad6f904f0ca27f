import torch

from builder.modules.random_flip import RandomFlip
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 1, 8, 8)}, {"direction": "vertical"})


def test_so_many_are_mirrored_and_the_others_stay():
    torch.manual_seed(0)
    pictures = random(1_000, 1, 4, 5)
    flipped = RandomFlip(p=0.3)(pictures)
    is_flipped = (flipped == pictures.flip(3)).flatten(1).all(1)
    is_same = (flipped == pictures).flatten(1).all(1)
    assert (is_flipped ^ is_same).all()
    assert 0.26 < is_flipped.float().mean() < 0.34


def test_vertical_changes_up_and_down():
    pictures = random(2, 1, 4, 5)
    assert torch.equal(RandomFlip(p=1.0, direction="vertical")(pictures), pictures.flip(2))
