import torch
from torch.nn import functional as F

from builder.modules.graph_attention import GraphAttention
from tests.builder.modules.example import Example, random

LINKS = torch.tensor([[0, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]])
EXAMPLE = Example(
    {"input": random(3, 4, 5), "adjacency": LINKS.expand(3, 4, 4)}, {"out_features": 6, "heads": 2}, {"in_features": 5}
)


def naive(layer, x, links):
    """Node by node, head by head, as the paper writes it."""
    features = layer.to_listener.shape[-1]
    rows = []
    for i in range(len(x)):
        heads = []
        for k in range(layer.heads):
            weight = layer.linear.weight[k * features : (k + 1) * features]
            a = torch.cat([layer.to_listener[k, 0], layer.to_speaker[k, 0]])
            near = [j for j in range(len(x)) if links[i, j] or i == j]
            scores = torch.stack([F.leaky_relu(a @ torch.cat([weight @ x[i], weight @ x[j]]), 0.2) for j in near])
            heads.append(sum(share * (weight @ x[j]) for share, j in zip(scores.softmax(0), near, strict=True)))
        rows.append(torch.cat(heads))
    return torch.stack(rows) + layer.bias


def test_it_gives_what_the_paper_writes_node_by_node():
    layer, x = GraphAttention(5, 3, heads=2), random(4, 5)
    assert torch.allclose(layer(x, LINKS), naive(layer, x, LINKS), atol=1e-5)


def test_a_batch_of_graphs_is_each_graph_by_itself():
    layer, x = GraphAttention(5, 3), random(2, 4, 5)
    links = torch.stack([LINKS, LINKS.T])
    assert torch.allclose(layer(x, links)[1], layer(x[1], LINKS.T), atol=1e-6)


def test_a_node_does_not_hear_nodes_that_it_is_not_linked_to():
    layer, x = GraphAttention(5, 3), random(4, 5)
    changed = x.clone()
    changed[2] += 1
    assert torch.equal(layer(changed, LINKS)[[0, 1, 3]], layer(x, LINKS)[[0, 1, 3]])
