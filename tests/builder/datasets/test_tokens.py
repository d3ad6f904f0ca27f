"""Texts as whole numbers: places in a list, and what stands after the end."""

import torch

from builder.datasets.parts.tokens import places_in


def test_words_and_letters_are_places_in_a_list():
    assert places_in(["_", "a", "cat"], [["a", "cat"], ["cat"]], 3).tolist() == [[1, 2, 0], [2, 0, 0]]
    assert torch.equal(places_in("_abc", ["cab", ""], 4, after=-100), torch.tensor([[3, 1, 2, -100], [-100] * 4]))
