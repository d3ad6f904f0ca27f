"""Graph attention."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.own_module import ADJACENCY, OwnModule
from builder.kinds.torch_layer import features


class GraphAttention(nn.Module):
    """Lets each node of a graph decide how much to listen to each of its neighbours (GAT).

    A node listens to itself too. The heads look separately; their answers are laid side by side.

    Args:
        in_features: features of each node that come in.
        out_features: features of each node that each head gives.
        heads: how many heads look separately.
        negative_slope: how much of a negative score is kept before the softmax.
        dropout: share of the attention that is set to zero at random while training.

    Shape:
        - input: (N, nodes, in_features) or (nodes, in_features)
        - adjacency: (N, nodes, nodes) or (nodes, nodes), not 0 where i listens to j
        - output: (N, nodes, heads x out_features) or (nodes, heads x out_features)

    Raises:
        ValueError: the adjacency has not one row and one column for each node.

    Reference:
        Velickovic et al., "Graph Attention Networks", 2018.

    Example:
        >>> GraphAttention(4, 8, heads=2)(torch.randn(5, 4), torch.ones(5, 5)).shape
        torch.Size([5, 16])
    """

    def __init__(
        self, in_features: int, out_features: int, heads: int = 1, negative_slope: float = 0.2, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.heads = heads
        self.negative_slope = negative_slope
        self.dropout = dropout
        self.linear = nn.Linear(in_features, heads * out_features, bias=False)
        self.to_listener = nn.Parameter(torch.empty(heads, 1, out_features))
        self.to_speaker = nn.Parameter(torch.empty(heads, 1, out_features))
        self.bias = nn.Parameter(torch.zeros(heads * out_features))
        for weight in (self.linear.weight, self.to_listener, self.to_speaker):
            nn.init.xavier_uniform_(weight)

    def forward(self, input: Tensor, adjacency: Tensor) -> Tensor:
        if adjacency.shape[-2:] != (input.shape[-2], input.shape[-2]):
            raise ValueError(f"{input.shape[-2]} nodes need an adjacency of {input.shape[-2]} rows and columns")
        values = self.linear(input).unflatten(-1, (self.heads, -1)).transpose(-3, -2)  # (N, heads, nodes, features)
        listener = (values * self.to_listener).sum(dim=-1)  # (N, heads, nodes)
        speaker = (values * self.to_speaker).sum(dim=-1)
        scores = F.leaky_relu(listener.unsqueeze(-1) + speaker.unsqueeze(-2), self.negative_slope)
        itself = torch.eye(input.shape[-2], dtype=torch.bool, device=input.device)
        linked = (adjacency != 0) | itself  # (N, nodes, nodes)
        attention = scores.masked_fill(~linked.unsqueeze(-3), float("-inf")).softmax(dim=-1)
        attention = F.dropout(attention, self.dropout, self.training)
        output: Tensor = (attention @ values).transpose(-3, -2).flatten(-2) + self.bias
        return output


LAYER = OwnModule(
    GraphAttention,
    category="Graphs",
    infer={"in_features": features},
    starts={"out_features": 8},
    limits={"out_features": (1, 1_000_000), "heads": (1, 1_000), "negative_slope": (0, 1), "dropout": (0, 1)},
    expects={"adjacency": ADJACENCY},
)
