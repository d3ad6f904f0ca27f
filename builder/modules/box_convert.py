"""Boxes written down in another way."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction


def box_convert(input: Tensor, in_fmt: str = "cxcywh", out_fmt: str = "xyxy") -> Tensor:
    """Writes boxes down in another way, such as their corners in the place of centre and size.

    Args:
        in_fmt: how they come: xyxy (two corners), xywh (a corner, width and height) or cxcywh (centre, width, height).
        out_fmt: how they go.

    Shape:
        - input: (..., 4), boxes
        - output: (..., 4), the same boxes

    Raises:
        ValueError: what comes in is no boxes.

    Reference:
        Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge", 2010.

    Example:
        >>> box_convert(torch.tensor([[0.5, 0.5, 0.2, 0.4]]))
        tensor([[0.4000, 0.3000, 0.6000, 0.7000]])
    """
    if input.shape[-1] != 4:
        raise ValueError("a box is four numbers")
    place, size = input[..., :2], input[..., 2:]
    if in_fmt == "xyxy":
        size = size - place
    elif in_fmt == "cxcywh":
        place = place - size / 2
    if out_fmt == "xyxy":
        size = place + size
    elif out_fmt == "cxcywh":
        place = place + size / 2
    return torch.cat([place, size], dim=-1)


FORMATS = ("xyxy", "xywh", "cxcywh")
LAYER = OwnFunction(
    box_convert,
    type_name="BoxConvert",
    category="Vision",
    choices={"in_fmt": FORMATS, "out_fmt": FORMATS},
    expects=Expected((2, 3, 4, 5), "boxes, whose four numbers stand on the last axis"),
)
