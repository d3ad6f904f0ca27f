"""Series, continued step by step."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.layer import Params, Tensors
from builder.kinds.sampler import Inner, Sampler, like


def rollout(
    predicted: Callable[[Tensor], Tensor],
    into: Tensor,
    chance: torch.Generator,
    context: int,
    kept: int | None = None,
    length: int | None = None,
    spread: float = 0.0,
) -> Tensor:
    """Continues series step by step: what the network expects next is taken as if it had been measured.

    Args:
        context: how many steps the network sees.
        kept: how many of the first steps are given.
        length: how many steps are made; left out, as many as are seen in all, after a beginning by hand as many again.
        spread: the standard deviation of noise that is added to each step.

    Shape:
        - predicted: (N, T, features) or (N, T), what follows each step, or (N, features) or (N,), what follows all
        - into: (N, T, features) or (N, T), the series; while it is continued, what is there so far
        - output: (N, kept + length, features) or (N, kept + length), what was given and what was made

    Reference:
        Williams and Zipser, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks", 1989.
    """
    series = into if kept is None else into[:, :kept]
    room = context if kept is None else context - kept
    for _ in range(room if length is None else length):
        seen = series[:, -context:]
        last = seen.shape[1] - 1
        shown = torch.cat([seen, seen[:, -1:].expand(-1, context - seen.shape[1], *seen.shape[2:])], dim=1)
        told = predicted(shown)
        told = told[:, last] if told.ndim == into.ndim and told.shape[1] == context else told.reshape(into[:, 0].shape)
        if spread > 0:
            told = told + spread * torch.randn(told.shape, generator=chance).to(told)
        series = torch.cat([series, told[:, None]], dim=1)
    return series


def _predict(inputs: Tensors, params: Params) -> Tensor:
    into, kept, length = inputs["into"], params["kept"], params["length"]
    assert isinstance(kept, int)
    predicted = inputs["predicted"]
    if predicted.shape != into.shape and predicted[0].numel() != into[0, 0].numel():
        raise ValueError(
            f"what is predicted {tuple(predicted.shape)} must be one step for each step of the series "
            f"{tuple(into.shape)}, or the one that follows all"
        )
    many = kept + length if isinstance(length, int) else into.shape[1]
    return like(into, len(into), many, *into.shape[2:])


SAMPLER = Sampler(
    rollout,
    type_name="Rollout",
    inner=(Inner("predicted", ("into",)),),
    predict=_predict,
    begins="into",
    infer={"context": lambda inputs: inputs["into"].shape[1]},
    starts={"kept": 1},
    limits={"kept": (1, 100_000), "length": (1, 100_000), "spread": (0, 1_000)},
    expects={
        "predicted": Expected((1, 2, 3), "what follows, of shape (N, T, features), (N, T) or (N, features)"),
        "into": Expected((2, 3), "series of shape (N, T) or (N, T, features)"),
    },
)
