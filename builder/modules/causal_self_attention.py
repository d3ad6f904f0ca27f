"""The self-attention of GPT."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features


class CausalSelfAttention(nn.Module):
    """Lets each element of a sequence gather what it needs from itself and the elements before it (GPT).

    Args:
        n_embd: features of each element.
        n_head: how many heads look separately; they share the features evenly.
        dropout: share of the attention and of the output that is set to zero at random while training.
        bias: whether the linear layers add learned values.

    Shape:
        - input: (N, T, n_embd)
        - output: (N, T, n_embd)

    Raises:
        ValueError: n_embd can't be divided among n_head heads.

    Reference:
        Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.

    Example:
        >>> CausalSelfAttention(16, n_head=4)(torch.randn(2, 10, 16)).shape
        torch.Size([2, 10, 16])
    """

    def __init__(self, n_embd: int, n_head: int = 4, dropout: float = 0.0, bias: bool = True) -> None:
        super().__init__()
        if n_embd % n_head:
            raise ValueError(f"n_embd={n_embd} can't be divided among n_head={n_head} heads")
        self.n_head = n_head
        self.dropout = dropout
        self.c_attn = nn.Linear(n_embd, 3 * n_embd, bias=bias)  # queries, keys and values in one
        self.c_proj = nn.Linear(n_embd, n_embd, bias=bias)

    def forward(self, input: Tensor) -> Tensor:
        heads = self.c_attn(input).unflatten(-1, (3, self.n_head, -1))  # (N, T, 3, n_head, head_dim)
        q, k, v = heads.permute(2, 0, 3, 1, 4)  # (N, n_head, T, head_dim) each
        dropout = self.dropout if self.training else 0.0
        gathered = F.scaled_dot_product_attention(q, k, v, dropout_p=dropout, is_causal=True)
        output: Tensor = self.c_proj(gathered.transpose(1, 2).flatten(2))
        return F.dropout(output, dropout)


LAYER = OwnModule(
    CausalSelfAttention,
    category="Attention",
    infer={"n_embd": features},
    limits={"n_head": (1, 10_000), "dropout": (0, 1)},
    expects=SEQUENCES,
)
