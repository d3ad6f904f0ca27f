"""The network of the first diffusion models, as published."""

from __future__ import annotations

from builder.drawing.document import Block, Document, Value
from builder.kinds.starter import Cell, cell, grid

STEPS, TIME = 1000, 512
WIDTHS = (128, 256, 256, 256)
ATTENDED = 1
"""At which level, of 16 x 16 pixels, it attends."""

LAYERS: list[tuple[str, str, dict[str, Value]]] = [
    ("norm1", "GroupNorm", {"num_groups": 32}),
    ("act1", "SiLU", {}),
    ("conv1", "Conv2d", {"out_channels": "=channels", "kernel_size": 3, "padding": 1}),
    ("told", "Add", {}),
    ("norm2", "GroupNorm", {"num_groups": 32}),
    ("act2", "SiLU", {}),
    ("dropout", "Dropout", {"p": 0.1}),
    ("conv2", "Conv2d", {"out_channels": "=channels", "kernel_size": 3, "padding": 1}),
    ("sum", "Add", {}),
]


def _residual(*, is_widened: bool) -> Block:
    """A residual block that is told the time: with a projection on its skip where there are more channels after it."""
    skip = [cell("skip", "Conv2d", out_channels="=channels", kernel_size=1)] if is_widened else []
    ids = [id for id, _, _ in LAYERS]
    return grid(
        [cell("x", "Input"), *(cell(id, kind, **params) for id, kind, params in LAYERS), cell("y", "Output")],
        [
            cell("time", "Input"),
            cell("time_act", "SiLU"),
            cell("to_channels", "Linear", out_features="=channels"),
            cell("everywhere", "Unflatten", dim=1, unflattened_size="=(channels, 1, 1)"),
            *skip,
        ],
        wires={
            **dict(zip(ids, ["x", *ids], strict=False)),
            "time_act": "time",
            "to_channels": "time_act",
            "everywhere": "to_channels",
            "told.other": "everywhere",
            **({"skip": "x"} if is_widened else {}),
            "sum.other": "skip" if is_widened else "x",
            "y": "sum",
        },
        channels=128,
    )


def _attention() -> Block:
    """Each place of a square looks at all others."""
    way = ("norm", "flat", "places", "attend.query", "back", "square", "sum", "y")
    cells = [
        cell("x", "Input"),
        cell("norm", "GroupNorm", num_groups=32),
        cell("flat", "Flatten", start_dim=2),
        cell("places", "Transpose", dim0=1, dim1=2),
        cell("attend", "MultiheadAttention", num_heads=1),
        cell("back", "Transpose", dim0=1, dim1=2),
        cell("square", "Unflatten", dim=2, unflattened_size="=(side, side)"),
        cell("sum", "Add"),
        cell("y", "Output"),
    ]
    before = ("x", *(id.partition(".")[0] for id in way))
    wires = dict(zip(way, before, strict=False))
    return grid(cells, wires={**wires, "attend.key": "places", "attend.value": "places", "sum.other": "x"}, side=16)


class _Way:
    """Puts one thing after the other, and keeps what is handed across."""

    def __init__(self) -> None:
        self.rows: list[list[Cell | None]] = []
        self.wires: dict[str, str] = {}
        self.kept: list[tuple[str, int]] = []
        self.last, self.channels = "x_t", 3

    def layer(self, id: str, kind: str, channels: int, **params: Value) -> None:
        self.rows[-1].append(cell(id, kind, **params))
        self.wires[id], self.last, self.channels = self.last, id, channels

    def residual(self, id: str, channels: int) -> None:
        block = "residual" if channels == self.channels else "widened"
        self.rows[-1].append(cell(id, "Block", block=block, channels=channels))
        self.wires |= {f"{id}.x": self.last, f"{id}.time": "time"}
        self.last, self.channels = f"{id}.y", channels

    def attention(self, id: str) -> None:
        self.rows[-1].append(cell(id, "Block", block="attention"))
        self.wires[f"{id}.x"], self.last = self.last, f"{id}.y"

    def keep(self) -> None:
        self.kept.append((self.last, self.channels))

    def join(self, id: str) -> None:
        kept, channels = self.kept.pop()
        self.rows[-1].append(cell(id, "Concatenate", dim=1, inputs=2))
        self.wires |= {f"{id}.input1": self.last, f"{id}.input2": kept}
        self.last, self.channels = id, self.channels + channels


def cifar10() -> Document:
    """The U-Net of 35.7 million parameters that made pictures of 32 x 32 pixels out of noise."""
    way = _Way()
    way.rows.append([])
    way.layer("conv_in", "Conv2d", WIDTHS[0], out_channels=WIDTHS[0], kernel_size=3, padding=1)
    way.keep()
    for level, channels in enumerate(WIDTHS):
        way.rows.append([])
        for number in (1, 2):
            way.residual(f"down{level}_{number}", channels)
            if level == ATTENDED:
                way.attention(f"down{level}_{number}_attend")
            way.keep()
        if level < len(WIDTHS) - 1:
            half: dict[str, Value] = {"out_channels": channels, "kernel_size": 3, "stride": 2, "padding": 1}
            way.layer(f"shrink{level}", "Conv2d", channels, **half)
            way.keep()
    way.rows.append([])
    way.residual("middle1", WIDTHS[-1])
    way.rows[-1].append(cell("middle_attend", "Block", block="attention", side=4))
    way.wires["middle_attend.x"], way.last = way.last, "middle_attend.y"
    way.residual("middle2", WIDTHS[-1])
    for level, channels in reversed(list(enumerate(WIDTHS))):
        way.rows.append([])
        for number in (1, 2, 3):
            way.join(f"join{level}_{number}")
            way.residual(f"up{level}_{number}", channels)
            if level == ATTENDED:
                way.attention(f"up{level}_{number}_attend")
        if level:
            way.layer(f"enlarge{level}", "Upsample", channels, scale_factor=2.0)
            way.layer(f"smooth{level}", "Conv2d", channels, out_channels=channels, kernel_size=3, padding=1)
    way.rows.append([])
    way.layer("norm_out", "GroupNorm", WIDTHS[0], num_groups=32)
    way.layer("act_out", "SiLU", WIDTHS[0])
    way.layer("conv_out", "Conv2d", 3, out_channels=3, kernel_size=3, padding=1)
    way.rows[-1] += [cell("loss", "MSELoss"), cell("objective", "Objective", lr=0.0002), cell("answer", "Output")]
    noise = [
        cell("x_0", "Noise", shape=(3, 32, 32)),
        cell("epsilon", "Noise", shape=(3, 32, 32)),
        cell("x_t", "ForwardDiffusion", steps=STEPS, schedule="linear"),
    ]
    clock = [
        cell("t", "RandomIntegers", high=STEPS, shape=1),
        cell("clock", "TimeEmbedding", dim=WIDTHS[0]),
        cell("time_hidden", "Linear", out_features=TIME),
        cell("time_act", "SiLU"),
        cell("time", "Linear", out_features=TIME),
    ]
    wires = {
        "x_t": "x_0.noise",
        "x_t.noise": "epsilon.noise",
        "x_t.time": "t.integers",
        "clock": "t.integers",
        "time_hidden": "clock",
        "time_act": "time_hidden",
        "time": "time_act",
        **way.wires,
        "loss": "conv_out",
        "loss.target": "epsilon.noise",
        "objective.loss": "loss.loss",
        "answer": "conv_out",
    }
    return Document(
        blocks={
            "main": grid(noise, clock, *way.rows, wires=wires),
            "residual": _residual(is_widened=False),
            "widened": _residual(is_widened=True),
            "attention": _attention(),
        }
    )
