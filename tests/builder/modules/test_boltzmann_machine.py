import itertools

import torch
from torch import nn

from builder.modules.boltzmann_machine import BoltzmannMachine
from tests.builder.modules.example import Example, uniform

EXAMPLE = Example(
    {"input": uniform(3, 6).round(), "hidden_noise": uniform(3, 4), "visible_noise": uniform(3, 6, seed=1)},
    {},
    {"visible_features": 6, "hidden_features": 4},
)


def machine() -> BoltzmannMachine:
    made = BoltzmannMachine(4, 3)
    for seed, parameter in enumerate(made.parameters()):
        nn.init.normal_(parameter, generator=torch.Generator().manual_seed(seed))
    return made


def test_the_free_energy_sums_over_all_hidden_states():
    rbm, visible = machine(), torch.tensor([1.0, 0.0, 1.0, 1.0])
    total = torch.tensor(0.0)
    for states in itertools.product((0.0, 1.0), repeat=3):
        hidden = torch.tensor(states)
        energy = -(visible @ rbm.visible_bias) - hidden @ rbm.hidden_bias - hidden @ rbm.weight @ visible
        total = total + torch.exp(-energy)
    assert torch.allclose(rbm.free_energy(visible[None])[0], -total.log(), atol=1e-5)


def test_a_step_of_sgd_is_contrastive_divergence():
    rbm, visible = machine(), uniform(5, 4).round()
    hidden_noise, visible_noise = uniform(5, 3, seed=1), uniform(5, 4, seed=2)
    output, dream, loss = rbm(visible, hidden_noise, visible_noise)
    loss.backward()
    before = torch.sigmoid(visible @ rbm.weight.T + rbm.hidden_bias)
    hidden = (hidden_noise < before).float()
    after = torch.sigmoid(hidden @ rbm.weight + rbm.visible_bias)
    dreamt = (visible_noise < after).float()
    then = torch.sigmoid(dreamt @ rbm.weight.T + rbm.hidden_bias)
    assert torch.allclose(output, before)
    assert torch.allclose(dream, after)
    assert torch.allclose(-rbm.weight.grad, (before.T @ visible - then.T @ dreamt) / 5, atol=1e-6)
    assert torch.allclose(-rbm.visible_bias.grad, (visible - dreamt).mean(0), atol=1e-6)
    assert torch.allclose(-rbm.hidden_bias.grad, (before - then).mean(0), atol=1e-6)


def test_it_learns_to_dream_of_what_it_saw():
    torch.manual_seed(0)
    seen = torch.tensor([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]).repeat(20, 1)
    rbm, noise = BoltzmannMachine(4, 4), torch.Generator().manual_seed(0)
    optimizer = torch.optim.SGD(rbm.parameters(), lr=1.0)
    for _ in range(150):
        optimizer.zero_grad()
        rbm(seen, torch.rand(40, 4, generator=noise), torch.rand(40, 4, generator=noise))[2].backward()
        optimizer.step()
    _, dream, _ = rbm(seen, torch.full((40, 4), 0.5), torch.full((40, 4), 0.5))
    assert (dream - seen).abs().mean() < 0.1
