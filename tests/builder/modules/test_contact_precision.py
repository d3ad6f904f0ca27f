import pytest
import torch

from builder.modules.contact_precision import contact_precision
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 6, 6), "target": random(3, 6, 6).sigmoid()}, {}, {})


def brute(scores, touch, separation=3):
    shares = []
    for score, target in zip(scores, touch, strict=True):
        pairs = [(i, j) for i in range(len(score)) for j in range(i + separation, len(score))]
        many = max(1, round(sum(target[pair].item() for pair in pairs)))
        named = sorted(pairs, key=lambda pair: -score[pair].item())[:many]
        best = sorted((target[pair].item() for pair in pairs), reverse=True)[:many]
        shares.append(sum(target[pair].item() for pair in named) / sum(best))
    return sum(shares) / len(shares)


def test_it_counts_as_one_does_by_hand():
    scores, touch = random(5, 9, 9), (4 * random(5, 9, 9)).sigmoid()
    assert contact_precision(scores, touch).item() == pytest.approx(brute(scores, touch), abs=1e-5)
    assert contact_precision(scores, touch, 5).item() == pytest.approx(brute(scores, touch, 5), abs=1e-5)


def test_who_makes_no_mistake_has_one_and_who_names_only_others_has_none():
    touch = torch.zeros(2, 8, 8)
    touch[:, 0, 5] = touch[:, 1, 6] = 1
    assert contact_precision(touch, touch) == 1
    assert contact_precision(-touch, touch) == 0


def test_near_pairs_and_the_other_half_do_not_count():
    touch = torch.zeros(1, 8, 8)
    touch[:, 0, 5] = 1
    scores = touch.clone()
    scores[:, 5, 0] = scores[:, 0, 1] = scores[:, 3, 5] = 9
    assert contact_precision(scores, touch) == 1


def test_a_chain_without_contacts_has_none():
    assert contact_precision(random(1, 6, 6), torch.zeros(1, 6, 6)) == 0
