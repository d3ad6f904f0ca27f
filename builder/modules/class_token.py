"""A learned first element."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features


class ClassToken(nn.Module):
    """Puts one learned element before a sequence, in which a transformer can gather what the whole is about.

    Args:
        d_model: features of each element.

    Shape:
        - input: (N, T, d_model)
        - output: (N, T + 1, d_model)

    Reference:
        Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019.

    Example:
        >>> ClassToken(64)(torch.randn(2, 196, 64)).shape
        torch.Size([2, 197, 64])
    """

    def __init__(self, d_model: int) -> None:
        super().__init__()
        self.token = nn.Parameter(torch.zeros(d_model))

    def forward(self, input: Tensor) -> Tensor:
        first = self.token.expand(input.shape[0], 1, -1)
        return torch.cat([first, input], dim=1)


LAYER = OwnModule(
    ClassToken,
    category="Vision",
    infer={"d_model": features},
    expects=SEQUENCES,
)
