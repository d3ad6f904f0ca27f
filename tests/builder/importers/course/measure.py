"""How each architecture of the course is drawn: ``python -m tests.builder.importers.course.measure [NAME]``."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import torch

from tests.builder.importers.course import makers, pictures, sequences
from tests.builder.importers.round_trip import assert_goes_round

Case = tuple[Callable[[], torch.nn.Module], Callable[[], tuple[torch.Tensor, ...]]]


def pictures_of(channels: int, size: int) -> Callable[[], tuple[torch.Tensor]]:
    return lambda: (torch.rand(2, channels, size, size),)


def tokens(*lengths: int) -> Callable[[], tuple[torch.Tensor, ...]]:
    return lambda: tuple(torch.randint(0, 20, (2, length)) for length in lengths)


def vectors(*shapes: tuple[int, ...]) -> Callable[[], tuple[torch.Tensor, ...]]:
    return lambda: tuple(torch.randn(2, *shape) for shape in shapes)


CASES: dict[str, Case] = {
    "LeNet": (pictures.LeNet, pictures_of(1, 28)),
    "MLP": (pictures.MLP, pictures_of(1, 8)),
    "AlexNet": (pictures.AlexNet, pictures_of(3, 64)),
    "VGG": (pictures.VGG, pictures_of(3, 16)),
    "ResNet18": (pictures.ResNet18, pictures_of(3, 32)),
    "GoogLeNet": (pictures.GoogLeNet, pictures_of(3, 16)),
    "DenseNet": (pictures.DenseNet, pictures_of(3, 8)),
    "MobileNetV2": (pictures.MobileNetV2, pictures_of(3, 32)),
    "UNet": (pictures.UNet, pictures_of(1, 32)),
    "UNet_bilinear": (lambda: pictures.UNet(bilinear=True), pictures_of(1, 32)),
    "ViT": (pictures.ViT, pictures_of(3, 32)),
    "VAE": (makers.VAE, vectors((1, 8, 8), (8,))),
    "DCGAN": (makers.DCGAN, vectors((16,))),
    "Siamese": (makers.Siamese, lambda: (torch.rand(2, 1, 14, 14), torch.rand(2, 1, 14, 14))),
    "Triplet": (makers.Triplet, vectors((6,), (6,), (6,))),
    "NeRF": (makers.NeRF, vectors((3,))),
    "TiedAutoencoder": (makers.TiedAutoencoder, pictures_of(1, 8)),
    "GCN": (makers.GCN, vectors((5, 4))),
    "CharRNN": (sequences.CharRNN, tokens(7)),
    "LSTMClassifier": (sequences.LSTMClassifier, vectors((7, 8))),
    "CellLoop": (sequences.CellLoop, vectors((7, 8))),
    "HandRNN": (sequences.HandRNN, vectors((7, 8))),
    "Seq2Seq": (sequences.Seq2Seq, tokens(6, 5)),
    "PlainSeq2Seq": (sequences.PlainSeq2Seq, tokens(6, 5)),
    "Transformer": (sequences.Transformer, tokens(6, 5)),
    "GPT": (sequences.GPT, tokens(8)),
    "GPT_by_hand": (lambda: sequences.GPT(flash=False), tokens(8)),
}


@dataclass(frozen=True)
class Drawn:
    """What a drawing is made of: nodes of type Aten, nodes in the main block, blocks beside it."""

    aten: tuple[str, ...]
    main: int
    blocks: int
    wires_as_bare_parameters: int


def drawn(name: str) -> Drawn:
    """Import one architecture, hold it to its answers, and count what it became."""
    torch.manual_seed(0)
    make, examples = CASES[name]
    document = assert_goes_round(make(), examples(), rows=5).document
    nodes = [node for block in document.blocks.values() for node in block.nodes.values()]
    aten = tuple(str(node.params["op"]) for node in nodes if node.type == "Aten")
    bare = sum(node.type == "Parameter" for node in nodes)
    return Drawn(aten, len(document.blocks["main"].nodes), len(document.blocks) - 1, bare)


def main(names: list[str]) -> None:
    """Print the table."""
    for name in names or CASES:
        try:
            found = drawn(name)
        except Exception as error:
            print(f"{name:16} {type(error).__name__}: {str(error)[:150]}")
            continue
        ops = " ".join(op.removeprefix("aten.") for op in sorted(set(found.aten)))
        print(
            f"{name:16} aten {len(found.aten):3} main {found.main:4} blocks {found.blocks:3} "
            f"parameters {found.wires_as_bare_parameters:3}  {ops}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
