"""Detectors as published."""

from __future__ import annotations

from builder.drawing.document import Block, Document, Value
from builder.kinds.starter import Cell, cell, grid

STAGES = ((2, 64, 3), (3, 128, 4), (4, 256, 6), (5, 512, 3))
"""Number, channels and blocks of each stage of ResNet-50."""
LEVELS = ("p2", "p3", "p4", "p5", "p6")


def faster_rcnn() -> Document:
    """Faster R-CNN with ResNet-50 and a feature pyramid, 91 classes, for pictures of 256 x 256.

    Which of the proposals are looked at again is left out, as noise stands for pictures: so noise stands for them, too.
    Every box is read from the finest maps.
    """
    stages: list[Cell | None] = []
    inner: list[Cell | None] = []
    wires = {"stem": "image.noise", "stem_norm": "stem", "stem_relu": "stem_norm", "stem_pool": "stem_relu"}
    came = "stem_pool"
    for number, channels, times in STAGES:
        stride = 1 if number == 2 else 2
        stages += [
            cell(f"res{number}_1", "Block", block="bottleneck_down", channels=channels, stride=stride),
            cell(f"res{number}", "Repeat", block="bottleneck", times=times - 1, channels=channels),
        ]
        inner.append(cell(f"inner{number}", "Conv2d", out_channels=256, kernel_size=1))
        wires |= {f"res{number}_1": came, f"res{number}": f"res{number}_1", f"inner{number}": f"res{number}"}
        came = f"res{number}"
    merged = {5: "inner5"}
    above: list[Cell | None] = []
    for number in (4, 3, 2):
        above += [cell(f"up{number}", "Upsample", scale_factor=2.0), cell(f"sum{number}", "Add")]
        wires |= {
            f"up{number}": merged[number + 1],
            f"sum{number}": f"inner{number}",
            f"sum{number}.other": f"up{number}",
        }
        merged[number] = f"sum{number}"
    levels: list[Cell | None] = [
        cell(f"p{number}", "Conv2d", out_channels=256, kernel_size=3, padding=1) for number in (2, 3, 4, 5)
    ]
    levels.append(cell("p6", "MaxPool2d", kernel_size=1, stride=2))
    wires |= {f"p{number}": merged[number] for number in merged} | {"p6": "p5"}
    heads: list[Cell | None] = [cell("rpn", "Block", block="rpn")]
    heads += [cell(f"rpn_{level}", "Share", of="rpn") for level in LEVELS[1:]]
    ids = ["rpn", *(f"rpn_{level}" for level in LEVELS[1:])]
    wires |= {f"{id}.maps": level for id, level in zip(ids, LEVELS, strict=True)}
    wires |= {
        f"{all_of}.input{place}": f"{id}.{port}"
        for all_of, port in (("objectness", "objectness"), ("shifts", "shifts"))
        for place, id in enumerate(ids, 1)
    }
    wires |= {
        "objectness_loss": "objectness",
        "objectness_loss.target": "is_there.noise",
        "shift_loss": "shifts",
        "shift_loss.target": "right_shifts.noise",
        "boxes": "proposals.noise",
        "cut": "p2",
        "cut.boxes": "boxes",
        "flat": "cut",
        "fc6": "flat",
        "relu6": "fc6",
        "fc7": "relu6",
        "relu7": "fc7",
        "scores": "relu7",
        "box_shifts": "relu7",
        "classes": "scores",
        "what_loss": "classes",
        "what_loss.target": "kinds.integers",
        "box_loss": "box_shifts",
        "box_loss.target": "right_boxes.noise",
        "all.loss1": "objectness_loss.loss",
        "all.loss2": "shift_loss.loss",
        "all.loss3": "what_loss.loss",
        "all.loss4": "box_loss.loss",
        "objective.loss": "all.loss",
        "answer": "scores",
    }
    main = grid(
        [
            cell("image", "Noise", shape=(3, 256, 256)),
            cell("stem", "Conv2d", out_channels=64, kernel_size=7, stride=2, padding=3, bias=False),
            cell("stem_norm", "BatchNorm2d", affine=False),
            cell("stem_relu", "ReLU"),
            cell("stem_pool", "MaxPool2d", kernel_size=3, stride=2, padding=1),
        ],
        stages,
        inner,
        above,
        levels,
        heads,
        [
            cell("objectness", "Concatenate", dim=1, inputs=5),
            cell("is_there", "Noise", kind="uniform", shape=16_368),
            cell("objectness_loss", "BCEWithLogitsLoss"),
            cell("shifts", "Concatenate", dim=1, inputs=5),
            cell("right_shifts", "Noise", shape=65_472),
            cell("shift_loss", "SmoothL1Loss"),
        ],
        [
            cell("proposals", "Noise", kind="uniform", shape=(1000, 4)),
            cell("boxes", "BoxConvert"),
            cell("cut", "RoIAlign", output_size=7, spatial_scale=64.0),
            cell("flat", "Flatten", start_dim=2),
            cell("fc6", "Linear", out_features=1024),
            cell("relu6", "ReLU"),
            cell("fc7", "Linear", out_features=1024),
            cell("relu7", "ReLU"),
        ],
        [
            cell("scores", "Linear", out_features=91),
            cell("classes", "Transpose", dim0=1, dim1=2),
            cell("kinds", "RandomIntegers", high=91, shape=1000),
            cell("what_loss", "CrossEntropyLoss"),
            cell("box_shifts", "Linear", out_features=364),
            cell("right_boxes", "Noise", shape=(1000, 364)),
            cell("box_loss", "SmoothL1Loss"),
        ],
        [
            cell("answer", "Output"),
            None,
            cell("all", "AddLosses", inputs=4),
            cell("objective", "Objective"),
        ],
        wires=wires,
    )
    return Document(
        blocks={
            "main": main,
            "rpn": _proposing(),
            "bottleneck": _bottleneck(),
            "bottleneck_down": _bottleneck(is_first=True),
        }
    )


def _proposing() -> Block:
    """The head of the region proposal network, three anchors at each place."""
    return grid(
        [
            cell("maps", "Input"),
            cell("look", "Conv2d", out_channels=256, kernel_size=3, padding=1),
            cell("relu", "ReLU"),
            cell("is_there", "Conv2d", out_channels=3, kernel_size=1),
            cell("flat1", "Flatten"),
            cell("objectness", "Output"),
        ],
        [
            None,
            None,
            None,
            cell("shift", "Conv2d", out_channels=12, kernel_size=1),
            cell("flat2", "Flatten"),
            cell("shifts", "Output"),
        ],
        wires={
            "look": "maps",
            "relu": "look",
            "is_there": "relu",
            "flat1": "is_there",
            "objectness": "flat1",
            "shift": "relu",
            "flat2": "shift",
            "shifts": "flat2",
        },
    )


def _bottleneck(*, is_first: bool = False) -> Block:
    """ResNet's bottleneck; scale and shift of its norms stay what they were, so they are no parameters."""
    stride: Value = "=stride" if is_first else 1
    params: dict[str, Value] = {"channels": 64, "stride": 2} if is_first else {"channels": 64}
    fits: list[Cell | None] = [
        cell("project", "Conv2d", out_channels="=4 * channels", kernel_size=1, stride=stride, bias=False),
        cell("norm4", "BatchNorm2d", affine=False),
    ]
    wires = {
        "narrow": "input",
        "norm1": "narrow",
        "relu1": "norm1",
        "look": "relu1",
        "norm2": "look",
        "relu2": "norm2",
        "widen": "relu2",
        "norm3": "widen",
        "skip": "norm4" if is_first else "input",
        "skip.other": "norm3",
        "relu3": "skip",
        "output": "relu3",
    }
    return grid(
        [
            cell("input", "Input"),
            *(fits if is_first else [None, None]),
            cell("skip", "Add"),
            cell("relu3", "ReLU"),
            cell("output", "Output"),
        ],
        [
            None,
            cell("narrow", "Conv2d", out_channels="=channels", kernel_size=1, bias=False),
            cell("norm1", "BatchNorm2d", affine=False),
            cell("relu1", "ReLU"),
        ],
        [
            None,
            cell("look", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, stride=stride, bias=False),
            cell("norm2", "BatchNorm2d", affine=False),
            cell("relu2", "ReLU"),
        ],
        [
            None,
            None,
            cell("widen", "Conv2d", out_channels="=4 * channels", kernel_size=1, bias=False),
            cell("norm3", "BatchNorm2d", affine=False),
        ],
        wires={**wires, **({"project": "input", "norm4": "project"} if is_first else {})},
        notes=None,
        **params,
    )
