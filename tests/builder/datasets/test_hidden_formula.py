"""HiddenFormula: what is told follows from four of the numbers, but for noise."""

import torch

from builder.datasets.hidden_formula import hidden_formula


def test_without_noise_it_is_the_formula_and_two_letters_are_not_in_it():
    for part in hidden_formula(noise=0.0):
        a, b, c, d, _, _ = part["numbers"].split(1, 1)
        assert torch.allclose(part["y"], a * b + c**2 / 2 - d + 0.3 * a * c**2, atol=1e-6)


def test_so_much_noise_is_added():
    clean, noisy = (torch.cat([part["y"] for part in hidden_formula(noise=noise)]) for noise in (0.0, 0.3))
    assert torch.isclose((noisy - clean).std(), torch.tensor(0.3), rtol=0.1)
