"""The angle between what a linear layer looks at and the principal components of its data."""

import torch
from torch import Tensor

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnMetric


def subspace_angle(input: Tensor, target: Tensor) -> Tensor:
    """Tells the angle between the directions that linear codes look along and the principal components of the data.

    The directions follow from codes and data by least squares; of k codes, their span is compared with that of the
    first k principal components, and the largest principal angle told. Fewer directions than codes are at 90 degrees.

    Shape:
        - input: (N, k), linear codes of the data, such as what HebbianLayer gives
        - target: (N, features), the data that they are codes of
        - metric: (), in degrees, from 0 to 90

    Reference:
        Björck and Golub, "Numerical Methods for Computing Angles Between Linear Subspaces", 1973.

    Example:
        >>> data = torch.tensor([[4.0, 0.0], [-4.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
        >>> subspace_angle(data.sum(dim=1, keepdim=True), data)
        tensor(45.)
    """
    codes, data = (rows.flatten(1).double() for rows in (input, target))
    codes, data = codes - codes.mean(dim=0), data - data.mean(dim=0)
    many = min(codes.shape[1], data.shape[1])
    parts = torch.linalg.svd(data, full_matrices=False).Vh[:many].T  # (features, k)
    looks, strength, _ = torch.linalg.svd(torch.linalg.pinv(data) @ codes, full_matrices=False)
    is_one = strength > 1e-9 * strength.max().clamp(min=1e-30)
    cosines = torch.linalg.svdvals((looks * is_one)[:, :many].T @ parts)
    return torch.rad2deg(cosines.min().clamp(0, 1).arccos()).float()


def of_as_many(input: Tensor, target: Tensor, **params: object) -> None:
    """Raises: ValueError: there is not one code for each sample."""
    if input.shape[0] != target.shape[0]:
        raise ValueError("every sample of the data needs a code")


LAYER = OwnMetric(
    subspace_angle,
    type_name="SubspaceAngle",
    unit="°",
    fits=of_as_many,
    smaller_is_better=True,
    expects={"input": FEATURES, "target": FEATURES},
)
