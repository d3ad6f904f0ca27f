"""One step of Hebb's rule, as arithmetic."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction


def hebbian_update(weight: Tensor, pre: Tensor, post: Tensor, lr: float = 0.1, decay: float = 0.0) -> Tensor:
    """Strengthens the weights between values that are active together, and gives the new weights.

    Gradients pass through it, so a network can learn how to use weights that change while it runs.

    Args:
        lr: how much one step adds.
        decay: the share of the old weights that is lost.

    Shape:
        - weight: (N, out, in), the weights of each sample
        - pre: (N, in), what goes into the weights
        - post: (N, out), what comes out of them
        - output: (N, out, in), the new weights

    Reference:
        Ba et al., "Using Fast Weights to Attend to the Recent Past", 2016.

    Example:
        >>> hebbian_update(torch.zeros(1, 1, 2), torch.tensor([[1.0, -1.0]]), torch.tensor([[2.0]]), lr=0.5)
        tensor([[[ 1., -1.]]])
    """
    return (1 - decay) * weight + lr * post.unsqueeze(-1) * pre.unsqueeze(-2)


LAYER = OwnFunction(
    hebbian_update, type_name="HebbianUpdate", category="Local learning", limits={"lr": (0, 1_000), "decay": (0, 1)}
)
