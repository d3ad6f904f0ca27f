"""Attention that overlooks some of what it sees while training."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import ANYTHING, REAL
from builder.kinds.own_module import OwnModule


class DropoutAttention(nn.Module):
    """Weighs values by how well each query matches each key, and leaves out some of the weights while training.

    Args:
        dropout_p: share of the weights that is set to zero at random while training.
        is_causal: whether a token sees only those before it and itself.

    Shape:
        - query: (N, *, queries, features)
        - key: (N, *, keys, features)
        - value: (N, *, keys, value features)
        - attn_mask: (*, queries, keys), true where looking is allowed, or a number to add to each score
        - output: (N, *, queries, value features)

    Reference:
        Vaswani et al., "Attention Is All You Need", 2017.

    Example:
        >>> DropoutAttention().eval()(torch.zeros(1, 1, 2), torch.zeros(1, 2, 2), torch.ones(1, 2, 2))
        tensor([[[1., 1.]]])
    """

    def __init__(self, dropout_p: float = 0.1, is_causal: bool = False) -> None:
        super().__init__()
        self.dropout_p, self.is_causal = dropout_p, is_causal

    def forward(self, query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None = None) -> Tensor:
        dropped = self.dropout_p if self.training else 0.0
        return F.scaled_dot_product_attention(query, key, value, attn_mask, dropped, self.is_causal)


LAYER = OwnModule(
    DropoutAttention,
    category="Attention",
    limits={"dropout_p": (0, 1)},
    expects={"query": REAL, "key": REAL, "value": REAL, "attn_mask": ANYTHING},
)
