import math
from collections import Counter

import pytest
import torch

from builder.modules.bleu import bleu
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import lists, tokens

EXAMPLE = Example({"input": tokens(3, 6, most=2), "target": tokens(3, 5, most=2, seed=1)})


def by_counting(said, right, max_n, smooth):
    """BLEU as the paper writes it down, with counters."""
    logs = []
    for n in range(1, max_n + 1):
        hits = total = 0
        for mine, theirs in zip(said, right, strict=True):
            runs = [Counter(tuple(row[i : i + n]) for i in range(len(row) - n + 1)) for row in (mine, theirs)]
            hits += sum((runs[0] & runs[1]).values())
            total += sum(runs[0].values())
        added = smooth and n > 1
        if hits + added == 0:
            return 0.0
        logs.append(math.log((hits + added) / (total + added)))
    many, wanted = sum(map(len, said)), sum(map(len, right))
    return math.exp(sum(logs) / max_n + min(0, 1 - wanted / many))


@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("max_n", [1, 2, 4])
def test_it_is_what_the_paper_writes_down(smooth, max_n):
    for seed in range(4):
        said, right = tokens(20, 9, most=3, seed=seed), tokens(20, 11, most=3, seed=seed + 9)
        wanted = by_counting(lists(said), lists(right), max_n, smooth)
        assert bleu(said, right, max_n, smooth).item() == pytest.approx(wanted, rel=1e-5)


def test_all_right_is_1_and_nothing_said_is_0():
    right = torch.tensor([[1, 2, 3, 4, 5], [1, 2, -1, -1, -1]])
    assert bleu(right, right).item() == pytest.approx(1)
    assert bleu(right.clamp(max=-1), right) == 0
    assert bleu(right.clamp(max=-1), right.clamp(max=-1)) == 0


def test_sentences_of_two_words_are_judged_by_two_at_most():
    two = torch.tensor([[1, 2]])
    assert bleu(two, two, max_n=4, smooth=False) == 1
