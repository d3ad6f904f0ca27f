import itertools

import torch
from torch.nn import functional as F

from builder.modules.ctc_greedy_decode import ctc_greedy_decode
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 6, 4)})


def test_it_joins_repeats_and_drops_blanks():
    scores = random(50, 9, 4)
    read, lengths = ctc_greedy_decode(scores, blank=2)
    for row, length, sample in zip(read, lengths, scores, strict=True):
        joined = [key for key, _ in itertools.groupby(sample.argmax(dim=-1).tolist())]
        expected = [key for key in joined if key != 2]
        assert row.tolist() == expected + [-1] * (9 - len(expected))
        assert length == len(expected)


def test_what_ctc_loss_finds_certain_is_what_is_read():
    best = torch.tensor([[0, 1, 1, 0, 1, 3, 3, 0, 2]])
    scores = 50.0 * F.one_hot(best, 4)
    read, length = ctc_greedy_decode(scores)
    loss = F.ctc_loss(scores.log_softmax(-1).transpose(0, 1), read[:, : length[0]], torch.tensor([9]), length)
    assert loss < 1e-6


def test_nothing_but_blanks_reads_nothing():
    read, length = ctc_greedy_decode(F.one_hot(torch.zeros(1, 3, dtype=torch.long), 2))
    assert read.tolist() == [[-1, -1, -1]]
    assert length.tolist() == [0]
