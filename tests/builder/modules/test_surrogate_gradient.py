import torch

from builder.modules.surrogate_gradient import surrogate_gradient
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"output": random(3, 4), "input": random(3, 4, seed=1), "slope": random(3, 4, seed=2)})


def test_values_pass_and_the_gradient_goes_elsewhere_times_the_slope():
    value, given, slope = (random(3, 2, seed=seed).requires_grad_() for seed in range(3))
    result = surrogate_gradient(value, given, slope)
    assert torch.equal(result, value)
    gradient = random(3, 2, seed=4)
    result.backward(gradient)
    assert torch.equal(given.grad, gradient * slope)
    assert value.grad is None
    assert slope.grad is None
