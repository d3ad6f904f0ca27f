"""Functions with weights, as people call them in layers of their own, become the layers that they are."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tests.builder.importers.learning import assert_learns_alike


class OwnNorm(nn.Module):
    """As in nanoGPT: a LayerNorm whose bias may be left out."""

    def __init__(self, width, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(width))
        self.bias = nn.Parameter(torch.rand(width)) if bias else None

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, 1e-5)


class OwnLinear(nn.Module):
    def __init__(self, into, out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out, into) * 0.3)
        self.bias = nn.Parameter(torch.zeros(out))

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class OwnConv(nn.Module):
    def __init__(self):
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(6, 2, 3, 3) * 0.3)

    def forward(self, x):
        return F.conv2d(x, self.kernel, stride=2, padding=1, groups=2)


class OwnTable(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.randn(9, 4))

    def forward(self, tokens):
        return F.embedding(tokens, self.table)


class Tied(nn.Module):
    """The way back through the same weight, and the output of a language model that borrows its embedding."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(6, 3)
        self.bias = nn.Parameter(torch.rand(6))

    def forward(self, x):
        return F.linear(torch.tanh(self.encoder(x)), self.encoder.weight.t(), self.bias)


class Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = OwnLinear(4, 4)

    def forward(self, x):
        return self.inner(torch.tanh(self.inner(x)))


CASES = {
    "norm": (lambda: OwnNorm(4, bias=True), (2, 5, 4), ["LayerNorm"]),
    "norm without bias": (lambda: OwnNorm(4, bias=False), (2, 5, 4), ["LayerNorm"]),
    "linear": (lambda: OwnLinear(4, 3), (2, 4), ["Linear"]),
    "convolution": (OwnConv, (2, 4, 7, 7), ["Conv2d"]),
    "tied": (Tied, (2, 6), ["Linear", "Tanh", "TiedLinear", "Parameter", "Add"]),
    "twice": (Twice, (2, 4), ["Linear", "Tanh", "Share"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_function_with_weights_is_a_layer(name):
    make, shape, wanted = CASES[name]
    torch.manual_seed(0)
    document = assert_learns_alike(make(), torch.randn(shape)).document
    types = [node.type for node in document.blocks["main"].nodes.values()]
    assert sorted(types) == sorted([*wanted, "Noise", "Output"])


def test_a_table_of_its_own_is_an_embedding():
    imported = assert_learns_alike(OwnTable(), torch.randint(0, 9, (2, 5)))
    assert "Embedding" in [node.type for node in imported.document.blocks["main"].nodes.values()]
