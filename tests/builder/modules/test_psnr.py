import math

import pytest
import torch

import builder
from builder.modules.psnr import psnr
from tests.builder.modules.example import Example, uniform
from tests.drawings import draw

EXAMPLE = Example({"input": uniform(3, 1, 4, 4), "target": uniform(3, 1, 4, 4, seed=1)})


def test_it_is_the_mean_of_the_pictures_in_decibels():
    said, right = uniform(5, 2, 6, 7), uniform(5, 2, 6, 7, seed=1)
    each = [10 * math.log10(4 / (said[n] - right[n]).square().mean().item()) for n in range(5)]
    assert psnr(said, right, data_range=2).item() == pytest.approx(sum(each) / 5, rel=1e-5)


def test_half_the_mistake_is_6_dB_more():
    right = torch.zeros(1, 1, 4, 4)
    assert (psnr(right + 0.1, right) - psnr(right + 0.2, right)).item() == pytest.approx(20 * math.log10(2), rel=1e-5)


def test_without_a_mistake_it_is_100_dB():
    right = uniform(2, 1, 4, 4)
    assert psnr(right, right) == 100


@pytest.mark.parametrize(("scale", "most"), [({"factor": 2.0, "offset": -1.0}, 2.0), ({"factor": 1.0}, 1.0)])
def test_the_range_follows_from_what_the_target_can_be(scale, most):
    nodes = {"data": "Digits", "seen": ("Scale", scale), "flat": "Flatten", "fc": ("Linear", {"out_features": 64})}
    nodes |= {"loss": "MSELoss", "objective": "Objective", "psnr": "PSNR"}
    edges = {"seen.input": "data.image", "flat.input": "seen.output", "fc.input": "flat.output"}
    edges |= {"loss.input": "fc.output", "loss.target": "flat.output", "objective.loss": "loss.loss"}
    edges |= {"psnr.input": "fc.output", "psnr.target": "flat.output"}
    drawn = draw(nodes, edges)
    assert ("psnr(fc, flat, data_range=2.0)" in builder.compile(drawn).source) == (most == 2)
