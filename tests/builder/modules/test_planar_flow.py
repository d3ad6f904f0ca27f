import torch

from builder.modules.planar_flow import PlanarFlow
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4)}, {}, {"features": 4})


def test_the_volume_grows_as_the_jacobian_says_whatever_the_weights():
    for seed in range(10):
        torch.manual_seed(seed)
        layer, x = PlanarFlow(3).double(), random(1, 3, seed=seed).double()
        layer.u.data *= 5  # far outside of what can be undone, if it were not held back
        jacobian = torch.autograd.functional.jacobian(lambda row, flow=layer: flow(row[None])[0][0], x[0])
        assert torch.linalg.det(jacobian) > 0
        assert torch.allclose(torch.linalg.slogdet(jacobian).logabsdet, layer(x)[1])
