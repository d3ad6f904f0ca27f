import torch

from builder.modules.hopfield_memory import HopfieldMemory
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example({"input": random(3, 8).sign()}, {"steps": 2}, {"in_features": 8})


def stored(patterns):
    memory = HopfieldMemory(patterns.shape[1])
    memory(patterns)[1].backward()
    torch.optim.SGD(memory.parameters(), lr=1.0).step()
    return memory


def test_a_step_of_sgd_stores_by_hebbs_rule():
    patterns = random(3, 6).sign()
    weight = stored(patterns).weight
    for i in range(6):
        for j in range(6):
            expected = 0 if i == j else sum(p[i] * p[j] for p in patterns) / 3
            assert torch.allclose(weight[i, j], torch.as_tensor(expected, dtype=torch.float))


def test_it_completes_five_patterns_of_which_15_of_100_values_are_wrong():
    patterns = random(5, 100).sign()
    memory = stored(patterns)
    damaged = torch.where(uniform(5, 100) < 0.15, -patterns, patterns)
    recalled, _ = memory(damaged)
    assert (damaged == patterns).float().mean() < 0.9
    assert (recalled == patterns).float().mean() > 0.95


def test_an_empty_memory_leaves_patterns_as_they_are():
    patterns = random(2, 5).sign()
    assert torch.equal(HopfieldMemory(5)(patterns)[0], patterns)
