import pytest
import torch
from torch import nn

from builder.modules.affine_coupling import AffineCoupling
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4)}, {"hidden_features": 8}, {"features": 4})


def trained(features: int, swap: bool) -> AffineCoupling:
    """A coupling that is no longer the identity."""
    torch.manual_seed(0)
    layer = AffineCoupling(features, 16, swap).double()
    for parameter in layer.parameters():
        nn.init.normal_(parameter)
    return layer


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("features", [2, 5])
def test_the_volume_grows_as_the_jacobian_says(features, swap):
    layer, x = trained(features, swap), random(3, features).double()
    _, log_det = layer(x)
    for sample, said in zip(x, log_det, strict=True):
        jacobian = torch.autograd.functional.jacobian(lambda row: layer(row[None])[0][0], sample)
        assert torch.allclose(torch.linalg.slogdet(jacobian).logabsdet, said)


@pytest.mark.parametrize("swap", [False, True])
def test_the_inverse_gives_back_what_came_in(swap):
    layer, x = trained(5, swap), random(10, 5).double()
    assert torch.allclose(layer.inverse(layer(x)[0]), x, atol=1e-10)


def test_it_starts_as_the_identity():
    x = random(3, 4)
    output, log_det = AffineCoupling(4)(x)
    assert torch.equal(output, x)
    assert torch.equal(log_det, torch.zeros(3))


def test_two_swapped_couplings_move_every_feature():
    x = random(3, 4).double()
    y, _ = trained(4, False)(x)
    z, _ = trained(4, True)(y)
    assert (z != x).all()
