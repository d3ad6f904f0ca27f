import random as chance
from functools import cache

import pytest
import torch

from builder.modules.edit_distance import edit_distance
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import lists, tokens

EXAMPLE = Example({"input": tokens(3, 6), "target": tokens(3, 4, seed=1)}, {"stop": 3})


def edits(said, right):
    """By the definition: the best of putting in, taking out and changing the last token."""

    @cache
    def between(many, wanted):
        if many == 0 or wanted == 0:
            return many + wanted
        changed = between(many - 1, wanted - 1) + (said[many - 1] != right[wanted - 1])
        return min(changed, between(many - 1, wanted) + 1, between(many, wanted - 1) + 1)

    return between(len(said), len(right))


def test_it_is_the_least_number_of_edits():
    said, right = tokens(60, 7, most=3), tokens(60, 5, most=3, seed=1)
    wanted = [edits(*pair) for pair in zip(lists(said), lists(right), strict=True)]
    for row in range(60):
        assert edit_distance(said[row : row + 1], right[row : row + 1]).item() == wanted[row]
    assert edit_distance(said, right).item() == pytest.approx(sum(wanted) / 60)


def test_words_are_mended_by_as_many_letters_as_is_known():
    known = {("kitten", "sitting"): 3, ("saturday", "sunday"): 3, ("", "abc"): 3, ("flaw", "lawn"): 2}
    for pair, many in known.items():
        rows = [torch.tensor([[ord(letter) for letter in word.ljust(9, "~")]]) for word in pair]
        assert edit_distance(*rows, padding=ord("~")) == many


def test_what_stands_after_the_stop_does_not_matter():
    said, right = tokens(20, 6, most=4), tokens(20, 6, most=4, seed=1)
    begin = edit_distance(said, right, stop=3)
    after = (said == 3).cumsum(1) > 0
    rest = torch.tensor([[chance.randrange(4) for _ in range(6)] for _ in range(20)])
    assert edit_distance(torch.where(after & (said != 3), rest, said), right, stop=3) == begin
