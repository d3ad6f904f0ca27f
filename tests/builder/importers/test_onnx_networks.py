"""Whole networks come back from ONNX as drawings that answer as onnxruntime does, at batch sizes never seen."""

import numpy as np
import pytest
import torch
import transformers as hf
from torch import nn

import builder
from tests.builder.importers.onnx_files import assert_answers_alike, exported, kinds, random
from tests.drawings import moons

SMALL = {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 32}


class LeNet(nn.Sequential):
    def __init__(self):
        super().__init__(
            *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU()),
            *(nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 10), nn.Softmax(-1)),
        )


class Reads(nn.Module):
    """A recurrent network, whose last state is read."""

    def __init__(self, kind):
        super().__init__()
        self.read = kind(6, 5, num_layers=2, batch_first=True, bidirectional=True)
        self.head = nn.Linear(10, 3)

    def forward(self, x):
        return self.head(self.read(x)[0][:, -1])


class First(nn.Module):
    """The first answer of a network of transformers."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        return self.network(x)[0]


def ids():
    return torch.randint(0, 50, (2, 7))


RESNET = {"embedding_size": 8, "hidden_sizes": [8, 16], "depths": [2, 2], "layer_type": "basic"}
NETWORKS = {
    "LeNet": lambda: (LeNet(), torch.randn(2, 1, 28, 28)),
    "ResNet": lambda: (First(hf.ResNetModel(hf.ResNetConfig(**RESNET))), torch.randn(2, 3, 32, 32)),
    "ViT": lambda: (First(hf.ViTModel(hf.ViTConfig(**SMALL, image_size=16, patch_size=8))), torch.randn(2, 3, 16, 16)),
    "GPT-2": lambda: (First(hf.GPT2LMHeadModel(hf.GPT2Config(n_embd=16, n_layer=2, n_head=2, vocab_size=50))), ids()),
    "LSTM": lambda: (Reads(nn.LSTM), torch.randn(2, 7, 6)),
    "GRU": lambda: (Reads(nn.GRU), torch.randn(2, 7, 6)),
    "encoder": lambda: (
        nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 32, batch_first=True), 3, enable_nested_tensor=False),
        torch.randn(2, 7, 16),
    ),
}


def made(name):
    """A network with weights that are all different, and an example."""
    torch.manual_seed(0)
    network, example = NETWORKS[name]()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)
    return network, example


def more(example, rows=5):
    if example.dtype.is_floating_point:
        return random(rows, *example.shape[1:])
    return np.random.default_rng(0).integers(0, 50, (rows, *example.shape[1:]))


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_that_torch_exports_answers_as_before(name):
    network, example = made(name)
    assert_answers_alike(exported(network, example), {"x": more(example)})


@pytest.mark.parametrize("name", ["LeNet", "encoder", "GRU"])
def test_a_network_that_was_saved_for_one_sample_takes_any_batch(name):
    network, example = made(name)
    fixed = exported(network, example[:1], dynamic_shapes=None)
    imported = assert_answers_alike(fixed, {"x": more(example, 1)})
    restored = builder.network(imported.document)
    restored.load_state_dict(imported.weights)
    given = torch.from_numpy(more(example))
    with torch.no_grad():
        torch.testing.assert_close(restored.eval()(given), network.eval()(given), rtol=0, atol=1e-5)


def test_layers_of_torch_are_found_and_named_as_they_were():
    imported = assert_answers_alike(exported(*made("LeNet")), {"x": random(3, 1, 28, 28)})
    types = [node.type for node in imported.document.graph.nodes.values()]
    assert types.count("Conv2d") == types.count("Linear") == 2
    assert kinds(imported.document) >= {"MaxPool2d", "AvgPool2d", "ReLU", "Tanh", "Softmax"}
    assert "Aten" not in types
    assert builder.check(imported.document).parameters == sum(p.numel() for p in LeNet().parameters())


def test_modules_that_repeat_become_a_block():
    imported = assert_answers_alike(exported(*made("encoder")), {"x": random(3, 7, 16)})
    assert "TransformerEncoderLayer" in imported.document.blocks
    assert {node.type for node in imported.document.graph.nodes.values()} >= {"Repeat"}


def test_equal_tensors_that_an_exporter_stores_once_are_weights_of_their_own():
    network = nn.Sequential(*(nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4)) for _ in range(3)))
    imported = assert_answers_alike(exported(network, torch.randn(2, 4)), {"x": random(3, 4)})
    assert "Share" not in kinds(imported.document)
    assert builder.check(imported.document).parameters == sum(p.numel() for p in network.parameters())


def test_a_drawing_goes_to_onnx_and_back():
    document = moons(epochs=1)
    weights = builder.compile(document).network().state_dict()
    content = builder.EXPORTERS["onnx"].export(document, weights)
    imported = assert_answers_alike(content, {"point": random(3, 2)})
    assert kinds(imported.document) >= {"Linear"}


def test_sizes_that_a_file_leaves_open_are_told_and_can_be_named():
    convolve = exported(nn.Conv1d(3, 4, 3), torch.randn(2, 3, 9), dynamic_shapes=({0: "batch", 2: "steps"},))
    imported = builder.import_file("a.onnx", convolve)
    assert [problem.code for problem in imported.problems] == ["open_size"]
    assert "steps" in imported.problems[0].message
    named = builder.import_file("a.onnx", convolve, {"steps": 40})
    assert (named.document.graph.nodes["x"].params["shape"], named.problems) == ((3, 40), ())
