"""Pendulum: swings that follow their law."""

import torch

from builder.datasets.pendulum import pendulum


def energy(state):
    return state[..., 1].square() / 2 + 2 * (1 - state[..., 0].cos())


def test_a_swing_loses_energy_and_never_goes_over_the_top():
    for part in pendulum(samples=700):
        each = energy(part["swing"])
        assert (each.diff(dim=1) <= 1e-5).all()
        assert each.max() < 4


def test_a_small_swing_is_a_damped_wave():
    training, *_ = pendulum(samples=20_000)
    swing = training["swing"]
    swing = swing[swing[:, 0].abs().amax(1) < 0.05]
    frequency = (2 - 0.05**2) ** 0.5
    time = torch.arange(13) * 0.5
    a, v = swing[:, 0, :1], swing[:, 0, 1:]
    wave = (-0.05 * time).exp() * (a * (frequency * time).cos() + (v + 0.05 * a) / frequency * (frequency * time).sin())
    assert len(swing) > 5
    assert torch.allclose(swing[..., 0], wave, atol=1e-3)


def test_now_and_later_are_half_a_unit_apart_in_the_swing():
    part, *_ = pendulum(samples=70)
    at = (part["swing"] == part["now"][:, None]).all(2).float().argmax(1)
    assert torch.equal(part["swing"][torch.arange(len(at)), at + 1], part["later"])
