import torch

from builder.modules.s5 import S5
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(2, 11, 3)}, {"d_state": 6}, {"d_model": 3})


def test_it_gives_what_the_recurrence_gives_with_every_wave_and_its_conjugate():
    layer, x = S5(3, d_state=8).double(), random(2, 30, 3).double()
    a = torch.complex(-layer.log_decay.exp(), layer.frequency)
    dt, b, c = layer.log_dt.exp(), torch.view_as_complex(layer.B), torch.view_as_complex(layer.C)
    a, dt = torch.cat([a, a.conj()]), torch.cat([dt, dt])
    b, c = torch.cat([b, b.conj()]), torch.cat([c, c.conj()], dim=1)
    state, outputs = torch.zeros(2, 8, dtype=torch.cdouble), []
    for t in range(30):
        state = torch.exp(a * dt) * state + (torch.exp(a * dt) - 1) / a * (x[:, t].to(b.dtype) @ b.T)
        output = state @ c.T
        assert output.imag.abs().max() < 1e-10
        outputs.append(output.real + layer.D * x[:, t])
    assert torch.allclose(layer(x), torch.stack(outputs, dim=1), atol=1e-10)


def test_the_past_does_not_depend_on_the_future():
    layer, x = S5(2), random(1, 8, 2)
    changed = x.clone()
    changed[:, 5:] += 1
    assert torch.allclose(layer(changed)[:, :5], layer(x)[:, :5], atol=1e-6)
