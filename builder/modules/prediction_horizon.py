"""How long a predicted path stays near the true one."""

from torch import Tensor

from builder.kinds.own_module import SEQUENCES, OwnMetric
from builder.modules.token_f1 import place_by_place


def prediction_horizon(input: Tensor, target: Tensor, tolerance: float = 0.5) -> Tensor:
    """Tells for how many steps a predicted path stays near the true one, on average.

    Args:
        tolerance: the distance at which it is lost, in the units of the data.

    Shape:
        - input: (N, T, features), paths that were predicted
        - target: (N, T, features), the true ones
        - metric: (), a number of steps, T at most

    Reference:
        Vlachas et al., "Backpropagation Algorithms and Reservoir Computing in Recurrent Neural Networks for the
        Forecasting of Complex Spatiotemporal Dynamics", 2020, for the valid prediction time.

    Example:
        >>> prediction_horizon(torch.zeros(1, 4, 1), torch.tensor([[[0.0], [0.2], [0.7], [0.1]]]))
        tensor(2.)
    """
    is_near = (input.float() - target).square().sum(dim=-1).sqrt() <= tolerance  # (N, T)
    return is_near.int().cumprod(dim=1).sum(dim=1).float().mean()


LAYER = OwnMetric(
    prediction_horizon,
    type_name="PredictionHorizon",
    unit="steps",
    fits=place_by_place,
    limits={"tolerance": (0, 1e9)},
    expects={"input": SEQUENCES, "target": SEQUENCES},
)
