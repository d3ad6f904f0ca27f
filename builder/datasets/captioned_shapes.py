"""CaptionedShapes: small pictures of one coloured shape, each told of in three words, drawn from a fixed seed."""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def captioned_shapes(samples: int = 3_500, seed: int = 0) -> Parts:
    """Pictures of a red, green or blue circle, square or triangle on light paper, in the left half or in the right one.

    Shape: image (N, 3, 16, 16) in 0..1; caption (N, 3), places in the list of `caption_words`, such as: red circle
    left; scene (N,), which of the 18 captions it is, in 0..17.
    """
    random = torch.Generator().manual_seed(seed)
    scene = torch.arange(samples) % 18
    words = torch.stack([scene // 6, scene // 2 % 3, scene % 2], dim=1)  # (N, 3): colour, shape, side
    half = 3.2 + 0.8 * torch.rand(samples, 1, 1, generator=random)
    stray = 2 * torch.rand(samples, 2, 1, 1, generator=random) - 1
    pixel = torch.arange(16.0) + 0.5
    right = pixel[None, None, :] - (4.5 + 7 * words[:, 2, None, None] + stray[:, 0])
    down = pixel[None, :, None] - (8 + 3 * stray[:, 1])
    inside = torch.stack(  # how far within its border a pixel lies, below 0 outside, (N, 3, 16, 16)
        [
            half - (right.square() + down.square()).sqrt(),
            0.88 * half - torch.maximum(right.abs(), down.abs()),
            torch.minimum(half - down, 0.894 * ((down + half) / 2 - right.abs())),
        ],
        dim=1,
    )
    ink = (inside[torch.arange(samples), words[:, 1]] + 0.5).clamp(0, 1)[:, None]
    paint = torch.tensor([[1.0, 0.1, 0.1], [0.1, 0.9, 0.1], [0.2, 0.3, 1.0]])[words[:, 0], :, None, None]
    whole = {"image": ink * paint + (1 - ink) * 0.95, "caption": words + first_words(), "scene": scene}
    return divided(whole, by_class(scene))


def first_words() -> Tensor:
    """Where colours, shapes and sides begin in the list of words. Shape: (3,)."""
    return torch.tensor([1, 4, 7])


def caption_words() -> list[str]:
    """All words of captions; the first one stands where nothing is told."""
    return ["_", "red", "green", "blue", "circle", "square", "triangle", "left", "right"]


def captions() -> list[str]:
    """All captions, in the order of scenes."""
    words = caption_words()
    return [f"{colour} {shape} {side}" for colour in words[1:4] for shape in words[4:7] for side in words[7:]]


DATASET = Dataset(
    captioned_shapes,
    type_name="CaptionedShapes",
    summary="Small pictures of a circle, a square or a triangle, each with its caption in three words.",
    fields=(
        DataField(
            "image",
            (3, 16, 16),
            kind="image",
            between=(0, 1),
            is_photo=True,
            help="Red, green and blue, each from 0 to 1: large ones are light.",
        ),
        DataField(
            "caption",
            (3,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(caption_words()),
            help="Colour, shape and side, one whole number per word, such as: red circle left.",
            time_axis=0,
        ),
        DataField(
            "scene",
            (),
            kind="label",
            dtype=torch.int64,
            classes=tuple(captions()),
            help="Which of the 18 captions it is.",
        ),
    ),
    params=(samples_param(3_500, most=20_000), SEED),
)
