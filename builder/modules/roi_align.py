"""Cuts regions out of feature maps."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction
from builder.modules.box_iou import BOXES


def roi_align(
    input: Tensor, boxes: Tensor, output_size: int = 7, spatial_scale: float = 1.0, sampling_ratio: int = 2
) -> Tensor:
    """Cuts boxes out of feature maps and brings each to the same size, reading between pixels where needed.

    Args:
        output_size: height and width of what is cut out.
        spatial_scale: size of a pixel of the image in pixels of the feature maps, such as 1/16.
        sampling_ratio: points read along each side of an output cell; their mean is its value.

    Shape:
        - input: (N, C, H, W)
        - boxes: (N, R, 4), boxes as x1, y1, x2, y2 in pixels of the image
        - output: (N, R, C, output_size, output_size)

    Raises:
        ValueError: what comes in is no boxes.

    Reference:
        He et al., "Mask R-CNN", 2017.

    Example:
        >>> roi_align(torch.randn(1, 3, 8, 8), torch.tensor([[[0.0, 0.0, 4.0, 4.0]]]), output_size=2).shape
        torch.Size([1, 1, 3, 2, 2])
    """
    if boxes.shape[-1] != 4:
        raise ValueError("a box is four numbers: x1, y1, x2, y2")
    height, width = input.shape[-2:]
    points = output_size * sampling_ratio
    share = (torch.arange(points, device=input.device) + 0.5) / points
    low, high = (boxes.unsqueeze(-1) * spatial_scale - 0.5).chunk(2, dim=2)  # the first pixel's middle is at 0
    x, y = (low + share * (high - low)).unbind(2)  # (N, R, points) each
    column, row = torch.broadcast_tensors(x.unsqueeze(-2), y.unsqueeze(-1))  # (N, R, points, points)
    column, row = column.flatten(1, 2), row.flatten(1, 2)  # (N, R x points, points)
    grid = torch.stack([(2 * column + 1) / width - 1, (2 * row + 1) / height - 1], dim=-1)
    read = F.grid_sample(input, grid, padding_mode="border", align_corners=False)  # (N, C, R x points, points)
    near = (column >= -1) & (column <= width) & (row >= -1) & (row <= height)  # farther out there is nothing
    mean = F.avg_pool2d(read * near.unsqueeze(1), sampling_ratio)
    cut: Tensor = mean.unflatten(2, (-1, output_size)).transpose(1, 2)
    return cut


LAYER = OwnFunction(
    roi_align,
    type_name="RoIAlign",
    category="Vision",
    limits={"output_size": (1, 1_000), "spatial_scale": (1e-6, 1_000), "sampling_ratio": (1, 100)},
    expects={"input": IMAGES, "boxes": BOXES},
)
