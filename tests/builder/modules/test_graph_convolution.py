import networkx as nx
import numpy as np
import torch

from builder.modules.graph_convolution import GraphConvolution
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5, 4), "adjacency": torch.ones(3, 5, 5)}, {"out_features": 6}, {"in_features": 4})


def test_it_is_one_minus_the_normalised_laplacian_of_the_graph_with_loops():
    graph = nx.karate_club_graph()
    adjacency = torch.tensor(nx.to_numpy_array(graph, weight=None), dtype=torch.float)
    graph.add_edges_from((node, node) for node in graph)
    degrees = np.array([sum(1 for _ in graph.neighbors(node)) for node in graph])
    mixing = np.zeros((34, 34))
    for i, j in graph.edges:
        mixing[i, j] = mixing[j, i] = 1 / np.sqrt(degrees[i] * degrees[j])
    layer = GraphConvolution(3, 2)
    x = random(34, 3)
    expected = mixing @ x.numpy() @ layer.weight.detach().numpy()
    assert np.allclose(layer(x, adjacency).detach(), expected, atol=1e-5)


def test_renaming_the_nodes_renames_the_output():
    layer, x = GraphConvolution(3, 4), random(6, 3)
    adjacency = (random(6, 6) > 0).float()
    order = torch.tensor([3, 0, 5, 1, 2, 4])
    renamed = layer(x[order], adjacency[order][:, order])
    assert torch.allclose(renamed, layer(x, adjacency)[order], atol=1e-6)


def test_a_lonely_node_is_only_transformed():
    layer, x = GraphConvolution(3, 4), random(2, 3)
    assert torch.allclose(layer(x, torch.zeros(2, 2)), x @ layer.weight, atol=1e-6)
