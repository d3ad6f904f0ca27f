"""How much each class counts in a loss, so that rare ones are not forgotten."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import WHOLE
from builder.kinds.fitted_module import FittedModule


class ClassWeights(nn.Module):
    """Gives each class a weight for the loss: rare ones count more, as counted over the training part, or as typed.

    Wired from the labels to the weight of a loss. Counted, a class weighs as many times more than another as it is
    rarer; a class that never comes weighs as one that comes once.

    Args:
        num_classes: how many classes there are.
        weights: a number for each class, with commas between; empty, they are counted.

    Shape:
        - label: (*), whole numbers from 0
        - weight: (num_classes,)

    Reference:
        King and Zeng, "Logistic Regression in Rare Events Data", 2001.

    Example:
        >>> layer = ClassWeights(2)
        >>> layer.fit(torch.tensor([0, 0, 0, 1]))
        >>> layer(torch.tensor([1, 0]))
        tensor([0.6667, 2.0000])
    """

    weight: Tensor

    def __init__(self, num_classes: int, weights: str = "") -> None:
        super().__init__()
        typed = [float(number) for number in weights.split(",") if number.strip()]
        if typed and len(typed) != num_classes:
            raise ValueError(f"{len(typed)} weights are typed for {num_classes} classes")
        self.is_typed = bool(typed)
        self.register_buffer("weight", torch.tensor(typed) if typed else torch.ones(num_classes))

    def fit(self, label: Tensor) -> None:
        """Count the labels; those below 0 belong to no class."""
        if not self.is_typed:
            known = label[label >= 0].flatten()
            counts = torch.bincount(known, minlength=len(self.weight))[: len(self.weight)].clamp(min=1)
            self.weight.copy_(len(known) / (len(self.weight) * counts.double()))

    def forward(self, label: Tensor) -> Tensor:
        return self.weight


LAYER = FittedModule(
    ClassWeights,
    category="Losses",
    starts={"num_classes": 2},
    limits={"num_classes": (1, 1_000_000)},
    expects=WHOLE,
)
