import pytest
import torch

from builder.modules.linear_recurrence import linear_recurrence
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example({"input": random(3, 7, 2), "decay": uniform(3, 7, 2)})


@pytest.mark.parametrize("length", [1, 2, 5, 8, 13])
def test_it_gives_what_walking_through_time_gives(length):
    input, decay = random(2, length, 3).double(), uniform(2, length, 3, seed=1).double()
    state, walked = torch.zeros(2, 3, dtype=torch.double), []
    for t in range(length):
        state = decay[:, t] * state + input[:, t]
        walked.append(state)
    assert torch.allclose(linear_recurrence(input, decay), torch.stack(walked, dim=1), atol=1e-12)


def test_gradients_are_exact():
    input, decay = random(1, 5, 2).double().requires_grad_(), uniform(1, 5, 2).double().requires_grad_()
    assert torch.autograd.gradcheck(linear_recurrence, (input, decay))
