"""Mean average precision of a detector."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric
from builder.modules.box_iou import BOXES, box_iou
from builder.modules.mean_box_iou import are_boxes


def mean_average_precision(
    input: Tensor,
    scores: Tensor,
    target: Tensor,
    labels: Tensor | None = None,
    target_labels: Tensor | None = None,
    iou: str = "0.5",
) -> Tensor:
    """Tells how well a detector finds boxes and how rarely it is wrong, whatever score one begins to trust (mAP).

    As COCO counts it: for each class, the mean of the best precision at 101 recalls; the mean over the classes that
    there are; at most 100 boxes of a picture, the best ones. Boxes with a score of exactly 0, as a Multiply with what
    NonMaximumSuppression keeps leaves them, are not said. Right boxes without area, or with a negative label, are none;
    where there are only such, it is 0.

    Args:
        iou: how much a box must overlap with a right one to be a hit: 0.5, 0.75, or the mean over 0.5, 0.55 to 0.95.

    Shape:
        - input: (N, R, 4), the boxes that were said, as x1, y1, x2, y2
        - scores: (N, R), how sure each box is; 0 where there is none
        - target: (N, M, 4), the right boxes
        - labels: (N, R), which class each box was said to be
        - target_labels: (N, M), the right class of each
        - metric: (), from 0 to 1

    Reference:
        Lin et al., "Microsoft COCO: Common Objects in Context", 2014.

    Example:
        >>> right = torch.tensor([[[0.0, 0.0, 1.0, 1.0], [2.0, 2.0, 3.0, 3.0]]])
        >>> mean_average_precision(right[:, :1], torch.ones(1, 1), right)
        tensor(0.5050)
    """
    if labels is None or target_labels is None:
        labels, target_labels = torch.zeros_like(scores).long(), torch.zeros_like(target[..., 0]).long()
    bars = torch.arange(0.5, 0.96, 0.05, dtype=torch.float64) if ":" in iou else torch.tensor([float(iou)]).double()
    scores = scores.masked_fill(scores == 0, -torch.inf)
    order = scores.argsort(dim=1, descending=True, stable=True)[:, :100]  # (N, R)
    scores, labels = scores.gather(1, order), labels.gather(1, order)
    boxes = input.gather(1, order.unsqueeze(2).expand(-1, -1, 4))
    is_there = (target[..., 2:] > target[..., :2]).all(dim=-1) & (target_labels >= 0)  # (N, M)
    may_hit = (labels.unsqueeze(2) == target_labels.unsqueeze(1)) & is_there.unsqueeze(1)  # (N, R, M)
    overlap = box_iou(boxes.double(), target.double()).masked_fill(~may_hit, -1)
    hits = hits_of(overlap, bars.to(input.device))
    figures = [
        average_precision(scores[said], hits[:, said], int((is_there & (target_labels == label)).sum()))
        for label in target_labels[is_there].unique()
        for said in [(labels == label) & (scores > -torch.inf)]
    ]
    return torch.stack(figures).mean().float() if figures else torch.zeros((), device=input.device)


def hits_of(overlap: Tensor, bars: Tensor) -> Tensor:
    """Which boxes, from the best on, hit a right one that no better box has hit: (N, R, M), (bars,) -> (bars, N, R)."""
    many, places = overlap.shape[1:]
    is_free = overlap.new_ones(len(bars), len(overlap), places, dtype=torch.bool)
    hits = []
    for place in range(many):
        best, which = overlap[:, place].masked_fill(~is_free, -1).max(dim=-1)  # (bars, N)
        hits.append(best >= bars.unsqueeze(1) - 1e-9)
        is_hit = torch.arange(places, device=bars.device) == which.unsqueeze(-1)
        is_free = is_free & ~(is_hit & hits[-1].unsqueeze(-1))
    return torch.stack(hits, dim=-1)


def average_precision(scores: Tensor, hits: Tensor, wanted: int) -> Tensor:
    """The mean of the best precision at recalls 0, 0.01 to 1, of each bar: (boxes,), (bars, boxes) -> (bars,)."""
    right = hits[:, scores.argsort(descending=True, stable=True)].double().cumsum(dim=1)
    precision = right / torch.arange(1, len(scores) + 1, device=scores.device)
    best = precision.flip(1).cummax(dim=1).values.flip(1) if len(scores) else precision
    recalls = torch.linspace(0, 1, 101, dtype=torch.float64, device=scores.device).expand(len(hits), -1).contiguous()
    place = torch.searchsorted(right / wanted, recalls)
    return torch.cat([best, best.new_zeros(len(hits), 1)], dim=1).gather(1, place).mean(dim=1)


def are_detections(
    input: Tensor,
    scores: Tensor,
    target: Tensor,
    labels: Tensor | None = None,
    target_labels: Tensor | None = None,
    **params: object,
) -> None:
    """Raises: ValueError: the boxes, their scores and their labels are not of each other."""
    are_boxes(input, target)
    if scores.shape != input.shape[:2]:
        raise ValueError("every box needs one score")
    if (labels is None) != (target_labels is None):
        raise ValueError("labels are compared where both those of the boxes and the right ones are wired")
    shapes = [each.shape for each in (labels, target_labels) if each is not None]
    if shapes and shapes != [scores.shape, target.shape[:2]]:
        raise ValueError("every box needs one label")


ONE_EACH = Expected((2,), "one score per box, of shape (N, boxes)")
LABELS = Expected((2,), "one class per box, of shape (N, boxes)", "whole")
LAYER = OwnMetric(
    mean_average_precision,
    type_name="MeanAveragePrecision",
    unit="share",
    fits=are_detections,
    choices={"iou": ("0.5", "0.75", "0.5:0.95")},
    expects={"input": BOXES, "scores": ONE_EACH, "target": BOXES, "labels": LABELS, "target_labels": LABELS},
)
