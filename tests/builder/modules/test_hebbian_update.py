import torch

from builder.modules.hebbian_update import hebbian_update
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"weight": random(3, 2, 4), "pre": random(3, 4), "post": random(3, 2)})


def test_each_weight_follows_the_two_values_that_it_joins():
    weight, pre, post = random(2, 3, 4), random(2, 4), random(2, 3)
    new = hebbian_update(weight, pre, post, lr=0.2, decay=0.1)
    for n in range(2):
        for i in range(3):
            for j in range(4):
                expected = 0.9 * weight[n, i, j] + 0.2 * post[n, i] * pre[n, j]
                assert torch.allclose(new[n, i, j], expected)


def test_gradients_pass_through():
    inputs = [random(*shape).double().requires_grad_() for shape in ((1, 2, 3), (1, 3), (1, 2))]
    assert torch.autograd.gradcheck(hebbian_update, inputs)
