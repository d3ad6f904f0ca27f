import pytest
import torch

from builder.modules.word_error_rate import word_error_rate
from tests.builder.modules.example import Example
from tests.builder.modules.test_edit_distance import edits
from tests.builder.modules.token_examples import lists, tokens

EXAMPLE = Example({"input": tokens(3, 6), "target": tokens(3, 4, seed=1)}, {"space": 0})


def written(*texts):
    longest = max(map(len, texts))
    return torch.tensor([[ord(letter) for letter in text] + [-1] * (longest - len(text)) for text in texts])


def test_words_are_judged_as_a_whole():
    said = written("the cat sat on mat", "a b c", "")
    right = written("the cat sat on the mat", "a x c", "yes")
    assert word_error_rate(said, right, space=32).item() == pytest.approx((1 + 1 + 1) / (6 + 3 + 1))


def test_it_is_that_of_the_words_split_by_hand():
    said, right = tokens(60, 12, most=3), tokens(60, 9, most=3, seed=1)
    both = [["".join(map(str, row)).replace("0", " ").split() for row in lists(rows)] for rows in (said, right)]
    wanted = sum(edits(*pair) for pair in zip(*both, strict=True)) / sum(map(len, both[1]))
    assert word_error_rate(said, right, space=0).item() == pytest.approx(wanted)


def test_spaces_alone_are_no_words():
    spaces = torch.zeros(2, 3, dtype=torch.long)
    assert word_error_rate(spaces, spaces.fill_(0), space=0) == 0
