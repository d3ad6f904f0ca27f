"""Graph convolution."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import ADJACENCY, OwnModule
from builder.kinds.torch_layer import features


class GraphConvolution(nn.Module):
    """Mixes the features of each node of a graph with those of its neighbours, weighed by their degrees (GCN).

    Every node counts as its own neighbour: H' = D^-1/2 (A + I) D^-1/2 H W + b.

    Args:
        in_features: features of each node that come in.
        out_features: features of each node that go out.
        bias: whether a learned value is added to each feature.

    Shape:
        - input: (N, nodes, in_features) or (nodes, in_features)
        - adjacency: (N, nodes, nodes) or (nodes, nodes), the weight of the edge into i from j, 0 for none
        - output: (N, nodes, out_features) or (nodes, out_features)

    Raises:
        ValueError: the adjacency has not one row and one column for each node.

    Reference:
        Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2017.

    Example:
        >>> ring = torch.eye(5).roll(1, 0) + torch.eye(5).roll(-1, 0)
        >>> GraphConvolution(4, 8)(torch.randn(5, 4), ring).shape
        torch.Size([5, 8])
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(in_features, out_features))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None
        nn.init.xavier_uniform_(self.weight)

    def forward(self, input: Tensor, adjacency: Tensor) -> Tensor:
        if adjacency.shape[-2:] != (input.shape[-2], input.shape[-2]):
            raise ValueError(f"{input.shape[-2]} nodes need an adjacency of {input.shape[-2]} rows and columns")
        linked = adjacency.to(input.dtype) + torch.eye(input.shape[-2], dtype=input.dtype, device=input.device)
        scale = linked.sum(dim=-1).clamp(min=1e-12).rsqrt()  # (N, nodes)
        mixing = scale.unsqueeze(-1) * linked * scale.unsqueeze(-2)  # (N, nodes, nodes)
        output = mixing @ (input @ self.weight)  # (N, nodes, out_features)
        return output if self.bias is None else output + self.bias


LAYER = OwnModule(
    GraphConvolution,
    category="Graphs",
    infer={"in_features": features},
    starts={"out_features": 16},
    limits={"out_features": (1, 1_000_000)},
    expects={"adjacency": ADJACENCY},
)
