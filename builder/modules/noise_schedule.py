"""How much of a picture is left at each time of a diffusion."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected


def noise_schedule(steps: int, schedule: str = "cosine") -> Tensor:
    """Gives, for each time of a diffusion, the share of the signal's variance that is left, falling to about 0.

    It is the running product of 1 - beta, known as alpha bar.

    Args:
        steps: how many times there are.
        schedule: "cosine", which falls smoothly, or "linear", in which beta grows evenly, as in the first DDPM.

    Shape:
        - output: (steps,)

    Raises:
        ValueError: schedule is none of these.

    Reference:
        Nichol and Dhariwal, "Improved Denoising Diffusion Probabilistic Models", 2021.

    Example:
        >>> (100 * noise_schedule(4)).round()
        tensor([85., 49., 14.,  0.])
    """
    if schedule == "cosine":
        time = torch.linspace(0, 1, steps + 1)
        level = (((time + 0.008) / 1.008) * (torch.pi / 2)).cos().square()
        beta = (1 - level[1:] / level[:-1]).clamp(max=0.999)
    elif schedule == "linear":
        beta = (torch.linspace(0.1, 20, steps) / steps).clamp(max=0.999)  # 0.0001 to 0.02 in 1000 steps
    else:
        raise ValueError(f"schedule must be cosine or linear, got {schedule!r}")
    return (1 - beta).cumprod(dim=0)


TIME = Expected((1, 2), "one whole number per sample, of shape (N,) or (N, 1)", "whole")
LAYER = None  # no node by itself: the steps of a diffusion use it
