"""A normalizing flow, run backwards."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.kinds.expected import REAL
from builder.kinds.layer import Params, Tensors
from builder.kinds.sampler import Inner, Sampler, like


def invert_flow(
    latent: Callable[[Tensor], Tensor], data: Tensor, chance: torch.Generator, temperature: float = 1.0
) -> Tensor:
    """Makes samples out of normally distributed noise: takes it back through every layer of a normalizing flow.

    Args:
        temperature: how far from 0 the noise is drawn, as a share of a standard normal distribution.

    Shape:
        - latent: (N, *), what the flow makes of the data, by layers that can be undone
        - data: (N, *), the data
        - output: (N, *), samples, in the form of the data

    Reference:
        Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.
    """
    return latent(temperature * torch.randn(data.shape, generator=chance).to(data))


def _predict(inputs: Tensors, params: Params) -> Tensor:
    if inputs["latent"].shape != inputs["data"].shape:
        raise ValueError("a flow keeps the shape of the data: what comes out of it has another one")
    return like(inputs["data"], *inputs["data"].shape)


SAMPLER = Sampler(
    invert_flow,
    type_name="InvertFlow",
    inner=(Inner("latent", ("data",), is_undone=True, is_raw=False),),
    predict=_predict,
    forms=lambda params: frozenset({"data"}),
    limits={"temperature": (0, 100)},
    expects={"latent": REAL, "data": REAL},
)
