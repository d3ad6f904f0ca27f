"""The codebook of VQ-VAE."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels


class VectorQuantizer(nn.Module):
    """Replaces every vector by the nearest one of a learned codebook (VQ-VAE).

    Gradients pass straight through to what came in; the loss moves the codes to the vectors and the
    vectors to their codes.

    Args:
        num_embeddings: how many codes there are.
        embedding_dim: features of a vector and of a code.
        commitment: how strongly the vectors are drawn to their codes.

    Shape:
        - input: (N, embedding_dim, *)
        - output: (N, embedding_dim, *), the nearest codes
        - indices: (N, *), which codes they are
        - loss: (), to be added to the loss of the whole

    Reference:
        van den Oord, Vinyals and Kavukcuoglu, "Neural Discrete Representation Learning", 2017.

    Example:
        >>> output, indices, loss = VectorQuantizer(32, 8)(torch.randn(2, 8, 4, 4))
        >>> output.shape, indices.shape
        (torch.Size([2, 8, 4, 4]), torch.Size([2, 4, 4]))
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, commitment: float = 0.25) -> None:
        super().__init__()
        self.commitment = commitment
        self.weight = nn.Parameter(torch.empty(num_embeddings, embedding_dim))
        nn.init.uniform_(self.weight, -1 / num_embeddings, 1 / num_embeddings)

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vectors = input.movedim(1, -1)  # (N, *, embedding_dim)
        # The square of the distance, short of the vector's own square, which is the same for every code.
        distance = self.weight.square().sum(dim=-1) - 2 * vectors @ self.weight.T  # (N, *, num_embeddings)
        indices = distance.argmin(dim=-1)  # (N, *)
        codes = self.weight[indices]
        loss = F.mse_loss(codes, vectors.detach()) + self.commitment * F.mse_loss(vectors, codes.detach())
        output = vectors + (codes - vectors).detach()
        return output.movedim(-1, 1), indices, loss


LAYER = OwnModule(
    VectorQuantizer,
    category="Generative",
    infer={"embedding_dim": channels},
    starts={"num_embeddings": 64},
    limits={"num_embeddings": (1, 10_000_000), "commitment": (0, 100)},
)
