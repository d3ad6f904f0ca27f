import pytest

from builder.modules.char_error_rate import char_error_rate
from tests.builder.modules.example import Example
from tests.builder.modules.test_edit_distance import edits
from tests.builder.modules.token_examples import lists, tokens

EXAMPLE = Example({"input": tokens(3, 6), "target": tokens(3, 4, seed=1)})


def test_long_sequences_count_for_more_than_short_ones():
    said, right = tokens(40, 6), tokens(40, 5, seed=1)
    pairs = list(zip(lists(said), lists(right), strict=True))
    wanted = sum(edits(*pair) for pair in pairs) / sum(len(each) for _, each in pairs)
    assert char_error_rate(said, right).item() == pytest.approx(wanted)


def test_without_one_right_token_it_is_the_number_of_edits():
    nothing = tokens(2, 3).fill_(-1)
    assert char_error_rate(nothing, nothing) == 0
    assert char_error_rate(nothing + 1, nothing) == 6
