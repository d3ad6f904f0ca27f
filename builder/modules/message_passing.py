"""Message passing on a graph, conditioned on its edges."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import ADJACENCY, OwnModule
from builder.kinds.torch_layer import features


class MessagePassing(nn.Module):
    """Sends a learned message along every edge of a graph and updates each node with what it received.

    Message and update are small networks: m_ij = M(h_i, h_j, e_ij), h'_i = U(h_i, all m_ij together).

    Args:
        in_features: features of each node that come in.
        out_features: features of each node that go out.
        edge_features: features of each edge; 0 where edges are only there or not.
        hidden_features: size of a message.
        aggregation: how a node puts its messages together: "sum" or "mean".

    Shape:
        - input: (N, nodes, in_features) or (nodes, in_features)
        - adjacency: (N, nodes, nodes) or (nodes, nodes), the weight of the edge into i from j, 0 for none
        - edges: (N, nodes, nodes, edge_features) or (nodes, nodes, edge_features), features of each edge
        - output: (N, nodes, out_features) or (nodes, out_features)

    Raises:
        ValueError: aggregation is neither "sum" nor "mean", or the adjacency has not one row and one column
            for each node.

    Reference:
        Gilmer et al., "Neural Message Passing for Quantum Chemistry", 2017.

    Example:
        >>> layer = MessagePassing(4, 8, edge_features=3)
        >>> layer(torch.randn(5, 4), torch.ones(5, 5), torch.randn(5, 5, 3)).shape
        torch.Size([5, 8])
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        edge_features: int = 0,
        hidden_features: int = 64,
        aggregation: str = "sum",
    ) -> None:
        super().__init__()
        if aggregation not in ("sum", "mean"):
            raise ValueError(f'aggregation must be "sum" or "mean", got {aggregation!r}')
        self.aggregation = aggregation
        self.message = nn.Sequential(
            nn.Linear(2 * in_features + edge_features, hidden_features),
            nn.ReLU(),
            nn.Linear(hidden_features, hidden_features),
        )
        self.update = nn.Sequential(
            nn.Linear(in_features + hidden_features, hidden_features),
            nn.ReLU(),
            nn.Linear(hidden_features, out_features),
        )

    def forward(self, input: Tensor, adjacency: Tensor, edges: Tensor | None = None) -> Tensor:
        nodes = input.shape[-2]
        if adjacency.shape[-2:] != (nodes, nodes):
            raise ValueError(f"{nodes} nodes need an adjacency of {nodes} rows and columns")
        receiver = input.unsqueeze(-2).expand(*input.shape[:-1], nodes, -1)  # (N, nodes, nodes, in_features)
        sender = input.unsqueeze(-3).expand_as(receiver)
        ends = [receiver, sender]
        messages = self.message(torch.cat(ends if edges is None else [*ends, edges], dim=-1))
        weights = adjacency.to(input.dtype).unsqueeze(-1)  # (N, nodes, nodes, 1)
        received = (weights * messages).sum(dim=-2)  # (N, nodes, hidden_features)
        if self.aggregation == "mean":
            received = received / weights.sum(dim=-2).clamp(min=1e-12)
        output: Tensor = self.update(torch.cat([input, received], dim=-1))
        return output


LAYER = OwnModule(
    MessagePassing,
    category="Graphs",
    infer={
        "in_features": features,
        "edge_features": lambda inputs: inputs["edges"].shape[-1] if "edges" in inputs else 0,
    },
    starts={"out_features": 16},
    choices={"aggregation": ("sum", "mean")},
    limits={"out_features": (1, 1_000_000), "hidden_features": (1, 1_000_000)},
    expects={"adjacency": ADJACENCY},
)
