"""A gradient that is turned around."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction


def gradient_reversal(input: Tensor, factor: float = 1.0) -> Tensor:
    """Passes values on as they are, and gradients back with their sign turned (domain-adversarial training).

    What comes before learns to make the task behind it harder: features that do not tell where a sample comes from.

    Args:
        factor: what the turned gradient is multiplied by.

    Shape:
        - input: (*)
        - output: (*)

    Reference:
        Ganin and Lempitsky, "Unsupervised Domain Adaptation by Backpropagation", 2015.

    Example:
        >>> x = torch.tensor([3.0], requires_grad=True)
        >>> gradient_reversal(x, factor=0.5).backward()
        >>> x.grad
        tensor([-0.5000])
    """
    return input.detach() - factor * (input - input.detach())


LAYER = OwnFunction(gradient_reversal, type_name="GradientReversal", category="Signal")
