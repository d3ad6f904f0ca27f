"""The networks of the papers at their full size, drawn with blocks: nobody could draw a thousand nodes by hand."""

from __future__ import annotations

from typing import Any

from builder.drawing.document import Block, Document
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


def gpt(width: int, layers: int, heads: int, context: int, vocabulary: int = 50257) -> Document:
    """A decoder-only Transformer whose output layer borrows the weight of its embedding."""
    attend, wires = chain(
        ("n1", "LayerNorm"), ("attend", ("CausalSelfAttention", {"n_head": "=heads"})), source="x.output"
    )
    think, more = chain(
        ("n2", "LayerNorm"), ("up", ("Linear", {"out_features": "=4 * width"})),
        ("act", ("GELU", {"approximate": "tanh"})), ("down", ("Linear", {"out_features": "=width"})),
        source="add1.output",
    )  # fmt: skip
    edges = {"add1.input": "x.output", "add1.other": wires.pop("answer.input"), **wires}
    edges |= {"add2.input": "add1.output", "add2.other": more.pop("answer.input"), **more, "y.input": "add2.output"}
    layer = block(
        {"x": "Input", **attend, "add1": "Add", **think, "add2": "Add", "y": "Output"}, edges, width=width, heads=heads
    )
    document = draw(
        {
            "text": ("RandomIntegers", {"high": vocabulary, "shape": context}),
            "token": ("Embedding", {"num_embeddings": vocabulary, "embedding_dim": width}),
            "place": ("LearnedPositions", {"max_len": context}),
            "deep": ("Repeat", {"block": "layer", "times": layers, "width": width, "heads": heads}),
            "norm": "LayerNorm",
            "next": ("TiedLinear", {"of": "token"}),
            "answer": "Output",
        },
        {"token.input": "text.integers", "place.input": "token.output", "deep.x": "place.output",
         "norm.input": "deep.y", "next.input": "norm.output", "answer.input": "next.output"},
    )  # fmt: skip
    return with_blocks(document, layer=layer)


def encoder(heads: int, wide: int, **more: Any) -> Block:
    """One layer of torch's own Transformer encoder."""
    facts = ("TransformerEncoderLayer", {"nhead": heads, "dim_feedforward": wide, "activation": "gelu", **more})
    return block({"x": "Input", "layer": facts, "y": "Output"}, {"layer.src": "x.output", "y.input": "layer.output"})


def vit() -> Document:
    steps = [
        ("patch", ("PatchEmbedding", {"embed_dim": 768, "patch_size": 16})), ("cls", "ClassToken"),
        ("place", ("LearnedPositions", {"max_len": 197})), ("deep", ("Repeat", {"block": "layer", "times": 12})),
        ("norm", "LayerNorm"), ("first", ("Select", {"dim": 1, "index": 0})), ("head", linear(1000)),
    ]  # fmt: skip
    return with_blocks(network((3, 224, 224), *steps, deep=("x", "y")), layer=encoder(12, 3072, norm_first=True))


def bert(width: int = 1024, layers: int = 24, heads: int = 16, context: int = 512, vocabulary: int = 30522) -> Document:
    """Large unless told, with the pooler: tokens, segments and places are embedded and added."""
    embed = {
        "token": ("Embedding", {"num_embeddings": vocabulary, "embedding_dim": width}),
        "segment": ("Embedding", {"num_embeddings": 2, "embedding_dim": width}),
        "place": ("LearnedPositions", {"max_len": context}),
    }
    document = draw(
        {
            "text": ("RandomIntegers", {"high": vocabulary, "shape": context}),
            "part": ("RandomIntegers", {"high": 2, "shape": context}),
            **embed, "sum": "Add", "norm": ("LayerNorm", {"eps": 1e-12}),
            "deep": ("Repeat", {"block": "layer", "times": layers}), "first": ("Select", {"dim": 1, "index": 0}),
            "pool": linear(width), "tanh": "Tanh", "answer": "Output",
        },
        {
            "token.input": "text.integers", "segment.input": "part.integers", "sum.input": "token.output",
            "sum.other": "segment.output", "place.input": "sum.output", "norm.input": "place.output",
            "deep.x": "norm.output", "first.input": "deep.y", "pool.input": "first.output",
            "tanh.input": "pool.output", "answer.input": "tanh.output",
        },
    )  # fmt: skip
    return with_blocks(document, layer=encoder(heads, 4 * width, layer_norm_eps=1e-12))


DOCUMENTS |= {
    "ViT-B/16": (vit, 86_567_656),
    "BERT-large": (bert, 335_141_888),
    "GPT-2 XL": (lambda: gpt(1600, 48, 25, 1024), 1_557_611_200),
    "GPT-3": (lambda: gpt(12288, 96, 96, 2048), 174_604_259_328),
}
