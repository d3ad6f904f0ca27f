"""How sure a judge is of what it sees."""

from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric


def certainty(input: Tensor) -> Tensor:
    """Tells how probable a judge finds the class that it chooses, on average: of clear samples about 1.

    Shape:
        - input: (N, classes), the scores of a judge for each sample
        - metric: (), from 1 / classes to 1

    Reference:
        Hendrycks and Gimpel, "A Baseline for Detecting Misclassified and Out-of-Distribution Examples in Neural
        Networks", 2017.

    Example:
        >>> certainty(torch.tensor([[0.0, 0.0], [0.0, 50.0]]))
        tensor(0.7500)
    """
    return input.float().softmax(dim=1).amax(dim=1).mean()


LAYER = OwnMetric(
    certainty,
    type_name="Certainty",
    unit="share",
    expects={"input": Expected((2,), "one score per class, of shape (N, classes)")},
)
