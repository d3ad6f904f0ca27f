"""Convolutions: small learned filters that slide over a signal, an image or a volume."""

from functools import partial
from typing import Any

from torch import nn

from builder.drawing.document import Value
from builder.kinds.expected import IMAGES
from builder.kinds.layer import Params, Tensors
from builder.kinds.shapes import SIGNALS, VOLUMES
from builder.kinds.spec import OnlyIf
from builder.kinds.torch_layer import TorchLayer, channels

FIRST = {"out_channels": 16, "kernel_size": 3}
LIMITS = {
    "out_channels": (1, 1_000_000),
    "kernel_size": (1, 1_000),
    "stride": (1, 1_000),
    "padding": (0, 1_000),
    "output_padding": (0, 1_000),
    "dilation": (1, 1_000),
    "groups": (1, 1_000_000),
}
convolution = partial(
    TorchLayer,
    category="Convolution",
    infer={"in_channels": channels},
    starts=FIRST,
    limits=LIMITS,
    only_if={"padding_mode": OnlyIf(field="padding", unless=(0, "valid"))},
)


class Transposed(TorchLayer):
    """A transposed convolution. Without storage torch doesn't look at ``output_padding``; on a device it does."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        extra, stride, dilation = (_per_axis(params[name]) for name in ("output_padding", "stride", "dilation"))
        if any(e >= max(s, d) for e, s, d in zip(extra, stride, dilation, strict=False)):
            raise ValueError("output_padding must be smaller than stride or dilation")
        return super().run(module, params, inputs)


def _per_axis(size: Value) -> tuple[int, ...]:
    return size if isinstance(size, tuple) else (int(size or 0),) * 3  # as many axes as there are at most


upscaling = partial(
    Transposed,
    category="Convolution",
    infer={"in_channels": channels},
    starts={**FIRST, "kernel_size": 2, "stride": 2},
    limits=LIMITS,
    hidden=frozenset({"padding_mode"}),
)

LAYERS = (
    convolution(
        nn.Conv1d,
        summary="Slides small learned filters along a signal and reports where each one matches.",
        expects=SIGNALS,
    ),
    convolution(
        nn.Conv2d,
        summary="Slides small learned filters over an image and reports where each one matches.",
        expects=IMAGES,
    ),
    convolution(
        nn.Conv3d,
        summary="Slides small learned filters through a volume or a video and reports where each one matches.",
        expects=VOLUMES,
    ),
    upscaling(
        nn.ConvTranspose1d,
        summary="Stretches a signal with learned filters: each value is painted as a small pattern.",
        expects=SIGNALS,
    ),
    upscaling(
        nn.ConvTranspose2d,
        summary="Enlarges an image with learned filters: each pixel is painted as a small pattern.",
        expects=IMAGES,
    ),
    upscaling(
        nn.ConvTranspose3d,
        summary="Enlarges a volume with learned filters: each point is painted as a small pattern.",
        expects=VOLUMES,
    ),
)
