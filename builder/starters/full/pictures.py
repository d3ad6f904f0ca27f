"""Networks that look at a picture and score classes, as published."""

from __future__ import annotations

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
