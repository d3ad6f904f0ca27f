"""Signals: frequencies, sizes and gradients of whole tensors."""

from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import ANY_TENSOR, REAL, Expected
from builder.kinds.fields import INPUT, OUTPUT, AlongAxis, axis, of_one
from builder.kinds.spec import OnlyIf, Param, Port
from builder.kinds.tensor_function import TensorFunction

signal = partial(of_one, category="Signal", expects={"input": REAL})
along = partial(AlongAxis, category="Signal", inputs=(INPUT,), output=OUTPUT, expects={"input": REAL})
LAST = Param(name="dim", kind="int", default=-1, minimum=-8, maximum=7, help="The axis that holds the signal.")
LENGTH = Param(
    name="n", kind="int", minimum=1, maximum=100_000_000, help="The length of the signal; follows from the input."
)


def rfft(input: Tensor, dim: int = -1) -> tuple[Tensor, Tensor]:
    """The frequencies of a real signal: their cosine and sine parts, of half its length plus one."""
    spectrum = torch.fft.rfft(input, dim=dim)
    return spectrum.real, spectrum.imag


def irfft(real: Tensor, imag: Tensor, n: int | None = None, dim: int = -1) -> Tensor:
    """The real signal that has these frequencies."""
    signal: Tensor = torch.fft.irfft(torch.complex(real, imag), n=n, dim=dim)
    return signal


def _resized(input: Tensor, size: int | tuple[int, ...], mode: str, align_corners: bool) -> Tensor:
    return F.interpolate(input, size, mode=mode, align_corners=align_corners or None)


LAYERS = (
    signal(
        rfft,
        type_name="Fourier",
        summary="Takes a signal apart into its frequencies: cosine parts and sine parts.",
        output=(Port(name="real"), Port(name="imag")),
        params=(LAST,),
    ),
    signal(
        irfft,
        type_name="InverseFourier",
        summary="Builds a signal from the cosine and sine parts of its frequencies.",
        inputs=(
            Port(name="real", accepts=ANY_TENSOR, help="The cosine parts."),
            Port(name="imag", accepts=ANY_TENSOR, help="The sine parts."),
        ),
        params=(LENGTH, LAST),
        expects={"real": REAL, "imag": REAL},
    ),
    signal(
        F.interpolate,
        predict=_resized,
        type_name="Interpolate",
        summary="Brings a signal or an image to a size by repeating or blending its values.",
        params=(
            Param(
                name="size", kind="size", required=True, minimum=1, maximum=10_000, help="The new size of each axis."
            ),
            Param(
                name="mode",
                kind="choice",
                default="nearest",
                choices=("nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact"),
                help="How new values come from old ones; bilinear suits images.",
            ),
            Param(
                name="align_corners",
                kind="bool",
                default=False,
                only_if=(OnlyIf(field="mode", among=("linear", "bilinear", "bicubic", "trilinear")),),
                help="Whether the outermost values stay where they are, instead of the edges of the pixels.",
            ),
        ),
        starts={"size": 8},
        expects={"input": Expected((3, 4, 5), "signals, images or volumes of shape (N, channels, ...)")},
    ),
    signal(
        F.normalize,
        type_name="Normalize",
        summary="Scales vectors to length 1, so that only their direction is left.",
        params=(
            Param(name="p", kind="float", default=2.0, minimum=0.1, help="2 makes the length 1; 1 the sum of sizes."),
            Param(name="dim", kind="int", default=1, minimum=-8, maximum=7, help="The axis that holds the vectors."),
        ),
    ),
    along(
        torch.cumsum,
        type_name="Cumsum",
        summary="Adds up values along an axis, step by step.",
        params=(axis(),),
        starts={"dim": -1},
    ),
    along(
        torch.cumprod,
        type_name="Cumprod",
        summary="Multiplies values along an axis, step by step.",
        params=(axis(),),
        starts={"dim": -1},
    ),
    TensorFunction(
        torch.detach,
        type_name="Detach",
        category="Signal",
        summary="Passes values on and stops learning here: nothing before it is changed by what follows.",
        docs="A target that the network makes itself, or a critic that must not train the actor, is taken from here."
        "\n\nShape:\n    - input: any\n    - output: that of input",
        inputs=(INPUT,),
        output=OUTPUT,
        expects={"input": REAL},
    ),
)
