import torch

from builder.modules.nt_xent_loss import nt_xent_loss
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4), "other": random(3, 4, seed=1)})


def test_it_is_the_formula_of_the_paper_pair_by_pair():
    first, second = random(4, 5).double(), random(4, 5, seed=1).double()
    views = [*first, *second]

    def similar(i, j):
        return torch.exp(torch.cosine_similarity(views[i], views[j], dim=0) / 0.3)

    terms = []
    for i in range(8):
        others = sum(similar(i, k) for k in range(8) if k != i)
        terms.append(-torch.log(similar(i, (i + 4) % 8) / others))
    assert torch.allclose(nt_xent_loss(first, second, temperature=0.3), sum(terms) / 8)


def test_views_that_agree_lose_less_than_views_that_do_not():
    first, other = random(8, 5), random(8, 5, seed=1)
    assert nt_xent_loss(first, first) < nt_xent_loss(first, other)
