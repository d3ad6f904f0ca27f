"""How much a yes counts in a loss of yes and no."""

import torch
from torch import Tensor, nn

from builder.kinds.fitted_module import FittedModule
from builder.kinds.torch_layer import last_of


class PositiveWeights(nn.Module):
    """Gives each yes-or-no question how many times more a yes counts than a no: as counted over the training part.

    Wired from the targets to the pos_weight of BCEWithLogitsLoss. Counted, it is how many times more often the answer
    is no: then both answers count as much, all together.

    Args:
        num_questions: questions of each sample.
        weights: a number for each question, with commas between; empty, they are counted.

    Shape:
        - target: (*, num_questions), numbers from 0 (no) to 1 (yes)
        - pos_weight: (num_questions,)

    Reference:
        King and Zeng, "Logistic Regression in Rare Events Data", 2001.

    Example:
        >>> layer = PositiveWeights(1)
        >>> layer.fit(torch.tensor([[0.0], [0.0], [0.0], [1.0]]))
        >>> layer(torch.tensor([[1.0]]))
        tensor([3.])
    """

    pos_weight: Tensor

    def __init__(self, num_questions: int, weights: str = "") -> None:
        super().__init__()
        typed = [float(number) for number in weights.split(",") if number.strip()]
        if typed and len(typed) != num_questions:
            raise ValueError(f"{len(typed)} weights are typed for {num_questions} questions")
        self.is_typed = bool(typed)
        self.register_buffer("pos_weight", torch.tensor(typed) if typed else torch.ones(num_questions))

    def fit(self, target: Tensor) -> None:
        """Count the answers of each question."""
        if not self.is_typed:
            answers = target.reshape(-1, target.shape[-1]).double()
            yes = answers.sum(0)
            self.pos_weight.copy_((len(answers) - yes) / yes.clamp(min=1))

    def forward(self, target: Tensor) -> Tensor:
        return self.pos_weight


LAYER = FittedModule(PositiveWeights, category="Losses", infer={"num_questions": last_of("target")})
