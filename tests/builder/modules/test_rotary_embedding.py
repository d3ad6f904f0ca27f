import torch

from builder.modules.rotary_embedding import RotaryEmbedding
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 5, 6)}, {}, {"head_dim": 6})


def test_it_multiplies_each_plane_by_a_complex_number_on_the_unit_circle():
    x = random(2, 7, 6).double()
    planes = torch.view_as_complex(x.unflatten(-1, (3, 2)).contiguous())
    speed = torch.tensor([10_000 ** (-2 * i / 6) for i in range(3)], dtype=torch.double)
    turned = planes * torch.exp(1j * torch.arange(7).unsqueeze(-1) * speed)
    assert torch.allclose(RotaryEmbedding(6)(x), torch.view_as_real(turned).flatten(-2), atol=1e-5)


def test_the_product_of_query_and_key_depends_only_on_their_distance():
    turn, q, k = RotaryEmbedding(8), random(8), random(8, seed=1)
    scores = turn(q.expand(1, 10, 8))[0] @ turn(k.expand(1, 10, 8))[0].T
    for distance in range(-9, 10):
        diagonal = scores.diagonal(distance)
        assert torch.allclose(diagonal, diagonal[0].expand_as(diagonal), atol=1e-4)


def test_lengths_stay_as_they_were():
    x = random(2, 5, 6)
    assert torch.allclose(RotaryEmbedding(6)(x).norm(dim=-1), x.norm(dim=-1), atol=1e-5)
