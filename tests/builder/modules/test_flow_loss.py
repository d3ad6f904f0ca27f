import torch
from torch.distributions import MultivariateNormal

from builder.modules.flow_loss import flow_loss
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4), "log_det": random(3)})


def test_the_loss_of_a_linear_flow_is_the_likelihood_of_a_normal_distribution():
    x, matrix, shift = random(6, 3).double(), random(3, 3, seed=1).double(), random(3, seed=2).double()
    z = x @ matrix.T + shift
    log_det = torch.linalg.slogdet(matrix).logabsdet.expand(6)
    back = torch.linalg.inv(matrix)
    density = MultivariateNormal(-back @ shift, back @ back.T)
    assert torch.allclose(flow_loss(z, log_det), -density.log_prob(x).mean())
