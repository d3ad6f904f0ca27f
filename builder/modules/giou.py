"""How far one box is off another."""

from torch import Tensor


def giou_off(low: Tensor, high: Tensor, first: Tensor, last: Tensor, axis: int) -> Tensor:
    """1 less the overlap of two boxes, and more where they are apart (1 - GIoU), by their corners.

    ``low`` and ``high`` are of the one, ``first`` and ``last`` of the other; right and down lie along ``axis``, which
    the answer has no longer.

    Reference:
        Rezatofighi et al., "Generalized Intersection over Union: A Metric and a Loss for Bounding Box
        Regression", 2019.

    Example:
        >>> corners = torch.zeros(2), torch.tensor([2.0, 1.0]), torch.zeros(2), torch.tensor([2.0, 2.0])
        >>> giou_off(*corners, axis=0)
        tensor(0.5000)
    """
    both = box_area((high.minimum(last) - low.maximum(first)).clamp(min=0), axis)
    either = box_area((high - low).clamp(min=0), axis) + box_area(last - first, axis) - both
    around = box_area(high.maximum(last) - low.minimum(first), axis)
    return 1 - both / either.clamp(min=1e-9) + (around - either) / around.clamp(min=1e-9)


def box_area(sides: Tensor, axis: int) -> Tensor:
    """Width by height."""
    return sides.select(axis, 0) * sides.select(axis, 1)


LAYER = None
