"""Networks that look at a picture and score classes, as published."""

from __future__ import annotations

from collections.abc import Sequence

from builder.drawing.document import Block, Document
from builder.kinds.starter import Cell, cell, grid

COLUMNS = 8
POOL = {"kernel_size": 3, "stride": 2}


def looks(shape: tuple[int, ...], classes: int, *layers: Cell, **blocks: Block) -> Document:
    """A network that scores the classes of a picture, layer by layer; blocks go from ``input`` to ``output``.

    Noise stands for the pictures, which nobody ships: shapes and parameters are those of the paper.
    """
    label = cell("label", "RandomIntegers", high=classes), cell("truth", "Select", dim=1, index=0)
    cells = [cell("image", "Noise", shape=shape), *layers, cell("scores", "Linear", out_features=classes)]
    judges = [*label, cell("loss", "CrossEntropyLoss"), cell("objective", "Objective"), cell("answer", "Output")]
    rows = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
    ids = [id for id, _ in cells]
    wires = dict(zip(ids[1:], ["image.noise", *ids[1:-1]], strict=True))
    wires |= {
        "loss": "scores",
        "truth": "label.integers",
        "loss.target": "truth",
        "objective.loss": "loss.loss",
        "answer": "scores",
    }
    return Document(blocks={"main": grid(*rows, judges, wires=wires), **blocks})


def conv(id: str, channels: int, kernel: int, **more: int) -> tuple[Cell, Cell]:
    """A convolution and its ReLU."""
    return cell(id, "Conv2d", out_channels=channels, kernel_size=kernel, **more), cell(f"{id}_relu", "ReLU")


def dense(id: str, features: int) -> tuple[Cell, Cell]:
    """A fully connected layer and its ReLU."""
    return cell(id, "Linear", out_features=features), cell(f"{id}_relu", "ReLU")


def lenet() -> Document:
    """LeNet-5 in its modern form: ReLU and max pooling, and all maps of S2 lead to all of C3."""
    return looks(
        (1, 28, 28),
        10,
        *(*conv("c1", 6, 5, padding=2), cell("s2", "MaxPool2d", kernel_size=2)),
        *(*conv("c3", 16, 5), cell("s4", "MaxPool2d", kernel_size=2), cell("flatten", "Flatten")),
        *(*dense("c5", 120), *dense("f6", 84)),
    )


def alexnet() -> Document:
    """AlexNet, grouped as published: two graphics cards held half of the channels each."""
    return looks(
        (3, 227, 227),
        1000,
        *(*conv("conv1", 96, 11, stride=4), cell("pool1", "MaxPool2d", **POOL)),
        *(*conv("conv2", 256, 5, padding=2, groups=2), cell("pool2", "MaxPool2d", **POOL)),
        *(*conv("conv3", 384, 3, padding=1), *conv("conv4", 384, 3, padding=1, groups=2)),
        *(*conv("conv5", 256, 3, padding=1, groups=2), cell("pool5", "MaxPool2d", **POOL), cell("flatten", "Flatten")),
        *(*dense("fc6", 4096), *dense("fc7", 4096)),
    )


def vgg16() -> Document:
    """VGG-16: thirteen convolutions of 3 x 3 and three fully connected layers."""
    layers: list[Cell] = []
    for stage, (channels, times) in enumerate(((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)), start=1):
        for number in range(1, times + 1):
            layers += conv(f"conv{stage}_{number}", channels, 3, padding=1)
        layers.append(cell(f"pool{stage}", "MaxPool2d", kernel_size=2))
    head = (cell("flatten", "Flatten"), *dense("fc6", 4096), *dense("fc7", 4096))
    return looks((3, 224, 224), 1000, *layers, *head)


def vit_b16() -> Document:
    """ViT-B/16: twelve layers over 196 patches and a class token."""
    attends = cell(
        "attends", "TransformerEncoderLayer", nhead=12, dim_feedforward=3072, activation="gelu", norm_first=True
    )
    layer = grid(
        [cell("input", "Input"), attends, cell("output", "Output")],
        wires={"attends.src": "input", "output": "attends"},
    )
    return looks(
        (3, 224, 224),
        1000,
        cell("patches", "PatchEmbedding", embed_dim=768, patch_size=16),
        cell("token", "ClassToken"),
        cell("positions", "LearnedPositions", max_len=197),
        cell("layers", "Repeat", block="layer", times=12),
        cell("norm", "LayerNorm"),
        cell("first", "Select", dim=1, index=0),
        layer=layer,
    )


def _convolutions() -> tuple[Cell, ...]:
    return tuple(
        part
        for at in (1, 2)
        for part in (
            cell(f"conv{at}", "Conv2d", out_channels="=channels", kernel_size=3, padding=1),
            cell(f"relu{at}", "ReLU"),
        )
    )


CONVOLVED = {"relu1": "conv1", "conv2": "relu1", "relu2": "conv2"}


def _down() -> Block:
    return grid(
        [cell("input", "Input"), *_convolutions(), cell("skip", "Output")],
        [*[None] * 4, cell("pool", "MaxPool2d", kernel_size=2), cell("output", "Output")],
        wires={"conv1": "input", **CONVOLVED, "skip": "relu2", "pool": "relu2", "output": "pool"},
        channels=64,
    )


def _up() -> Block:
    enlarge = cell("enlarge", "ConvTranspose2d", out_channels="=channels", kernel_size=2, stride=2)
    together = cell("together", "Concatenate", inputs=2)
    sources = {"enlarge": "input", "together.input1": "skip", "together.input2": "enlarge", "conv1": "together"}
    return grid(
        [cell("input", "Input"), enlarge, together, *_convolutions(), cell("output", "Output")],
        [cell("skip", "Input")],
        wires={**sources, **CONVOLVED, "output": "relu2"},
        channels=64,
    )


def unet() -> Document:
    """The U-Net, padded where the paper cuts borders off: two classes for each of 512 x 512 pixels."""
    channels = (64, 128, 256, 512)
    downs = [cell(f"down{at}", "Block", block="down", channels=many) for at, many in enumerate(channels, 1)]
    ups = [cell(f"up{at}", "Block", block="up", channels=many) for at, many in enumerate(channels, 1)]
    bottom = [*conv("bottom1", 1024, 3, padding=1), *conv("bottom2", 1024, 3, padding=1)]
    rows: tuple[Sequence[Cell | None], ...] = (
        [cell("image", "Noise", shape=(1, 512, 512)), *downs],
        [None, None, None, None, None, *bottom],
        [None, None, None, None, None, *reversed(ups), cell("scores", "Conv2d", out_channels=2, kernel_size=1)],
        [
            *[None] * 6,
            cell("labels", "RandomIntegers", high=2, shape=(512, 512)),
            cell("loss", "CrossEntropyLoss"),
            cell("objective", "Objective"),
            cell("answer", "Output"),
        ],
    )
    path = ["image.noise", *(f"down{at}" for at in (1, 2, 3, 4)), *(id for id, _ in bottom), "up4", "up3", "up2", "up1"]
    wires = dict(zip([*path[1:], "scores"], path, strict=True)) | {
        f"up{at}.skip": f"down{at}.skip" for at in (1, 2, 3, 4)
    }
    wires |= {"loss": "scores", "loss.target": "labels.integers", "objective.loss": "loss.loss", "answer": "scores"}
    main = grid(*rows, wires=wires)
    return Document(blocks={"main": main, "down": _down(), "up": _up()})
