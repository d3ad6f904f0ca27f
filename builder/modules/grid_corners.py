"""Corners of boxes that are told for each cell of a grid."""

from torch import Tensor


def grid_corners(input: Tensor) -> tuple[Tensor, Tensor]:
    """The upper left and the lower right corner: (N, 4, rows, columns) -> (N, 2, rows, columns) each.

    Example:
        >>> low, high = grid_corners(torch.tensor([0.5, 0.5, 0.2, 0.4]).view(1, 4, 1, 1))
        >>> low.flatten(), high.flatten()
        (tensor([0.4000, 0.3000]), tensor([0.6000, 0.7000]))
    """
    middle, half = input[:, :2], input[:, 2:] / 2
    return middle - half, middle + half


LAYER = None
