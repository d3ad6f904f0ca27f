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
        restart: a code that becomes fewer than so many vectors of a batch, on average, is moved to one of the vectors
            while training; 0 leaves all where they are, and many may never be used.

    Shape:
        - input: (N, embedding_dim, *)
        - output: (N, embedding_dim, *), the nearest codes
        - indices: (N, *), which codes they are
        - loss: (), to be added to the loss of the whole

    Reference:
        van den Oord, Vinyals and Kavukcuoglu, "Neural Discrete Representation Learning", 2017; for the restarts,
        Dhariwal et al., "Jukebox: A Generative Model for Music", 2020.

    Example:
        >>> output, indices, loss = VectorQuantizer(32, 8)(torch.randn(2, 8, 4, 4))
        >>> output.shape, indices.shape
        (torch.Size([2, 8, 4, 4]), torch.Size([2, 4, 4]))
    """

    used: Tensor

    def __init__(self, num_embeddings: int, embedding_dim: int, commitment: float = 0.25, restart: float = 0.0) -> None:
        super().__init__()
        self.commitment, self.restart = commitment, restart
        self.register_buffer("used", torch.zeros(num_embeddings) if restart else None)
        self.weight = nn.Parameter(torch.empty(num_embeddings, embedding_dim))
        nn.init.uniform_(self.weight, -1 / num_embeddings, 1 / num_embeddings)

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vectors = input.movedim(1, -1)  # (N, *, embedding_dim)
        if self.training and self.restart:
            self._restart(vectors.detach().flatten(0, -2))
        # The square of the distance, short of the vector's own square, which is the same for every code.
        distance = self.weight.square().sum(dim=-1) - 2 * vectors @ self.weight.T  # (N, *, num_embeddings)
        indices = distance.argmin(dim=-1)  # (N, *)
        if self.training and self.restart:
            became = torch.zeros_like(self.used).scatter_add_(0, indices.flatten(), self.used.new_ones(indices.numel()))
            self.used.lerp_(became, 0.03)
        codes = self.weight[indices]
        loss = F.mse_loss(codes, vectors.detach()) + self.commitment * F.mse_loss(vectors, codes.detach())
        output = vectors + (codes - vectors).detach()
        return output.movedim(-1, 1), indices, loss

    @torch.no_grad()
    def _restart(self, vectors: Tensor) -> None:
        """Move what is hardly used to vectors of this batch, and give it time."""
        is_dead = self.used < self.restart
        chosen = vectors[torch.randint(len(vectors), is_dead.shape, device=vectors.device)]
        self.weight.copy_(torch.where(is_dead[:, None], chosen.to(self.weight.dtype), self.weight))
        self.used.masked_fill_(is_dead, 1.0)


LAYER = OwnModule(
    VectorQuantizer,
    category="Generative",
    infer={"embedding_dim": channels},
    starts={"num_embeddings": 64},
    limits={"num_embeddings": (1, 10_000_000), "commitment": (0, 100), "restart": (0, 1_000)},
)
