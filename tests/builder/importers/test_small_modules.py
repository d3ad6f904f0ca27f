"""Modules as people write them: each becomes a drawing that answers as the module does."""

from dataclasses import dataclass

import pytest
import torch
from torch import nn
from torch.nn import functional as F

import builder
from builder.drawing.problems import InvalidDocument
from tests.builder.importers.round_trip import assert_goes_round


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 4))

    def forward(self, input):
        return input + self.inner(input)


class Reader(nn.Module):
    """Reads tokens with an LSTM; its last layer has the weight of its first."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4)
        self.lstm = nn.LSTM(4, 5, batch_first=True)
        self.back = nn.Linear(5, 4)
        self.head = nn.Linear(4, 10, bias=False)
        self.head.weight = self.embed.weight

    def forward(self, tokens):
        states, _ = self.lstm(self.embed(tokens))
        return self.head(self.back(states[:, -1]))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)

    def forward(self, input):
        return self.attention(input, input, input, need_weights=False)[0]


class CrossAttention(Attention):
    def forward(self, input, memory):
        return self.attention(input, memory, memory)


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, input):
        return self.fc(torch.relu(self.fc(input)))


class OwnTensors(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.randn(4))
        self.register_buffer("table", torch.randn(300, 4))
        self.register_buffer("step", torch.tensor(3), persistent=False)

    def forward(self, input):
        return {"scaled": input * self.scale + torch.tensor([1.0, 2.0, 3.0, 4.0]), "placed": self.table[:7] * self.step}


class Functions(nn.Module):
    def forward(self, input, mask):
        first, second, third = input.split([1, 2, 1], dim=-1)
        mixed = torch.cat([F.gelu(first, approximate="tanh"), second.softmax(-1) * 2, third - 1], dim=-1)
        square = torch.einsum("nif,njf->nij", mixed, mixed).masked_fill(mask[:, None, :], float("-inf"))
        return square.softmax(-1), mixed.reshape(input.shape[0], -1).std(1), torch.arange(2 * input.shape[0]) * 2


class Cuts(nn.Module):
    """Takes axes apart in every way that torch has."""

    def forward(self, input):
        halves = input.chunk(2, dim=-1)
        steps = input.unbind(1)
        pieces = input.split(3, dim=-1)
        odd = input.split([1, 1, 3, 3], dim=2)
        return torch.stack(steps[::-1], 1), torch.cat([halves[1], halves[0], *pieces[::-1], *odd], -1)


class Gathers(nn.Module):
    """Takes many tensors at once in every way that torch has."""

    def forward(self, input, other):
        pairs = torch.einsum("nif,njf,nkf->nijk", input, other, input).flatten(1)
        turned = torch.einsum("nif->nfi", other).flatten(1)
        picked = input.gather(2, other.argsort(-1)).flatten(1)
        stacked = torch.stack([input] * 3 + [other] * 7, dim=1).flatten(1)
        return torch.cat([pairs, turned, picked, stacked, torch.cat([stacked])], dim=1)


class PlainNumbers(nn.Module):
    """Computes with its batch size as Python's own number."""

    def forward(self, input):
        rows = len(input)
        return input.reshape(rows, 2, 2) + torch.arange(int(input.size(0)))[:, None, None]


class Steps(nn.Module):
    """Takes a loop over time by hand, writes in place, and answers in a dataclass."""

    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(4, 5)
        self.head = nn.utils.parametrizations.weight_norm(nn.Linear(5, 2))

    def forward(self, input):
        hidden = cell = input.new_zeros(input.shape[0], 5)
        seen = torch.zeros(input.shape[0], input.shape[1], 2)
        for time in range(input.shape[1]):
            hidden, cell = self.cell(input[:, time], (hidden, cell))
            seen[:, time] = self.head(hidden)
        return Answer(seen, (hidden, {"cell": cell}))


@dataclass
class Answer:
    seen: torch.Tensor
    last: tuple
    loss: torch.Tensor | None = None


class OwnMask(nn.Module):
    """Decides by the values of a mask that it makes for itself, and checks a distribution."""

    def forward(self, input):
        mask = torch.zeros(input.shape[:2], dtype=torch.bool)
        if mask.any():
            return input.masked_fill(mask[..., None], 0.0)
        return torch.distributions.Normal(input, 1.0).log_prob(input * 2)


class Encoded(nn.Module):
    """A whole nn.Transformer, called by name."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Transformer(8, 2, 1, 1, 16, batch_first=True)

    def forward(self, source, target):
        return self.inner(src=source, tgt=target, tgt_is_causal=True, tgt_mask=torch.triu(torch.ones(5, 5), 1).bool())


class Values(nn.Module):
    def forward(self, input):
        return input[input > 0]


class Decides(nn.Module):
    def forward(self, input):
        return input * 2 if input.sum() > 0 else input


def pictures():
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1),
        nn.BatchNorm2d(3),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Dropout(0.1),
        nn.Flatten(),
        nn.Linear(12, 4),
    )


def encoder():
    """Its layers hold a module as activation, which no node of the catalogue does: each is drawn from its parts."""
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, activation=nn.GELU(), norm_first=True)
    return nn.TransformerEncoder(layer, 3, enable_nested_tensor=False)


MODULES = {
    "a sequence on pictures": (pictures, [torch.randn(2, 1, 4, 4)]),
    "a residual": (Residual, [torch.randn(2, 4)]),
    "an LSTM with tied weights": (Reader, [torch.randint(10, (2, 6))]),
    "all that an LSTM gives": (lambda: nn.LSTM(4, 5, num_layers=2, batch_first=True), [torch.randn(2, 6, 4)]),
    "attention": (Attention, [torch.randn(2, 6, 4)]),
    "attention to something else": (CrossAttention, [torch.randn(2, 6, 4), torch.randn(2, 5, 4)]),
    "a transformer": (encoder, [torch.randn(2, 6, 8)]),
    "a shared layer": (Shared, [torch.randn(2, 4)]),
    "parameters and buffers": (OwnTensors, {"input": torch.randn(2, 4)}),
    "functions": (Functions, [torch.randn(2, 3, 4), torch.tensor([[True, False, False], [False, True, False]])]),
    "axes taken apart": (Cuts, [torch.randn(2, 12, 8)]),
    "many tensors at once": (Gathers, [torch.randn(2, 3, 4), torch.randn(2, 3, 4)]),
    "its batch size as a plain number": (PlainNumbers, [torch.randn(3, 4)]),
    "steps by hand": (Steps, [torch.randn(2, 3, 4)]),
    "a mask of its own": (OwnMask, [torch.randn(2, 3, 4)]),
    "an encoder and a decoder": (Encoded, {"source": torch.randn(2, 6, 8), "target": torch.randn(2, 5, 8)}),
    "an example of one": (pictures, [torch.randn(1, 1, 4, 4)]),
}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_becomes_a_drawing_that_answers_alike(name):
    make, examples = MODULES[name]
    torch.manual_seed(0)
    assert_goes_round(make(), examples)


def types_of(imported):
    return sorted(node.type for node in imported.document.graph.nodes.values())


def test_modules_of_torch_become_their_own_nodes():
    imported = builder.import_module(pictures(), torch.randn(2, 1, 4, 4))
    wanted = ["BatchNorm2d", "Conv2d", "Dropout", "Flatten", "Linear", "MaxPool2d", "Noise", "Output", "ReLU"]
    assert types_of(imported) == wanted
    assert imported.document.graph.nodes["n0"].params == {"out_channels": 3, "padding": 1}


def test_axes_that_are_taken_apart_need_no_nodes_of_torchs_own_operations():
    imported = builder.import_module(Cuts(), torch.randn(2, 12, 8))
    wanted = ["Chunk", "Chunk", "Concatenate", "Noise", "Output", "Output", "Split", "Stack", "Unbind"]
    assert types_of(imported) == wanted


def test_an_equation_of_many_tensors_becomes_one_node():
    imported = builder.import_module(Gathers(), [torch.randn(2, 3, 4), torch.randn(2, 3, 4)])
    nodes = imported.document.graph.nodes.values()
    equations = [node.params["equation"] for node in nodes if node.type == "Einsum"]
    assert equations == ["nif,njf,nkf->nijk", "nif->nfi"]
    assert {"Gather", "Stack"} <= {node.type for node in nodes}


def test_a_module_that_is_called_twice_shares_its_weights():
    imported = builder.import_module(Shared(), torch.randn(2, 4))
    assert types_of(imported) == ["Linear", "Noise", "Output", "ReLU", "Share"]
    assert sorted(imported.weights) == ["fc.bias", "fc.weight"]


def test_equal_layers_in_a_row_become_one_block_that_is_repeated():
    imported = builder.import_module(encoder(), torch.randn(2, 6, 8))
    blocks = imported.document.blocks
    (repeat,) = [node for node in blocks["main"].nodes.values() if node.type == "Repeat"]
    assert repeat.params == {"block": "TransformerEncoderLayer", "times": 3}
    inside = {node.type for node in blocks["TransformerEncoderLayer"].nodes.values()}
    assert {"Input", "LayerNorm", "Linear", "GELU", "Add", "Output"} <= inside
    assert len(imported.weights) == len(encoder().state_dict())


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.left, self.right = pictures()[:3], pictures()[:3]

    def forward(self, input):
        return self.left(input) + self.right(input.flip(-1))


def test_equal_branches_use_one_block_with_weights_of_their_own():
    imported = assert_goes_round(Branches(), [torch.randn(2, 1, 4, 4)])
    uses = [node for node in imported.document.graph.nodes.values() if node.type == "Block"]
    assert [node.params["block"] for node in uses] == ["Sequential", "Sequential"]
    assert "left.n0.weight" in imported.weights


def test_importing_leaves_a_module_as_it_was():
    module = pictures().train()
    module[4].eval()
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    builder.import_module(module, torch.randn(2, 1, 4, 4))
    assert [part.training for part in module] == [True, True, True, True, False, True, True]
    assert all(torch.equal(tensor, before[name]) for name, tensor in module.state_dict().items())


@pytest.mark.parametrize("module", [Values(), Decides()], ids=["values", "decides"])
def test_a_module_that_depends_on_values_is_refused_in_words(module):
    with pytest.raises(InvalidDocument) as refused:
        builder.import_module(module, torch.randn(2, 4))
    (problem,) = refused.value.problems
    assert problem.code == "not_importable"
    assert len(problem.message) > 30


def test_a_module_with_a_hook_is_drawn_with_what_the_hook_does():
    module = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
    module[0].register_forward_hook(lambda module, inputs, output: output * 2)
    assert_goes_round(module, [torch.randn(2, 4)])


class Counts(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("calls", torch.tensor(0.0))

    def forward(self, input):
        self.calls += 1
        return input * self.calls


def test_a_module_that_changes_itself_is_drawn_without_that_and_says_so():
    module = Counts()
    imported = builder.import_module(module, torch.randn(2, 4))
    (problem,) = imported.problems
    assert (problem.code, problem.severity) == ("state_left_out", "warning")
    assert "calls" in problem.message
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    given = torch.randn(5, 4)
    assert torch.equal(network(given), module(given))


@pytest.mark.parametrize("module", [Values(), Decides()], ids=["index", "input.sum()"])
def test_a_refusal_names_the_operation_or_the_line(module, request):
    with pytest.raises(InvalidDocument) as refused:
        builder.import_module(nn.Sequential(nn.Linear(4, 4), module), torch.randn(2, 4))
    assert request.node.callspec.id in refused.value.problems[0].message


def test_a_module_that_does_not_take_the_example_is_refused():
    with pytest.raises(InvalidDocument, match="does not run on the example"):
        builder.import_module(nn.Linear(4, 2), torch.randn(2, 3))


def test_a_foreign_operation_is_named_with_its_module():
    library = torch.library.Library("layerloom_test", "FRAGMENT")
    library.define("twice(Tensor input) -> Tensor")
    library.impl("twice", lambda input: input * 2, "CPU")
    library.impl("twice", torch.empty_like, "Meta")

    class Foreign(nn.Module):
        def forward(self, input):
            return torch.ops.layerloom_test.twice(input)

    with pytest.raises(InvalidDocument, match=r"layerloom_test\.twice\.default in 1 \(Foreign\), line"):
        builder.import_module(nn.Sequential(nn.Linear(4, 4), Foreign()), torch.randn(2, 4))
