import torch
from torch import nn

from builder.modules.vector_quantizer import VectorQuantizer
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 2, 2)}, {"num_embeddings": 5}, {"embedding_dim": 4})


def quantizer() -> VectorQuantizer:
    layer = VectorQuantizer(6, 3)
    nn.init.normal_(layer.weight)
    return layer


def test_every_vector_becomes_the_nearest_code():
    layer, x = quantizer(), random(2, 3, 4, 5)
    output, indices, _ = layer(x)
    for n in range(2):
        for i in range(4):
            for j in range(5):
                nearest = min(range(6), key=lambda k: (layer.weight[k] - x[n, :, i, j]).norm().item())
                assert indices[n, i, j] == nearest
                assert torch.allclose(output[n, :, i, j], layer.weight[nearest], atol=1e-6)


def test_gradients_pass_straight_through():
    layer, x = quantizer(), random(2, 3, 4).requires_grad_()
    output, _, _ = layer(x)
    weights = random(2, 3, 4, seed=1)
    (output * weights).sum().backward()
    assert torch.equal(x.grad, weights)
    assert layer.weight.grad is None


def test_the_loss_pulls_codes_fully_and_vectors_a_quarter_as_much():
    layer, x = quantizer(), random(2, 3, 4).requires_grad_()
    output, indices, loss = layer(x)
    apart = (output - x).detach()
    assert torch.allclose(loss, 1.25 * apart.square().mean(), atol=1e-6)
    loss.backward()
    assert torch.allclose(x.grad, -0.25 * 2 * apart / apart.numel(), atol=1e-6)
    pulled = torch.zeros(6, 3).index_add_(0, indices.flatten(), 2 * apart.movedim(1, -1).reshape(-1, 3))
    assert torch.allclose(layer.weight.grad, pulled / apart.numel(), atol=1e-6)


def test_codes_that_nothing_becomes_are_moved_to_what_comes_in():
    torch.manual_seed(0)
    layer, x = VectorQuantizer(64, 3, restart=0.05), random(64, 3, 4)
    layer(x)
    assert len(layer(x)[1].unique()) > 40
    still = VectorQuantizer(64, 3)
    assert len(still(x)[1].unique()) < 40


def test_codes_stay_where_they_are_outside_of_training():
    layer = VectorQuantizer(6, 3, restart=0.05).eval()
    before = layer.weight.clone()
    layer(random(4, 3))
    assert torch.equal(layer.weight, before)
