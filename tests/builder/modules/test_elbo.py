import pytest
import torch
from torch import distributions

import builder
from builder.compiler.measures import measures
from builder.modules.elbo import are_coded, elbo
from tests.builder.modules.example import Example, random, uniform
from tests.drawings import draw

EXAMPLE = Example(
    {"input": random(3, 5), "target": uniform(3, 5), "mean": random(3, 2), "log_variance": random(3, 2, seed=1)},
    {"likelihood": "logits"},
)
CODES = random(6, 2), random(6, 2, seed=1)


def by_torch(spread, target):
    """Reconstruction and KL, as torch's own distributions give them."""
    codes = distributions.Normal(CODES[0], (CODES[1] / 2).exp())
    beyond = distributions.kl_divergence(codes, distributions.Normal(0, 1)).sum(1).mean().item()
    return spread.log_prob(target).flatten(1).sum(1).mean().item(), beyond


@pytest.mark.parametrize("likelihood", ["normal", "probs", "logits"])
def test_its_parts_are_those_that_torchs_distributions_give(likelihood):
    said, right = random(6, 1, 3, 3), (random(6, 1, 3, 3, seed=5) > 0).float()
    if likelihood == "probs":
        said = said.sigmoid()
    spread = {
        "normal": lambda: distributions.Normal(said, 0.5),
        "probs": lambda: distributions.Bernoulli(said),
        "logits": lambda: distributions.Bernoulli(logits=said),
    }[likelihood]()
    known, beyond = by_torch(spread, right)
    told = {
        part: elbo(said, right, *CODES, likelihood, scale=0.5, part=part).item()
        for part in ("elbo", "reconstruction", "kl")
    }
    assert told["reconstruction"] == pytest.approx(known, rel=1e-4)
    assert told["kl"] == pytest.approx(beyond, rel=1e-4)
    assert told["elbo"] == pytest.approx(known - beyond, rel=1e-4)


def test_certain_and_wrong_has_a_figure():
    sure = torch.ones(2, 3)
    assert elbo(sure, 0 * sure, *(torch.zeros(2, 1) for _ in range(2)), likelihood="probs").item() == -300


def test_a_larger_bound_is_better_and_a_smaller_kl():
    nodes = {
        "data": "Curve",
        "code": ("Linear", {"out_features": 1}),
        "loss": "MSELoss",
        "objective": "Objective",
        "bound": "ELBO",
        "kl": ("ELBO", {"part": "kl"}),
    }
    edges = {"code.input": "data.x", "loss.input": "code.output", "loss.target": "data.y"}
    edges |= {"objective.loss": "loss.loss"}
    for node in ("bound", "kl"):
        edges |= {f"{node}.input": "code.output", f"{node}.target": "data.y"}
        edges |= {f"{node}.mean": "code.output", f"{node}.log_variance": "code.output"}
    drawn = draw(nodes, edges)
    assert not builder.check(drawn).problems
    assert measures(drawn) == {"loss": False, "bound": True, "kl": False}


def test_codes_of_other_samples_are_refused():
    with pytest.raises(ValueError, match="log-variance"):
        are_coded(random(3, 4), random(3, 4), random(3, 2), random(3, 1))
    with pytest.raises(ValueError, match="same shape"):
        are_coded(random(3, 4), random(3, 5), random(3, 2), random(3, 2))
