import pytest
import torch
from torch import nn

from builder.modules.ask_gradient import ask_gradient
from builder.modules.gradient_penalty import gradient_penalty
from tests.builder.modules.example import Example, random

SCORED = random(3, 4).requires_grad_()
EXAMPLE = Example({"score": SCORED.square().sum(1, keepdim=True), "input": SCORED})


def test_it_is_the_formula_of_the_paper_sample_by_sample():
    scored, critic = ask_gradient(random(5, 3)), nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
    slopes = [torch.autograd.functional.jacobian(critic, sample).flatten() for sample in scored.detach()]
    expected = sum((slope.norm() - 1) ** 2 for slope in slopes) / 5
    assert torch.allclose(gradient_penalty(critic(scored), scored), expected, atol=1e-5)


def test_the_critic_learns_to_be_less_steep():
    critic = nn.Linear(3, 1)
    scored = ask_gradient(random(5, 3))
    gradient_penalty(critic(scored), scored, target=0.0).backward()
    assert torch.allclose(critic.weight.grad, 2 * critic.weight, atol=1e-5)


@pytest.mark.parametrize("score", [random(3).requires_grad_(), random(3)])
def test_a_score_of_something_else_is_refused_in_words(score):
    with pytest.raises(ValueError, match="AskGradient"):
        gradient_penalty(score, random(3, 2).requires_grad_())


def test_where_nothing_is_learned_it_is_nothing():
    with torch.inference_mode():
        assert gradient_penalty(random(3), random(3, 2)).item() == 0
