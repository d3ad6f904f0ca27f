import torch

from builder.modules.forward_diffusion import ForwardDiffusion
from builder.modules.noise_schedule import noise_schedule
from builder.modules.reverse_diffusion import ReverseDiffusion
from tests.builder.modules.example import Example, random

EXAMPLE = Example(
    {
        "input": random(3, 2, 4),
        "predicted": random(3, 2, 4, seed=1),
        "noise": random(3, 2, 4, seed=2),
        "time": torch.tensor([0, 5, 9]),
    },
    {"steps": 10},
)


def test_with_the_true_noise_it_is_bayes_rule_for_the_step_before():
    levels = noise_schedule(10).double()
    x, true, fresh = (random(1, 5, seed=seed).double() for seed in range(3))
    for t in range(1, 10):
        time = torch.tensor([t])
        noisy = ForwardDiffusion(10).double()(x, true, time)
        beta = 1 - levels[t] / levels[t - 1]
        # Multiply two normal densities: x[t - 1] given x, and x[t] given x[t - 1].
        precision = 1 / (1 - levels[t - 1]) + (1 - beta) / beta
        mean = (levels[t - 1].sqrt() * x / (1 - levels[t - 1]) + (1 - beta).sqrt() * noisy / beta) / precision
        output = ReverseDiffusion(10).double()(noisy, true, fresh, time)
        assert torch.allclose(output, mean + fresh / precision.sqrt(), atol=1e-4)


def test_the_last_step_gives_the_sample_itself_without_fresh_noise():
    x, true, time = random(2, 3), random(2, 3, seed=1), torch.tensor([0, 0])
    noisy = ForwardDiffusion(10)(x, true, time)
    assert torch.allclose(ReverseDiffusion(10)(noisy, true, random(2, 3, seed=2), time), x, atol=1e-5)
