"""Bits per dimension of a density, such as that of a normalising flow."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric


def density_bits_per_dimension(input: Tensor, sample: Tensor, levels: int = 1) -> Tensor:
    """Tells how many bits it takes to write down each value of a sample, if one knows the network's density.

    Args:
        levels: how many steps values had before they were scaled to 0 to 1, such as 256 of pixels, whose logarithm is
            added; 1 for values that were never steps, and then it may be below 0.

    Shape:
        - input: (N,), the log-likelihood of each sample, as a natural logarithm
        - sample: (N, ...), the samples, whose values are counted
        - metric: (), in bits for each value

    Reference:
        Theis, van den Oord and Bethge, "A Note on the Evaluation of Generative Models", 2016.

    Example:
        >>> density_bits_per_dimension(torch.zeros(2), torch.rand(2, 1, 8, 8), levels=16)
        tensor(4.)
    """
    nats = -input.float().reshape(len(input), -1).sum(dim=1).mean() / max(1, sample[0].numel())
    return nats / 0.6931471805599453 + sample.new_tensor(levels).float().log2()  # log(2)


def of_each(input: Tensor, sample: Tensor, **params: object) -> None:
    """Raises: ValueError: there is not one log-likelihood for each sample."""
    if input.shape[0] != sample.shape[0] or input[0].numel() != 1:
        raise ValueError("there must be one log-likelihood for each sample, of shape (N,)")


LAYER = OwnMetric(
    density_bits_per_dimension,
    type_name="DensityBitsPerDimension",
    unit="bits/dim",
    fits=of_each,
    smaller_is_better=True,
    limits={"levels": (1, 16_777_216)},
)
