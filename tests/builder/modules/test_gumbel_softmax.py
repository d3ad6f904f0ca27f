import torch

from builder.modules.gumbel_softmax import gumbel_softmax
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example({"input": random(3, 4), "noise": uniform(3, 4)})


def test_classes_are_chosen_as_often_as_their_softmax_says():
    scores = torch.tensor([1.0, 0.0, -1.0, 2.0])
    chosen = gumbel_softmax(scores.expand(100_000, 4), uniform(100_000, 4), hard=True).mean(dim=0)
    assert torch.allclose(chosen, scores.softmax(0), atol=0.01)


def test_a_soft_choice_adds_up_to_one_and_follows_the_formula():
    scores, noise = random(3, 4), uniform(3, 4)
    expected = torch.softmax((scores - torch.log(-torch.log(noise))) / 0.7, dim=-1)
    output = gumbel_softmax(scores, noise, tau=0.7)
    assert torch.allclose(output, expected, atol=1e-6)
    assert torch.allclose(output.sum(-1), torch.ones(3))


def test_a_hard_choice_has_the_gradient_of_the_soft_one():
    noise, weights = uniform(3, 4), random(3, 4, seed=1)
    gradients = []
    for hard in (False, True):
        scores = random(3, 4).requires_grad_()
        (gumbel_softmax(scores, noise, hard=hard) * weights).sum().backward()
        gradients.append(scores.grad)
    assert torch.allclose(*gradients)


def test_noise_of_exactly_0_or_1_is_no_trouble():
    noise = torch.tensor([[0.0, 1.0]], requires_grad=True)
    output = gumbel_softmax(torch.zeros(1, 2), noise)
    assert output.isfinite().all()
