"""Noise, cleared step by step."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.kinds.expected import REAL
from builder.kinds.layer import Params, Tensors
from builder.kinds.sampler import ANY, Inner, Sampler, like


def diffusion_sampler(
    predicted: Callable[..., Tensor],
    noisy: Callable[[Tensor, Tensor, Tensor], Tensor],
    data: Tensor,
    noise: Tensor,
    time: Tensor,
    chance: torch.Generator,
    last: float,
    condition: Tensor | None = None,
    steps: int = 40,
    predicts: str = "noise",
    method: str = "DDIM",
    guidance: float = 1.0,
    nothing: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """Makes samples out of noise: takes away, little by little, what the network sees of it at each time.

    How data are mixed with noise at a time is read off the drawing: the mixture is linear in both.

    Args:
        last: the last time, at which there is only noise; read off what draws the time.
        steps: in how many steps the noise is taken away.
        predicts: what the network sees in the mixture: the "noise", the "data", the "velocity" (signal x noise - noise
            level x data) or the "flow" (noise - data).
        method: "DDIM" adds nothing on the way; "DDPM" adds fresh noise at each step.
        guidance: how strongly the condition is followed; 1 is as learned, above that more.
        nothing: what the condition is where there is none, as in training without it.

    Shape:
        - predicted: (N, *), what the network sees in the mixture at a time
        - noisy: (N, *), data mixed with noise at a time
        - data: (N, *), what is mixed with noise
        - noise: (N, *), the noise that is mixed in
        - time: (N,) or (N, 1), whole numbers or a share
        - condition: (N, *), what the samples should be like
        - output: (N, *), samples
        - stages: (N, steps + 1, *), the samples at every step, noise first

    Reference:
        Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020; Song, Meng and Ermon, "Denoising
        Diffusion Implicit Models", 2021; Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022; Salimans and Ho,
        "Progressive Distillation for Fast Sampling of Diffusion Models", 2022, for velocity.
    """
    moments = torch.linspace(last, 0, steps)
    moments = moments if time.is_floating_point() else moments.round()

    def at(moment: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The time of a moment, and how much there is then of the data and of the noise."""
        now, nought, whole = torch.full_like(time, moment.item()), torch.zeros_like(data), torch.ones_like(data)
        return now, noisy(whole, nought, now), noisy(nought, whole, now)

    x = torch.randn(data.shape, generator=chance).to(data)
    stages = [x]
    now, signal, level = at(moments[0])
    for moment in moments[1:]:
        clear, fuzz = unmixed(x, seen_in(predicted, x, now, condition, guidance, nothing), signal, level, predicts)
        before, noise_before = signal, level
        now, signal, level = at(moment)
        fresh = torch.zeros_like(x)
        if method == "DDPM":
            share = 1 - (before * level / (signal * noise_before).clamp_min(1e-12)) ** 2
            fresh = level * share.clamp(0, 1).sqrt()
        x = signal * clear + (level**2 - fresh**2).clamp_min(0).sqrt() * fuzz
        if method == "DDPM":
            x = x + fresh * torch.randn(x.shape, generator=chance).to(x)
        stages.append(x)
    x, _ = unmixed(x, seen_in(predicted, x, now, condition, guidance, nothing), signal, level, predicts)
    return x, torch.stack([*stages, x], dim=1)


def seen_in(
    predicted: Callable[..., Tensor], x: Tensor, now: Tensor, condition: Tensor | None, guidance: float, nothing: float
) -> Tensor:
    """What the network sees in a mixture, drawn towards the condition."""
    if condition is None:
        return predicted(x, now)
    seen = predicted(x, now, condition)
    if guidance == 1:
        return seen
    without = predicted(x, now, torch.full_like(condition, nothing))
    return without + guidance * (seen - without)


def unmixed(x: Tensor, seen: Tensor, signal: Tensor, level: Tensor, predicts: str) -> tuple[Tensor, Tensor]:
    """The data and the noise that a mixture is made of, by what the network sees in it."""
    if predicts == "data":
        return seen, (x - signal * seen) / level.clamp_min(1e-3)
    if predicts == "velocity":
        return signal * x - level * seen, level * x + signal * seen
    if predicts == "flow":
        data = (x - level * seen) / (signal + level).clamp_min(1e-3)
        return data, data + seen
    return (x - level * seen) / signal.clamp_min(1e-3), seen


def _predict(inputs: Tensors, params: Params) -> tuple[Tensor, Tensor]:
    data, noisy, seen = inputs["data"], inputs["noisy"], inputs["predicted"]
    if not data.shape == noisy.shape == seen.shape:
        raise ValueError(
            f"data {tuple(data.shape)}, the noisy mixture {tuple(noisy.shape)} and what is predicted "
            f"{tuple(seen.shape)} must have one shape"
        )
    return like(data, *data.shape), like(data, len(data), int(str(params["steps"])) + 1, *data.shape[1:])


SAMPLER = Sampler(
    diffusion_sampler,
    type_name="DiffusionSampler",
    inner=(Inner("predicted", ("noisy", "time", "condition")), Inner("noisy", ("data", "noise", "time"))),
    predict=_predict,
    forms=lambda params: frozenset({"data", "noise", "time"}),
    follows=frozenset({"last"}),
    limits={"last": (0, 1_000_000), "steps": (1, 10_000), "guidance": (0, 100), "nothing": (None, None)},
    choices={"predicts": ("noise", "data", "velocity", "flow"), "method": ("DDIM", "DDPM")},
    expects={"predicted": REAL, "noisy": REAL, "data": REAL, "noise": REAL, "time": ANY, "condition": ANY},
)
