"""How far samples are from data, as a whole."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnMetric


def energy_distance(input: Tensor, target: Tensor) -> Tensor:
    """Tells how far what was made is from the data as a whole: 0 only where both are spread alike.

    Twice the mean distance between the two, less the mean distances within each. At most the first 2,000 of each are
    compared. In many axes, as of pictures, it sees how values are spread better than how they go together.

    Shape:
        - input: (N, ...), what was made: points, pictures, any values
        - target: (M, ...), data of the same shape
        - metric: (), a distance in the units of the data; of two lots of the same data it is a little above 0

    Reference:
        Székely and Rizzo, "Energy Statistics: A Class of Statistics Based on Distances", 2013.

    Example:
        >>> energy_distance(torch.tensor([[0.0], [0.0]]), torch.tensor([[3.0], [3.0]]))
        tensor(6.)
    """
    made, data = (rows[:2000].flatten(1).float() for rows in (input, target))
    return 2 * mean_distance(made, data) - mean_distance(made, made) - mean_distance(data, data)


def mean_distance(rows: Tensor, others: Tensor) -> Tensor:
    """The mean Euclidean distance of all pairs, each exact: (N, D), (M, D) -> ()."""
    return torch.cdist(rows, others, compute_mode="donot_use_mm_for_euclid_dist").mean()


def of_one_shape(input: Tensor, target: Tensor, *labels: Tensor, **params: object) -> None:
    """Raises: ValueError: what was made has another shape than the data, or there is not one label for each."""
    if input.dim() < 2 or input.shape[1:] != target.shape[1:]:
        raise ValueError("what was made and the data must have the same shape, sample by sample")
    if any(each.shape != target.shape[:1] for each in labels):
        raise ValueError("every sample of the data needs one label")


LAYER = OwnMetric(energy_distance, type_name="EnergyDistance", unit="number", fits=of_one_shape, smaller_is_better=True)
