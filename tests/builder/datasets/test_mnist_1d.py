"""MNIST1D: what its label is can be told from its line."""

import torch

from builder.datasets.mnist_1d import mnist_1d, mnist_1d_shapes


def test_without_noise_the_bends_of_a_line_say_which_shape_it_is():
    training, validation, _ = mnist_1d(samples=7_000, noise=0)
    bends, others = (part["line"][:, 0].diff(n=2) for part in (validation, training))
    nearest = torch.cdist(bends, others).argmin(dim=1)
    assert (training["label"][nearest] == validation["label"]).float().mean() > 0.97


def test_the_shapes_begin_and_end_where_they_are_joined_to_the_noise():
    shapes = mnist_1d_shapes()
    assert (shapes[:, [0, -1]] == 0).all()
    assert shapes.std(dim=1, correction=0).allclose(torch.tensor(1 / 6))


def test_noise_is_where_the_shape_is_not():
    quiet, *_ = mnist_1d(samples=700, noise=0)
    loud, *_ = mnist_1d(samples=700, noise=0.25)
    strays = (loud["line"] - quiet["line"]).abs()
    assert 0.3 < (strays > 0.2).float().mean() < 0.9
