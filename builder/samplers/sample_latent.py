"""What a decoder makes of codes drawn by chance."""

from collections.abc import Callable

import torch
from torch import Tensor

from builder.kinds.expected import REAL
from builder.kinds.sampler import Inner, Sampler


def sample_latent(
    decoded: Callable[[Tensor], Tensor], code: Tensor, chance: torch.Generator, temperature: float = 1.0
) -> Tensor:
    """Makes samples out of codes drawn by chance, as a variational autoencoder does: codes are normally distributed.

    Args:
        temperature: how far from 0 the codes are drawn, as a share of how far they are in training.

    Shape:
        - decoded: (N, *), what the decoder makes of a code
        - code: (N, *), the code
        - output: (N, *), samples, in the form of what is decoded

    Reference:
        Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
    """
    return decoded(temperature * torch.randn(code.shape, generator=chance).to(code))


SAMPLER = Sampler(
    sample_latent,
    type_name="SampleLatent",
    inner=(Inner("decoded", ("code",), is_raw=False),),
    predict=lambda inputs, params: inputs["decoded"],
    forms=lambda params: frozenset({"code"}),
    limits={"temperature": (0, 100)},
    expects={"decoded": REAL, "code": REAL},
)
