"""How many of the samples of a generator are good."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.energy_distance import of_one_shape
from builder.modules.mode_count import CLOUDS, within_clouds


def high_quality_share(input: Tensor, target: Tensor, labels: Tensor, sigmas: float = 3.0) -> Tensor:
    """Tells the share of samples that were made which lie in some cloud of the data, not between them.

    The middle of a cloud, and its standard deviation along an axis, are those of the data with its label. It is meant
    for few axes: in many, hardly a point lies so near to a middle. Data with negative labels don't count.

    Args:
        sigmas: how many standard deviations from the middle a sample still lies in a cloud.

    Shape:
        - input: (N, ...), what was made, such as points
        - target: (M, ...), data of the same shape
        - labels: (M,), to which cloud each belongs
        - metric: (), from 0 to 1

    Reference:
        Srivastava et al., "VEEGAN: Reducing Mode Collapse in GANs using Implicit Variational Learning", 2017.

    Example:
        >>> data, labels = torch.tensor([[0.0], [1.0], [9.0], [8.0]]), torch.tensor([0, 0, 1, 1])
        >>> high_quality_share(torch.tensor([[0.4], [5.0]]), data, labels)
        tensor(0.5000)
    """
    return within_clouds(input, target, labels, sigmas).any(dim=1).float().mean()


LAYER = OwnMetric(
    high_quality_share,
    type_name="HighQualityShare",
    unit="share",
    fits=of_one_shape,
    limits={"sigmas": (0, 100)},
    expects={"labels": CLOUDS},
)
