"""Pictures painted one pixel after the other."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.layer import Params, Tensors
from builder.kinds.sampler import Inner, Sampler, like
from builder.samplers.parts.choosing import chosen


def generate_pixels(
    scores: Callable[[Tensor], Tensor],
    into: Tensor,
    chance: torch.Generator,
    kept: int = 0,
    low: float = 0.0,
    high: float = 1.0,
    temperature: float = 1.0,
) -> Tensor:
    """Paints pictures pixel by pixel, row after row: each is drawn by the scores that those before it give it.

    Args:
        kept: how many of the first pixels are those of a given picture.
        low: the value of the lowest level, where pixels are no whole numbers.
        high: the value of the highest level, where pixels are no whole numbers.
        temperature: below 1 the probable levels are chosen more often, above 1 less often; 0 takes the most probable.

    Shape:
        - scores: (N, C, H, W), one score for the higher of two levels, or (N, levels, H, W) for one channel
        - into: (N, C, H, W), the picture that the scores are computed from; while painting, what is there so far
        - output: (N, C, H, W), the pictures

    Reference:
        Van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", 2016.
    """
    picture = into.clone()
    height, width = into.shape[2:]
    for place in range(kept, height * width):
        row, column = divmod(place, width)
        told = scores(picture)[:, :, row, column]  # (N, C) or (N, levels)
        if told.shape[1] == into.shape[1]:
            levels, told = 2, torch.stack([torch.zeros_like(told), told], dim=-1)  # (N, C, 2)
        else:
            levels, told = told.shape[1], told[:, None]  # (N, 1, levels)
        level = chosen(told.flatten(0, 1), chance, temperature, 0, 1.0).reshape(told.shape[:2])
        if into.is_floating_point():
            level = low + level.to(into.dtype) / (levels - 1) * (high - low)
        picture[:, :, row, column] = level
    return picture


def _predict(inputs: Tensors, params: Params) -> Tensor:
    into, scores = inputs["into"], inputs["scores"]
    if scores.shape[2:] != into.shape[2:] or (scores.shape[1] != into.shape[1] and into.shape[1] != 1):
        raise ValueError(
            f"scores {tuple(scores.shape)} don't fit a picture {tuple(into.shape)}: one score for each pixel or, "
            "for pictures of one channel, one for each level"
        )
    return like(into, *into.shape)


SAMPLER = Sampler(
    generate_pixels,
    type_name="GeneratePixels",
    inner=(Inner("scores", ("into",)),),
    predict=_predict,
    forms=lambda params: frozenset() if params["kept"] else frozenset({"into"}),
    limits={"kept": (0, 1_000_000), "temperature": (0, 100), "low": (None, None), "high": (None, None)},
    expects={
        "scores": Expected((4,), "scores of shape (N, levels, H, W)"),
        "into": Expected((4,), "pictures of shape (N, C, H, W)", "number"),
    },
)
