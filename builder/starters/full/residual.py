"""Residual networks, as published."""

from __future__ import annotations

from builder.drawing.document import Block, Document, Value
from builder.kinds.starter import Cell, cell, grid
from builder.starters.full.pictures import POOL, looks


def _conv(at: int, channels: Value, kernel: int, stride: Value = 1) -> tuple[Cell, Cell]:
    """A convolution that keeps the size, but for its stride, and its batch norm."""
    size = {"kernel_size": kernel, "padding": kernel // 2, "stride": stride}
    return cell(f"conv{at}", "Conv2d", out_channels=channels, bias=False, **size), cell(f"norm{at}", "BatchNorm2d")


def residual(*, is_narrow: bool, is_fitted: bool) -> Block:
    """H(x) = F(x) + x, of two convolutions, or three of which the middle one is narrow; or with W x in place of x."""
    out: Value = "=4 * channels" if is_narrow else "=channels"
    convs: tuple[tuple[Cell, Cell], ...]
    if is_narrow:
        convs = _conv(1, "=channels", 1), _conv(2, "=channels", 3, "=stride"), _conv(3, out, 1)
    else:
        convs = _conv(1, "=channels", 3, "=stride"), _conv(2, out, 3)
    within = [part for at, pair in enumerate(convs, 1) for part in (*pair, cell(f"relu{at}", "ReLU"))][:-1]
    path = ["input", *(id for id, _ in within)]
    wires = dict(zip(path[1:], path, strict=False)) | {"skip.other": path[-1], "relu": "skip", "output": "relu"}
    fitted = _conv(0, out, 1, "=stride") if is_fitted else ()
    wires |= {"conv0": "input", "norm0": "conv0", "skip": "norm0"} if is_fitted else {"skip": "input"}
    ends = cell("skip", "Add"), cell("relu", "ReLU"), cell("output", "Output")
    between = [*fitted, *[None] * (len(within) - len(fitted))]
    return grid([cell("input", "Input"), *between, *ends], [None, *within], wires=wires, channels=64, stride=1)


def _resnet(times: tuple[int, ...], *, is_narrow: bool) -> Document:
    """Four stages of so many blocks: the first of each fits its skip to what becomes smaller or, at once, wider."""
    stages: list[Cell] = []
    for at, many in enumerate(times):
        channels, name, is_fitted = 64 * 2**at, f"stage{at + 1}", bool(at) or is_narrow
        if is_fitted:
            stages.append(cell(f"{name}_first", "Block", block="fitted", channels=channels, stride=2 if at else 1))
        stages.append(cell(name, "Repeat", block="usual", times=many - is_fitted, channels=channels))
    return looks(
        (3, 224, 224),
        1000,
        cell("conv1", "Conv2d", out_channels=64, kernel_size=7, stride=2, padding=3, bias=False),
        *(cell("norm1", "BatchNorm2d"), cell("relu1", "ReLU"), cell("pool1", "MaxPool2d", **POOL, padding=1)),
        *(*stages, cell("mean", "AdaptiveAvgPool2d", output_size=1), cell("flatten", "Flatten")),
        usual=residual(is_narrow=is_narrow, is_fitted=False),
        fitted=residual(is_narrow=is_narrow, is_fitted=True),
    )


def resnet18() -> Document:
    """ResNet-18: eight blocks of two convolutions."""
    return _resnet((2, 2, 2, 2), is_narrow=False)


def resnet50() -> Document:
    """ResNet-50: sixteen blocks that look through few channels."""
    return _resnet((3, 4, 6, 3), is_narrow=True)
