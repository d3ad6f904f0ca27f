"""The networks of the papers at their full size, drawn with blocks: nobody could draw a thousand nodes by hand."""

from __future__ import annotations

from typing import Any

from builder.document import Block, Document
from tests.drawings import block, draw, with_blocks

Facts = Any


def chain(*steps: tuple[str, Facts], source: str, **ports: tuple[str, str]) -> tuple[dict[str, Facts], dict[str, str]]:
    """Nodes one after the other; ``ports`` names the first input and output of those that are blocks."""
    nodes, edges = {}, {}
    for id, facts in steps:
        into, out = ports.get(id, ("input", "output"))
        nodes[id] = facts
        edges[f"{id}.{into}"], source = source, f"{id}.{out}"
    return nodes, {**edges, "answer.input": source}


def network(shape: tuple[int, ...], *steps: tuple[str, Facts], **ports: tuple[str, str]) -> Document:
    """A network that looks at images of a shape and answers."""
    nodes, edges = chain(*steps, source="image.noise", **ports)
    return draw({"image": ("Noise", {"shape": shape}), **nodes, "answer": "Output"}, edges)


def straight(*steps: tuple[str, Facts], **params: Any) -> Block:
    """A block of nodes one after the other, from x to y."""
    nodes, edges = chain(*steps, source="x.output")
    edges["y.input"] = edges.pop("answer.input")
    return block({"x": "Input", **nodes, "y": "Output"}, edges, **params)


def conv(out: Any, kernel: int, **more: Any) -> Facts:
    return "Conv2d", {"out_channels": out, "kernel_size": kernel, **more}


def linear(out: int) -> Facts:
    return "Linear", {"out_features": out}


def lenet() -> Document:
    return network(
        (1, 28, 28),
        *(("c1", conv(6, 5, padding=2)), ("r1", "ReLU"), ("s2", "MaxPool2d"), ("c3", conv(16, 5)), ("r2", "ReLU")),
        *(("s4", "MaxPool2d"), ("flat", "Flatten"), ("f5", linear(120)), ("r3", "ReLU"), ("f6", linear(84))),
        *(("r4", "ReLU"), ("f7", linear(10))),
    )


def alexnet() -> Document:
    """Grouped as published: two graphics cards held half of the channels each."""
    pool = ("MaxPool2d", {"kernel_size": 3, "stride": 2})
    return network(
        (3, 227, 227),
        *(("c1", conv(96, 11, stride=4)), ("r1", "ReLU"), ("p1", pool)),
        *(("c2", conv(256, 5, padding=2, groups=2)), ("r2", "ReLU"), ("p2", pool)),
        *(("c3", conv(384, 3, padding=1)), ("r3", "ReLU"), ("c4", conv(384, 3, padding=1, groups=2)), ("r4", "ReLU")),
        *(("c5", conv(256, 3, padding=1, groups=2)), ("r5", "ReLU"), ("p5", pool), ("flat", "Flatten")),
        *(("f6", linear(4096)), ("r6", "ReLU"), ("f7", linear(4096)), ("r7", "ReLU"), ("f8", linear(1000))),
    )


def vgg16() -> Document:
    stages = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
    steps: list[tuple[str, Facts]] = []
    for stage, (width, times) in enumerate(stages, start=1):
        for number in range(1, times + 1):
            steps += [(f"c{stage}{number}", conv(width, 3, padding=1)), (f"r{stage}{number}", "ReLU")]
        steps.append((f"p{stage}", "MaxPool2d"))
    head = (("flat", "Flatten"), ("f6", linear(4096)), ("r6", "ReLU"), ("f7", linear(4096)), ("r7", "ReLU"))
    return network((3, 224, 224), *steps, *head, ("f8", linear(1000)))


def _residual(*, bottleneck: bool, projected: bool) -> Block:
    """A residual block: with a projection on its skip where the shape changes."""
    bare = {"bias": False}
    if bottleneck:
        body = [("c1", conv("=width", 1, **bare)), ("n1", "BatchNorm2d"), ("r1", "ReLU"),
                ("c2", conv("=width", 3, padding=1, stride="=stride", **bare)), ("n2", "BatchNorm2d"), ("r2", "ReLU"),
                ("c3", conv("=4 * width", 1, **bare)), ("n3", "BatchNorm2d")]  # fmt: skip
    else:
        body = [("c1", conv("=width", 3, padding=1, stride="=stride", **bare)), ("n1", "BatchNorm2d"), ("r1", "ReLU"),
                ("c2", conv("=width", 3, padding=1, **bare)), ("n2", "BatchNorm2d")]  # fmt: skip
    nodes, edges = chain(*body, source="x.output")
    edges["add.input"] = edges.pop("answer.input")
    edges["add.other"] = "x.output"
    if projected:
        out = "=4 * width" if bottleneck else "=width"
        skip, wires = chain(("c0", conv(out, 1, stride="=stride", **bare)), ("n0", "BatchNorm2d"), source="x.output")
        edges |= {**wires, "add.other": wires.pop("answer.input")}
        del edges["answer.input"]
        nodes |= skip
    edges |= {"relu.input": "add.output", "y.input": "relu.output"}
    return block({"x": "Input", **nodes, "add": "Add", "relu": "ReLU", "y": "Output"}, edges, width=64, stride=1)


def resnet(depths: tuple[int, ...], *, bottleneck: bool) -> Document:
    steps: list[tuple[str, Facts]] = [
        ("c1", conv(64, 7, stride=2, padding=3, bias=False)),
        ("n1", "BatchNorm2d"),
        ("r1", "ReLU"),
        ("p1", ("MaxPool2d", {"kernel_size": 3, "stride": 2, "padding": 1})),
    ]
    for stage, depth in enumerate(depths):
        width, stride = 64 * 2**stage, 1 if stage == 0 else 2
        first = "down" if stage or bottleneck else "same"
        steps.append((f"s{stage}first", ("Block", {"block": first, "width": width, "stride": stride})))
        rest = {"block": "same", "times": depth - 1, "width": width}
        steps.append((f"s{stage}rest", ("Repeat", rest)))
    steps += [("pool", ("AdaptiveAvgPool2d", {"output_size": 1})), ("flat", "Flatten"), ("fc", linear(1000))]
    ports = {id: ("x", "y") for id, facts in steps if facts[0] in ("Block", "Repeat")}
    same = _residual(bottleneck=bottleneck, projected=False)
    down = _residual(bottleneck=bottleneck, projected=True)
    return with_blocks(network((3, 224, 224), *steps, **ports), same=same, down=down)


DOCUMENTS = {
    "LeNet-5": (lenet, 61_706),
    "AlexNet": (alexnet, 60_965_224),
    "VGG-16": (vgg16, 138_357_544),
    "ResNet-18": (lambda: resnet((2, 2, 2, 2), bottleneck=False), 11_689_512),
    "ResNet-50": (lambda: resnet((3, 4, 6, 3), bottleneck=True), 25_557_032),
}
