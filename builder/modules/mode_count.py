"""How many of the clouds of some data a generator has found."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric
from builder.modules.energy_distance import of_one_shape

CLOUDS = Expected((1,), "one label per sample, of shape (N,), whole numbers", "whole")


def mode_count(input: Tensor, target: Tensor, labels: Tensor, sigmas: float = 3.0) -> Tensor:
    """Counts in how many clouds of the data (modes) at least one sample that was made lies.

    The middle of a cloud, and its standard deviation along an axis, are those of the data with its label. It is meant
    for few axes: in many, hardly a point lies so near to a middle. Data with negative labels don't count.

    Args:
        sigmas: how many standard deviations from the middle a sample still lies in a cloud.

    Shape:
        - input: (N, ...), what was made, such as points
        - target: (M, ...), data of the same shape
        - labels: (M,), to which cloud each belongs
        - metric: (), how many clouds were found

    Reference:
        Metz, Poole, Pfau and Sohl-Dickstein, "Unrolled Generative Adversarial Networks", 2016.

    Example:
        >>> data, labels = torch.tensor([[0.0], [1.0], [9.0], [8.0]]), torch.tensor([0, 0, 1, 1])
        >>> mode_count(torch.tensor([[0.4], [0.6], [5.0]]), data, labels)
        tensor(1.)
    """
    return within_clouds(input, target, labels, sigmas).any(dim=0).sum().float()


def within_clouds(input: Tensor, target: Tensor, labels: Tensor, sigmas: float) -> Tensor:
    """Whether each sample lies in each cloud: (N, ...), (M, ...), (M,) -> (N, clouds)."""
    made, data = input.flatten(1).double(), target.flatten(1).double()
    clouds = [data[labels == label] for label in labels[labels >= 0].unique()]
    if not clouds:
        return made.new_zeros(len(made), 0, dtype=torch.bool)
    middle = torch.stack([cloud.mean(dim=0) for cloud in clouds])
    wide = torch.stack([cloud.var(dim=0, correction=0).mean().sqrt() for cloud in clouds])
    return torch.cdist(made, middle) <= sigmas * wide


LAYER = OwnMetric(
    mode_count,
    type_name="ModeCount",
    unit="modes",
    fits=of_one_shape,
    limits={"sigmas": (0, 100)},
    expects={"labels": CLOUDS},
)
