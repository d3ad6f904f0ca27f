import pytest
import torch

from builder.modules.causal_conv1d import CausalConv1d
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 9)}, {"out_channels": 4, "dilation": 2}, {"in_channels": 2})


@pytest.mark.parametrize(("kernel_size", "dilation"), [(1, 1), (2, 1), (3, 4)])
def test_each_output_is_a_sum_over_its_past(kernel_size, dilation):
    layer, x = CausalConv1d(2, 3, kernel_size, dilation), random(2, 2, 12)
    expected = torch.zeros(2, 3, 12)
    for t in range(12):
        expected[:, :, t] = layer.bias
        for k in range(kernel_size):
            then = t - k * dilation
            if then >= 0:
                expected[:, :, t] += x[:, :, then] @ layer.weight[:, :, kernel_size - 1 - k].T
    assert torch.allclose(layer(x), expected, atol=1e-6)
