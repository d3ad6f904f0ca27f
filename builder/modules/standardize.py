"""Features around 0, of one scale."""

import torch
from torch import Tensor, nn

from builder.kinds.fitted_module import FittedModule
from builder.kinds.shapes import CHANNELS
from builder.kinds.torch_layer import channels


class Standardize(nn.Module):
    """Brings each feature, or each channel, to mean 0 and standard deviation 1, as counted over the training part.

    What is counted stays as it is: validation, test and Try it are brought to the same scale. A feature that never
    changes is divided by 1. Also for a target: the loss is of a good size then, and Inverse brings the answer back.

    Args:
        num_features: features of each sample, or channels of a picture.

    Shape:
        - input: (N, num_features, *)
        - output: (N, num_features, *)

    Reference:
        LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998.

    Example:
        >>> layer = Standardize(1)
        >>> layer.fit(torch.tensor([[1.0], [3.0]]))
        >>> layer(torch.tensor([[1.0], [5.0]]))
        tensor([[-1.],
                [ 3.]])
    """

    mean: Tensor
    std: Tensor

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, input: Tensor) -> None:
        """Count over all samples, a few thousand at a time."""
        axes = [axis for axis in range(input.ndim) if axis != 1]
        many, parts = input.numel() // input.shape[1], input.split(4096)
        mean, squares = torch.zeros_like(self.mean).double(), torch.zeros_like(self.std).double()
        for part in parts:
            mean += part.double().sum(axes) / many
        for part in parts:
            squares += (part.double() - self._along(input, mean)).square().sum(axes)
        std = (squares / many).sqrt().to(self.std.dtype)
        changes = (input.amax(axes) > input.amin(axes)) & (std > 0)
        self.mean.copy_(mean)
        self.std.copy_(torch.where(changes, std, 1.0))

    def forward(self, input: Tensor) -> Tensor:
        return (input - self._along(input, self.mean)) / self._along(input, self.std)

    def inverse(self, output: Tensor) -> Tensor:
        """What came in, for what goes out."""
        return output * self._along(output, self.std) + self._along(output, self.mean)

    def _along(self, input: Tensor, value: Tensor) -> Tensor:
        return value.reshape(-1, *(1,) * (input.ndim - 2))  # (num_features, 1, ...)


LAYER = FittedModule(Standardize, category="Normalization", infer={"num_features": channels}, expects=CHANNELS)
