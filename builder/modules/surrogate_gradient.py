"""A gradient of one's own choice."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction


def surrogate_gradient(output: Tensor, input: Tensor, slope: Tensor) -> Tensor:
    """Passes values on, and their gradient to another tensor, times a slope (surrogate gradient).

    What steps, spikes and rounds has no slope to learn from; here it is given one. With a slope of 1 the gradient
    passes straight through, with one below 0 it is reversed.

    Shape:
        - output: (*), the values
        - input: (*), what the gradient goes to
        - slope: (*), what it is multiplied by on the way
        - result: (*)

    Reference:
        Neftci, Mostafa and Zenke, "Surrogate Gradient Learning in Spiking Neural Networks", 2019.

    Example:
        >>> x = torch.tensor([0.4], requires_grad=True)
        >>> surrogate_gradient(x.round(), x, torch.tensor([2.0])).backward()
        >>> x.grad
        tensor([2.])
    """
    return output.detach() + slope.detach() * (input - input.detach())


LAYER = OwnFunction(surrogate_gradient, type_name="SurrogateGradient", category="Signal")
