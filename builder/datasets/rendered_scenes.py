"""RenderedScenes: grey pictures of a floor with balls and boxes on it, and how far away every pixel is.

Drawn on the spot from a fixed seed.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def rendered_scenes(samples: int = 1_400, noise: float = 0.02, seed: int = 0) -> Parts:
    """A tiled floor under a bright sky, and one to four balls and boxes standing on it.

    What is far away looks small, stands high in the picture and fades into haze; what is near hides what is behind it.
    Tiles are all equally large; balls and boxes are not, and the eye is 0.8 to 1.6 above the floor.

    Shape: image (N, 1, 32, 32), about 0 to 1; depth (N, 1, 32, 32), how far away each pixel is, 12 for the sky.
    Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)

    def between(low: float, high: float, many: int = 1) -> Tensor:
        return low + (high - low) * torch.rand(samples, many, 1, 1, generator=random)

    across = (torch.arange(32) + 0.5).view(1, 1, 1, 32) / 16 - 1
    down = (torch.arange(32) + 0.5).view(1, 1, 32, 1) / 16 - 1
    height, horizon = between(0.8, 1.6), between(-0.35, -0.05)
    is_floor = down > horizon  # (N, 1, 32, 1)
    depth = torch.where(is_floor, height / (down - horizon).clamp(min=1e-3), 12).clamp(max=12)
    aside, ahead = between(0, 6.3), between(0, 6.3)
    tiles = (2.2 * across * depth + aside).sin() * (2.2 * depth + ahead).sin()
    grey = torch.where(is_floor, 0.5 + 0.25 * tiles.sign(), 0.85)
    depth = depth.expand(-1, -1, -1, 32)

    away = between(1.5, 6, 4).sort(dim=1, descending=True).values
    x, size, shade = between(-0.8, 0.8, 4), between(0.5, 1.1, 4), between(0.2, 1, 4)
    is_ball, many = between(0, 1, 4) < 0.5, torch.arange(samples).view(-1, 1, 1, 1) % 4
    for each in range(4):  # from the farthest on: who is nearer is drawn over it
        far, half, ball = away[:, each, None], size[:, each, None], is_ball[:, each, None]
        seen = half / far
        right, below = (across - x[:, each, None]) / seen, (down - (horizon + height / far - seen)) / seen
        front = (1 - right.square() - below.square()).clamp(min=0).sqrt()
        light = 0.35 + 0.65 * (0.5 * front - 0.5 * below - 0.3 * right).clamp(0, 1)
        is_in = torch.where(ball, front > 0, (right.abs() < 0.9) & (below.abs() < 1))
        surface = torch.where(ball, far - 0.9 * half * front, far)
        inked = is_in & (surface < depth) & (each <= many)
        grey = torch.where(inked, shade[:, each, None] * torch.where(ball, light, 0.75 - 0.2 * (right > 0.3)), grey)
        depth = torch.where(inked, surface, depth)
    haze = (-0.12 * depth).exp()
    image = haze * grey + 0.6 * (1 - haze)
    image += noise * torch.randn(image.shape, generator=random)
    return divided({"image": image, "depth": depth}, by_number(samples))


DATASET = Dataset(
    rendered_scenes,
    type_name="RenderedScenes",
    summary="Balls and boxes on a floor, and how far away every pixel is.",
    fields=(
        DataField(
            "image", (1, 32, 32), kind="image", is_photo=True, help="Grey values, about 0 to 1: large ones are light."
        ),
        DataField(
            "depth", (1, 32, 32), between=(0.5, 12), help="For each pixel, how far away it is: the sky is 12 away."
        ),
    ),
    params=(
        samples_param(1_400, most=5_000),
        noise_param(0.02, "How far each value of a picture strays."),
        SEED,
    ),
)
