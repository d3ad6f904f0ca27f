"""SelectiveCopying: what is to be said is what was read."""

import torch

from builder.datasets.selective_copying import selective_copying


def test_the_target_is_the_symbols_in_their_order():
    for part in selective_copying():
        for tokens, target in zip(part["tokens"], part["target"], strict=True):
            read = tokens[:32]
            assert torch.equal(target[32:], read[read > 0])
        assert (part["tokens"][:, 32:] == 9).all()
        assert (part["target"][:, :32] == -100).all()


def test_symbols_stand_anywhere():
    training, *_ = selective_copying()
    is_there = (training["tokens"][:, :32] > 0).float().mean(dim=0)
    assert (is_there - 4 / 32).abs().max() < 0.05


def test_no_sequence_is_in_two_parts():
    rows = torch.cat([part["tokens"] for part in selective_copying(samples=20_000)])
    assert len(rows.unique(dim=0)) == len(rows)


def test_symbols_stand_in_the_last_places_alone():
    for part in selective_copying(samples=70, within=6):
        assert (part["tokens"][:, :26] == 0).all()
        assert ((part["tokens"][:, 26:32] > 0).sum(dim=1) == 4).all()
