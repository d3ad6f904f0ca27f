"""Features between 0 and 1."""

import torch
from torch import Tensor, nn

from builder.kinds.fitted_module import FittedModule
from builder.kinds.shapes import CHANNELS
from builder.kinds.torch_layer import channels


class MinMaxScale(nn.Module):
    """Brings each feature, or each channel, between 0 and 1, by the least and the largest value of the training part.

    What is counted stays as it is: validation, test and Try it are brought to the same scale, and may lie outside a
    little. A feature that never changes becomes 0. One single value that is far out presses all others together:
    Standardize minds that less. Inverse brings back what came in.

    Args:
        num_features: features of each sample, or channels of a picture.

    Shape:
        - input: (N, num_features, *)
        - output: (N, num_features, *)

    Reference:
        Han and Kamber, "Data Mining: Concepts and Techniques", 2000.

    Example:
        >>> layer = MinMaxScale(1)
        >>> layer.fit(torch.tensor([[1.0], [3.0]]))
        >>> layer(torch.tensor([[1.0], [2.0]]))
        tensor([[0.0000],
                [0.5000]])
    """

    low: Tensor
    span: Tensor

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.register_buffer("low", torch.zeros(num_features))
        self.register_buffer("span", torch.ones(num_features))

    def fit(self, input: Tensor) -> None:
        """Find the least and the largest value of each feature in all samples."""
        axes = [axis for axis in range(input.ndim) if axis != 1]
        low, high = input.amin(axes), input.amax(axes)
        self.low.copy_(low)
        self.span.copy_(torch.where(high > low, high - low, 1.0))

    def forward(self, input: Tensor) -> Tensor:
        return (input - self._along(input, self.low)) / self._along(input, self.span)

    def inverse(self, output: Tensor) -> Tensor:
        """What came in, for what goes out."""
        return output * self._along(output, self.span) + self._along(output, self.low)

    def _along(self, input: Tensor, value: Tensor) -> Tensor:
        return value.reshape(-1, *(1,) * (input.ndim - 2))  # (num_features, 1, ...)


LAYER = FittedModule(MinMaxScale, category="Normalization", infer={"num_features": channels}, expects=CHANNELS)
