import torch

from builder.modules.ask_gradient import ask_gradient
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4)})


def test_what_comes_before_gets_no_gradient():
    before = random(3, 4).requires_grad_()
    asked = ask_gradient(2 * before)
    assert asked.requires_grad
    assert asked.is_leaf


def test_where_nothing_is_learned_it_asks_for_nothing():
    with torch.inference_mode():
        assert not ask_gradient(random(3)).requires_grad
