import pytest
import sklearn.metrics

from builder.modules.token_f1 import token_f1
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import tokens

EXAMPLE = Example({"input": tokens(3, 6), "target": tokens(3, 6, seed=1)})


def test_it_is_the_micro_f1_of_the_tags_that_are_part_of_something():
    said, right = tokens(50, 8).clamp(min=0), tokens(50, 8, seed=1)
    counts = right >= 0
    wanted = sklearn.metrics.f1_score(right[counts], said[counts], labels=[0, 1, 3, 4], average="micro")
    assert token_f1(said, right, outside=2).item() == pytest.approx(wanted)


def test_nothing_tagged_and_nothing_to_tag_is_0():
    nothing = tokens(2, 3).fill_(0)
    assert token_f1(nothing, nothing) == 0
