import pytest
import torch

from builder.modules.message_passing import MessagePassing
from tests.builder.modules.example import Example, random

WEIGHTS = torch.tensor([[0.0, 2.0, 0.0], [1.0, 0.0, 0.5], [0.0, 0.0, 0.0]])
EXAMPLE = Example(
    {"input": random(2, 3, 4), "adjacency": WEIGHTS.expand(2, 3, 3), "edges": random(2, 3, 3, 2)},
    {"out_features": 5, "hidden_features": 8},
    {"in_features": 4, "edge_features": 2},
)


@pytest.mark.parametrize("aggregation", ["sum", "mean"])
def test_it_gives_what_sending_each_message_by_itself_gives(aggregation):
    layer = MessagePassing(4, 5, edge_features=2, hidden_features=8, aggregation=aggregation)
    x, edges = random(3, 4), random(3, 3, 2)
    rows = []
    for i in range(3):
        received = torch.zeros(8)
        for j in range(3):
            received += WEIGHTS[i, j] * layer.message(torch.cat([x[i], x[j], edges[i, j]]))
        if aggregation == "mean" and WEIGHTS[i].sum():
            received /= WEIGHTS[i].sum()
        rows.append(layer.update(torch.cat([x[i], received])))
    assert torch.allclose(layer(x, WEIGHTS, edges), torch.stack(rows), atol=1e-5)


def test_edges_need_no_features():
    layer = MessagePassing(4, 5)
    assert layer(random(2, 3, 4), WEIGHTS.expand(2, 3, 3)).shape == (2, 3, 5)
