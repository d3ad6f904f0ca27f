import torch

from builder.modules.known_sequences import KnownSequences
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import tokens

EXAMPLE = Example({"input": tokens(3, 6)}, {"max_known": 5}, {"length": 6})


def test_it_tells_what_it_was_fitted_on_whatever_comes_in():
    layer = KnownSequences(3, max_known=4)
    layer.fit(torch.arange(12).reshape(4, 3))
    assert torch.equal(layer(torch.zeros(2, 3, dtype=torch.int64)), torch.arange(12).reshape(4, 3))


def test_more_than_it_keeps_are_left_out_and_fewer_come_again():
    layer, rows = KnownSequences(1, max_known=3), torch.arange(5)[:, None]
    layer.fit(rows)
    assert layer(rows)[:, 0].tolist() == [0, 1, 2]
    layer.fit(rows[:2])
    assert layer(rows)[:, 0].tolist() == [0, 1, 0]
