"""The invertible normalisation of Glow."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels


class ActNorm(nn.Module):
    """Scales and shifts each feature by learned amounts, and says how much volume grows; it can be undone.

    It starts as the identity, so that it does the same whichever batch comes first.

    Args:
        num_features: features of each sample, or channels of an image.

    Shape:
        - input: (N, num_features, *)
        - output: (N, num_features, *)
        - log_det: (N,), the logarithm of how much volume grows at each sample

    Reference:
        Kingma and Dhariwal, "Glow: Generative Flow with Invertible 1x1 Convolutions", 2018.

    Example:
        >>> output, log_det = ActNorm(3)(torch.randn(8, 3, 4, 4))
        >>> output.shape, log_det.shape
        (torch.Size([8, 3, 4, 4]), torch.Size([8]))
    """

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(num_features))
        self.shift = nn.Parameter(torch.zeros(num_features))

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        scale, shift = (self._along(input, value) for value in (self.log_scale.exp(), self.shift))
        places = input[0, 0].numel()
        return input * scale + shift, (places * self.log_scale.sum()).expand(len(input))

    def inverse(self, output: Tensor) -> Tensor:
        """What came in, for what goes out."""
        return (output - self._along(output, self.shift)) / self._along(output, self.log_scale.exp())

    def _along(self, images: Tensor, value: Tensor) -> Tensor:
        return value.reshape(-1, *(1,) * (images.ndim - 2))  # (num_features, 1, ...)


LAYER = OwnModule(ActNorm, category="Flows", infer={"num_features": channels})
