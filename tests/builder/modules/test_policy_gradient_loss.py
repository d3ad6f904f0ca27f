import torch

from builder.modules.policy_gradient_loss import policy_gradient_loss
from tests.builder.modules.example import Example, random

EXAMPLE = Example(
    {
        "scores": random(4, 5, 3),
        "action": torch.arange(20).reshape(4, 5) % 3,
        "advantage": random(4, 5, seed=1),
        "going": torch.ones(4, 5),
    }
)


def test_it_is_the_mean_of_what_each_action_earned_times_its_logarithm():
    scores, advantage, action = random(6, 3), random(6, seed=1), torch.tensor([0, 2, 1, 1, 0, 2])
    terms = [-scores[row].softmax(0)[action[row]].log() * advantage[row] for row in range(6)]
    loss = policy_gradient_loss(scores, action, advantage, entropy=0.0, normalised=False)
    assert torch.allclose(loss, sum(terms) / 6)


def test_what_came_after_the_end_of_an_episode_does_not_count():
    scores, advantage, action = random(2, 4, 3), random(2, 4, seed=1), torch.zeros(2, 4, dtype=torch.int64)
    going = torch.tensor([[1.0, 1, 0, 0], [1, 1, 0, 0]])
    whole = policy_gradient_loss(scores, action, advantage, going)
    assert torch.allclose(whole, policy_gradient_loss(scores[:, :2], action[:, :2], advantage[:, :2]))


def test_the_lever_that_pays_is_pulled_more_often():
    torch.manual_seed(0)
    scores = torch.zeros(2, requires_grad=True)
    for _ in range(40):
        action = torch.multinomial(scores.detach().softmax(0), 32, replacement=True)
        loss = policy_gradient_loss(scores.expand(32, 2), action, action.float())
        scores.data -= torch.autograd.grad(loss, scores)[0]
    assert scores.softmax(0)[1] > 0.9


def test_entropy_is_worth_something_where_nothing_was_earned():
    scores = torch.tensor([[2.0, 0.0]], requires_grad=True)
    loss = policy_gradient_loss(scores, torch.tensor([0]), torch.zeros(1), entropy=1.0)
    (slope,) = torch.autograd.grad(loss, scores)
    assert slope[0, 0] > 0 > slope[0, 1]
