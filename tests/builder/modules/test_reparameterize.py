import torch

from builder.modules.reparameterize import reparameterize
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"mean": random(3, 4), "log_variance": random(3, 4, seed=1), "noise": random(3, 4, seed=2)})


def test_samples_have_the_mean_and_variance_asked_for():
    mean, log_variance = torch.tensor([1.0, -2.0]), torch.tensor([0.5, -1.0])
    samples = reparameterize(mean, log_variance, random(200_000, 2))
    assert torch.allclose(samples.mean(0), mean, atol=0.02)
    assert torch.allclose(samples.var(0), log_variance.exp(), atol=0.02)


def test_gradients_reach_mean_and_variance():
    mean, log_variance, noise = (random(3, 2, seed=s).double().requires_grad_() for s in range(3))
    assert torch.autograd.gradcheck(reparameterize, (mean, log_variance, noise))
