"""TimeSeries: pieces of one series, in the order of time."""

import math

import torch

from builder.datasets.time_series import time_series


def test_the_series_follows_its_law():
    part, *_ = time_series(samples=700, noise=0)
    step = torch.arange(len(part["past"]) + 24)
    known = step / 724 - 0.5 + (2 * math.pi * step / 12).sin()
    swings = part["past"][:, :, 0] - known.unfold(0, 25, 1)[:, :-1]
    coming = part["next"][:, 0] - known[24:]
    assert coming.allclose(0.8 * (2.5 * swings[:, -1]).cos(), atol=1e-4)


def test_a_part_begins_after_the_last_value_of_the_one_before_it():
    training, validation, test = time_series(samples=210)
    for part in (training, validation, test):
        assert torch.equal(part["past"][1:, -1], part["next"][:-1])
    whole = [torch.cat([part["past"][0, :, 0], part["next"][:, 0]]) for part in (training, validation, test)]
    assert len(torch.cat(whole).unique()) == sum(len(each) for each in whole) == 210 + 24


def test_no_straight_line_comes_near_to_what_can_be_known():
    training, validation, _ = time_series(noise=0.1)

    def known(part):
        return torch.cat([part["past"][:, :, 0], torch.ones(len(part["past"]), 1)], dim=1)

    line = torch.linalg.lstsq(known(training), training["next"]).solution
    error = (known(validation) @ line - validation["next"]).square().mean().sqrt()
    assert error > 0.25
