"""Pictures in a mirror."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnModule


class RandomFlip(nn.Module):
    """While training, mirrors each picture with some probability.

    At evaluation it passes everything on. The label stays; masks, boxes and points that belong to the picture are not
    mirrored along. Letters and digits mean something else in a mirror: leave them as they are.

    Args:
        p: how likely a picture is mirrored.
        direction: "horizontal" changes left and right, "vertical" up and down.

    Shape:
        - input: (N, C, H, W)
        - output: (N, C, H, W)

    Reference:
        Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.

    Example:
        >>> RandomFlip(p=1.0)(torch.tensor([[[[1.0, 2.0, 3.0]]]]))
        tensor([[[[3., 2., 1.]]]])
    """

    def __init__(self, p: float = 0.5, direction: str = "horizontal") -> None:
        super().__init__()
        self.p, self.axis = p, 3 if direction == "horizontal" else 2

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return input
        is_flipped = torch.rand(len(input), 1, 1, 1, device=input.device) < self.p
        return torch.where(is_flipped, input.flip(self.axis), input)


LAYER = OwnModule(
    RandomFlip,
    category="Augmentation",
    limits={"p": (0, 1)},
    choices={"direction": ("horizontal", "vertical")},
    expects=IMAGES,
)
