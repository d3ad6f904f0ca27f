import torch
from torch import nn

from builder.modules.act_norm import ActNorm
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 4, 4)}, {}, {"num_features": 2})


def trained(features: int) -> ActNorm:
    layer = ActNorm(features).double()
    nn.init.normal_(layer.log_scale)
    nn.init.normal_(layer.shift)
    return layer


def test_the_volume_grows_as_the_jacobian_says():
    layer, x = trained(2), random(1, 2, 3, 2).double()
    jacobian = torch.autograd.functional.jacobian(lambda row: layer(row.reshape(1, 2, 3, 2))[0].flatten(), x.flatten())
    assert torch.allclose(torch.linalg.slogdet(jacobian).logabsdet, layer(x)[1])


def test_the_inverse_gives_back_what_came_in():
    layer, x = trained(3), random(4, 3).double()
    assert torch.allclose(layer.inverse(layer(x)[0]), x)


def test_it_starts_as_the_identity():
    output, log_det = ActNorm(3)(random(2, 3))
    assert torch.equal(output, random(2, 3))
    assert torch.equal(log_det, torch.zeros(2))
