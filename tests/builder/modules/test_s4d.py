import torch

from builder.modules.s4d import S4D
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(2, 11, 3)}, {"d_state": 6}, {"d_model": 3})


def test_the_convolution_gives_what_the_recurrence_gives():
    layer, x = S4D(3, d_state=8), random(2, 40, 3).double()
    layer.double()
    a = torch.complex(-layer.log_decay.exp(), layer.frequency)
    dt = layer.log_dt.exp().unsqueeze(-1)
    decay, write, read = (a * dt).exp(), ((a * dt).exp() - 1) / a, torch.view_as_complex(layer.C)
    state, outputs = torch.zeros(2, 3, 4, dtype=torch.cdouble), []
    for t in range(40):
        state = decay * state + write * x[:, t].unsqueeze(-1)
        outputs.append(2 * (read * state).sum(-1).real + layer.D * x[:, t])
    assert torch.allclose(layer(x), torch.stack(outputs, dim=1), atol=1e-10)


def test_the_sampled_memory_follows_the_differential_equation():
    """One wave, held input: h(t) = (exp(At) - 1) / A, as calculus says."""
    layer = S4D(1, d_state=2).double()
    a = torch.complex(-layer.log_decay.exp(), layer.frequency)[0, 0]
    c, times = torch.view_as_complex(layer.C)[0, 0], torch.arange(1, 21) * layer.log_dt.exp()
    expected = 2 * (c * ((a * times).exp() - 1) / a).real + layer.D
    ones = torch.ones(1, 20, 1, dtype=torch.double)
    assert torch.allclose(layer(ones)[0, :, 0], expected, atol=1e-10)


def test_the_past_does_not_depend_on_the_future():
    layer, x = S4D(2), random(1, 8, 2)
    changed = x.clone()
    changed[:, 5:] += 1
    assert torch.allclose(layer(changed)[:, :5], layer(x)[:, :5], atol=1e-5)
