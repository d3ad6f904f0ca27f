"""How far a predicted path is from the true one."""

from torch import Tensor

from builder.kinds.own_module import SEQUENCES, OwnMetric
from builder.modules.token_f1 import place_by_place


def trajectory_error(input: Tensor, target: Tensor) -> Tensor:
    """Tells how far predicted paths are from the true ones: the root of the mean squared distance over all steps.

    Shape:
        - input: (N, T, features), paths that were predicted
        - target: (N, T, features), the true ones
        - metric: (), in the units of the data

    Reference:
        Lambert et al., "Investigating Compounding Prediction Errors in Learned Dynamics Models", 2022.

    Example:
        >>> trajectory_error(torch.zeros(1, 2, 2), torch.tensor([[[0.0, 0.0], [3.0, 4.0]]]))
        tensor(3.5355)
    """
    return (input.float() - target).square().sum(dim=-1).mean().sqrt()


LAYER = OwnMetric(
    trajectory_error,
    type_name="TrajectoryError",
    unit="number",
    fits=place_by_place,
    smaller_is_better=True,
    expects={"input": SEQUENCES, "target": SEQUENCES},
)
