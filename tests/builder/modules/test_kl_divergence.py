import torch
from torch.distributions import Normal
from torch.distributions import kl_divergence as torchs

from builder.modules.kl_divergence import kl_divergence
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"mean": random(3, 4), "log_variance": random(3, 4, seed=1)})


def test_it_is_what_torchs_distributions_say():
    mean, log_variance = random(5, 2, 3), random(5, 2, 3, seed=1)
    divergence = torchs(Normal(mean, (log_variance / 2).exp()), Normal(0.0, 1.0))
    assert torch.allclose(kl_divergence(mean, log_variance), divergence.sum(dim=(1, 2)).mean())


def test_it_is_zero_for_the_standard_normal():
    assert kl_divergence(torch.zeros(4, 2), torch.zeros(4, 2)) == 0
