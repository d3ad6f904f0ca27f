"""Something else while training than afterwards."""

from torch import Tensor, nn

from builder.kinds.expected import ANYTHING
from builder.kinds.own_module import OwnModule


class TrainingSwitch(nn.Module):
    """Passes on one tensor while training, and another one otherwise.

    Both are computed at any time. A network that draws from a distribution to learn, and answers with its mean, has one
    here; so has one that leaves out whole branches at random while it learns.

    Shape:
        - training: (*), what is passed on while training
        - answering: (*), what is passed on otherwise
        - output: (*)

    Reference:
        Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.

    Example:
        >>> TrainingSwitch().eval()(torch.tensor([1.0]), torch.tensor([2.0]))
        tensor([2.])
    """

    def forward(self, training: Tensor, answering: Tensor) -> Tensor:
        return training if self.training else answering


LAYER = OwnModule(TrainingSwitch, category="Regularization", expects={"training": ANYTHING, "answering": ANYTHING})
