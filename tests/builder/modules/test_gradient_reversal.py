import torch

from builder.modules.gradient_reversal import gradient_reversal
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4)}, {"factor": 0.5})


def test_values_pass_and_gradients_turn_around():
    given, gradient = random(3, 2).requires_grad_(), random(3, 2, seed=1)
    result = gradient_reversal(given, factor=2.0)
    assert torch.equal(result, given)
    result.backward(gradient)
    assert torch.equal(given.grad, -2.0 * gradient)
