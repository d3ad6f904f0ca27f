import pytest
import torch

import builder
from builder.checker import analyzer
from builder.modules.gmdh_layer import GMDHLayer
from tests.builder.modules.example import Example, random, uniform
from tests.builder.modules.test_in_a_drawing import shown
from tests.drawings import draw

EXAMPLE = Example({"input": random(3, 4)}, {"keep": 5}, {"num_features": 4}, {"target": random(3, 1, seed=1)})


def fitted(input, target, keep=3):
    layer = GMDHLayer(input.shape[1], keep)
    layer.fit(input, target)
    return layer


def test_it_finds_the_pair_that_a_formula_is_made_of_and_its_numbers():
    input = 2 * uniform(100, 4) - 1
    _, v, u, _ = input.split(1, 1)
    target = 1 + 2 * v - 3 * u + 4 * v * u - 5 * v * v + 6 * u * u
    layer = fitted(input, target)
    assert layer.pairs[0].tolist() == [1, 2]
    assert torch.allclose(layer.weights[0], torch.tensor([1.0, 2, -3, 4, -5, 6]), atol=1e-5)
    output, best = layer(input)
    assert torch.allclose(best, target, atol=1e-4)
    assert torch.equal(best, output[:, :1])


def test_its_numbers_are_settled_on_every_other_sample_and_the_order_on_those_between():
    input = random(60, 3)
    target = (input[:, :1] * input[:, 1:2]).clone()
    target[1::2] = input[1::2, 2:].square()  # what chooses wants something else than what settles
    layer = fitted(input, target)
    u, v = input[::2, layer.pairs[0]].unbind(1)
    terms = torch.stack([torch.ones_like(u), u, v, u * v, u * u, v * v], 1)
    least = torch.linalg.lstsq(terms, target[::2]).solution[:, 0]
    assert torch.allclose(layer.weights[0], least, atol=1e-4)
    errors = (layer(input)[0][1::2] - target[1::2]).square().mean(0)
    assert errors.tolist() == sorted(errors.tolist())


def test_what_is_no_better_than_what_came_in_is_not_added():
    truth = random(200, 1)
    input = torch.cat([random(200, 2, seed=1), truth], 1)
    layer = fitted(input, truth, keep=4)
    output, best = layer(input)
    assert torch.equal(best, truth)
    assert (layer.pairs[:, 0] == layer.pairs[:, 1]).all()
    assert layer.pairs[0, 0] == layer.pairs[3, 0] == 2  # of three inputs, the first comes again
    assert fitted(output, truth, keep=4).pairs[0].tolist() in ([0, 0], [3, 3])


def test_before_it_is_fitted_it_passes_on_what_comes_in():
    input = random(5, 3)
    assert torch.equal(GMDHLayer(3, keep=3)(input)[0], input)


def test_a_single_input_has_no_pairs_and_goes_on_as_it_is():
    input = random(20, 1)
    assert torch.equal(fitted(input, input.square())(input)[1], input)


@pytest.mark.parametrize(
    ("target", "hint"),
    [(random(9, 2), "The target is one number for each sample, of shape (N, 1)."), (random(9), "an Unsqueeze")],
    ids=["two numbers", "no axis"],
)
def test_a_target_of_another_shape_is_refused_in_words(monkeypatch, target, hint):
    data = shown({"numbers": random(9, 4), "wanted": target})
    monkeypatch.setattr(analyzer, "CATALOG", {**builder.CATALOG, "Shown": data})
    wires = {"it.input": "data.numbers", "it.target": "data.wanted"}
    problems = builder.check(draw({"data": "Shown", "it": "GMDHLayer"}, wires)).problems
    (problem,) = [problem for problem in problems if problem.node == "it"]
    assert (problem.code, problem.port) == ("shape_mismatch", "target")
    assert hint in problem.hint
