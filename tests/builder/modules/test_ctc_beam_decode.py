import itertools
import math

import pytest
import torch

from builder.modules.ctc_beam_decode import ctc_beam_decode
from builder.modules.ctc_greedy_decode import ctc_greedy_decode
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 6, 4)})


def texts(scores, blank):
    """The probability of every text, over all ways in which it may be read."""
    shares = scores.softmax(-1).tolist()
    found = {}
    for way in itertools.product(range(scores.shape[1]), repeat=len(shares)):
        text = tuple(token for token, _ in itertools.groupby(way) if token != blank)
        found[text] = found.get(text, 0) + math.prod(row[token] for row, token in zip(shares, way, strict=True))
    return found


@pytest.mark.parametrize("blank", [0, 2])
def test_with_room_for_all_beginnings_it_finds_the_most_probable_text(blank):
    scores = random(12, 5, 3)
    read, lengths, found = ctc_beam_decode(scores, blank=blank, width=64)
    for row, length, score, sample in zip(read.tolist(), lengths.tolist(), found.tolist(), scores, strict=True):
        known = texts(sample, blank)
        assert sum(known.values()) == pytest.approx(1)
        best = max(known, key=known.get)
        assert row == [*best, *[-1] * (5 - len(best))]
        assert length == len(best)
        assert math.exp(score) == pytest.approx(known[best], rel=1e-4)


def test_it_finds_better_texts_than_the_best_path_and_a_wider_beam_never_worse_ones():
    scores = 0.7 * random(40, 6, 4)
    chance = [texts(sample, 0) for sample in scores]

    def told(read):
        rows = [tuple(token for token in row if token >= 0) for row in read.tolist()]
        return sum(known[row] for known, row in zip(chance, rows, strict=True))

    few, many = (told(ctc_beam_decode(scores, width=width)[0]) for width in (2, 16))
    assert told(ctc_greedy_decode(scores)[0]) < few <= many


def test_what_torch_says_of_the_text_is_its_score():
    scores = 3 * random(8, 7, 4)
    read, length, score = ctc_beam_decode(scores, width=64)
    told = scores.log_softmax(-1).transpose(0, 1)
    loss = torch.nn.functional.ctc_loss(told, read.clamp(min=1), torch.full((8,), 7), length, reduction="none")
    assert torch.allclose(score, -loss, atol=1e-3)


def test_nothing_but_blanks_reads_nothing():
    sure = torch.zeros(1, 3, 2)
    sure[..., 0] = 50
    read, length, score = ctc_beam_decode(sure)
    assert (read.tolist(), length.tolist()) == ([[-1, -1, -1]], [0])
    assert score.abs() < 1e-6
