import torch

from builder.modules.forward_diffusion import ForwardDiffusion
from builder.modules.noise_schedule import noise_schedule
from tests.builder.modules.example import Example, random

EXAMPLE = Example(
    {"input": random(3, 2, 4), "noise": random(3, 2, 4, seed=1), "time": torch.tensor([0, 5, 9])}, {"steps": 10}
)


def test_it_gives_what_adding_noise_step_by_step_gives():
    """x[t] = sqrt(1 - beta) x[t - 1] + sqrt(beta) noise: the mean shrinks and the variance grows alike."""
    levels = noise_schedule(10).double()
    mean, variance, before = 1.0, 0.0, 1.0
    for t in range(10):
        beta = (1 - levels[t] / before).item()
        mean, variance = (1 - beta) ** 0.5 * mean, (1 - beta) * variance + beta
        before = levels[t]
        layer, time = ForwardDiffusion(10).double(), torch.tensor([t])
        one, zero = torch.ones(1, 1, dtype=torch.double), torch.zeros(1, 1, dtype=torch.double)
        assert torch.allclose(layer(one, zero, time), torch.tensor(mean).double())
        assert torch.allclose(layer(zero, one, time), torch.tensor(variance**0.5).double())


def test_each_sample_has_its_own_time():
    layer, x, noise = ForwardDiffusion(10, "linear"), random(3, 2, 2), random(3, 2, 2, seed=1)
    times = torch.tensor([[7], [0], [3]])
    together = layer(x, noise, times)
    for n in range(3):
        assert torch.equal(together[n], layer(x[n : n + 1], noise[n : n + 1], times[n])[0])
