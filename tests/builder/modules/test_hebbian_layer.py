import pytest
import torch
from sklearn.decomposition import PCA

from builder.modules.hebbian_layer import HebbianLayer
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4)}, {"out_features": 2}, {"in_features": 4})


@pytest.mark.parametrize("decay", [0.0, 1.0])
def test_a_step_of_sgd_is_the_rule(decay):
    layer, x = HebbianLayer(4, 3, decay), random(5, 4)
    before = layer.weight.detach().clone()
    expected = torch.zeros(3, 4)
    for sample in x:
        post = before @ sample
        for i in range(3):
            for j in range(4):
                held_back = sum(post[k] * before[k, j] for k in range(3))
                expected[i, j] += 0.1 * (post[i] * sample[j] - decay * post[i] * held_back) / 5
    layer(x)[1].backward()
    torch.optim.SGD(layer.parameters(), lr=0.1).step()
    assert torch.allclose(layer.weight - before, expected, atol=1e-6)


def test_with_decay_it_finds_the_first_principal_component():
    data = random(500, 3) * torch.tensor([1.0, 3.0, 0.5]) @ torch.linalg.qr(random(3, 3, seed=1)).Q
    torch.manual_seed(0)
    layer = HebbianLayer(3, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.02)
    for _ in range(200):
        optimizer.zero_grad()
        layer(data)[1].backward()
        optimizer.step()
    component = torch.tensor(PCA(1).fit(data.numpy()).components_[0])
    assert torch.cosine_similarity(layer.weight[0], component, dim=0).abs() > 0.99
    assert layer.weight.norm().item() == pytest.approx(1, abs=0.01)
