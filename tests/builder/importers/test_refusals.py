"""What can't be drawn is refused with its place, its cause and what to try; what needs only another call is drawn."""

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import builder
from builder.drawing.problems import InvalidDocument
from tests.builder.importers.round_trip import assert_goes_round


class Part(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)

    def forward(self, x):
        return self.linear(x).tanh()


class OfDictionary(Part):
    def forward(self, batch):
        return self.linear(batch["x"]) + batch["more"]["y"]


class OfList(Part):
    def forward(self, parts):
        return self.linear(parts[0]) - parts[1]


class ByName(Part):
    def forward(self, *, x, y):
        return self.linear(x) - y


class Many(Part):
    def forward(self, *parts):
        return self.linear(parts[0]) - parts[1]


class WithSettings(Part):
    def forward(self, x, times, shift=None, mode="add"):
        return self.linear(x) * times if mode == "times" else self.linear(x)


X, Y = torch.randn(2, 4), torch.randn(2, 4)
CALLS = {
    "a dictionary": (OfDictionary(), [{"x": X, "more": {"y": Y}}], ("batch_x", "batch_more_y")),
    "a dictionary by name": (OfDictionary(), {"batch": {"x": X, "more": {"y": Y}}}, ("batch_x", "batch_more_y")),
    "a dictionary as it is": (OfDictionary(), {"x": X, "more": {"y": Y}}, ("batch_x", "batch_more_y")),
    "a list": (OfList(), [[X, Y]], ("parts_0", "parts_1")),
    "a list as it is": (OfList(), [X, Y], ("parts_0", "parts_1")),
    "a tuple": (OfList(), [(X, Y)], ("parts_0", "parts_1")),
    "names alone": (ByName(), {"x": X, "y": Y}, ("x", "y")),
    "names alone, by place": (ByName(), [X, Y], ("x", "y")),
    "as many as there are": (Many(), [X, Y], ("x0", "x1")),
}


@pytest.mark.parametrize("case", CALLS)
def test_however_tensors_are_handed_over_each_becomes_an_input(case):
    module, example, inputs = CALLS[case]
    imported = builder.import_module(module, example)
    assert imported.inputs == inputs
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    x, y = torch.randn(5, 4), torch.randn(5, 4)
    wanted = torch.nn.functional.linear(x, module.linear.weight, module.linear.bias)
    wanted = wanted + y if isinstance(module, OfDictionary) else wanted - y
    torch.testing.assert_close(network(**dict(zip(inputs, (x, y), strict=True))), wanted)


def test_settings_beside_tensors_are_drawn_as_they_are_given():
    module = WithSettings()
    imported = builder.import_module(module, [X, 3, None, "times"])
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    torch.testing.assert_close(network(Y), module(Y, 3, mode="times"))


class Takes(nn.Module):
    def forward(self, x):
        share = x.sum().item()
        return x * share


class TakesOut(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Takes()

    def forward(self, x):
        return self.inner(x + 1)


class Counts(Part):
    def forward(self, x):
        many = int(x.max().item() > 0) + 1
        return self.linear(x)[:, :many]


class Decides(Part):
    def forward(self, x):
        if x.mean() > 0:
            return self.linear(x)
        return -self.linear(x)


class Picks(Part):
    def forward(self, x):
        read = self.linear(x)
        return read[read > 0].mean() * x


class Finds(Part):
    def forward(self, x):
        return x[torch.nonzero(x[:, 0] > 0).squeeze(1)]


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.reader = nn.LSTM(4, 5, batch_first=True)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(self.reader(packed)[0], batch_first=True)[0]


class Scripted(Part):
    def __init__(self, make):
        super().__init__()
        self.part = make(Part())

    def forward(self, x):
        return self.part(self.linear(x))


class Pictures(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.linear = nn.Conv2d(1, 2, 3), nn.Linear(32, 3)

    def forward(self, x):
        return self.linear(self.conv(x).flatten())


REFUSED = {
    "item": (TakesOut(), [X], ["in inner (Takes)", "x.sum().item()", "test_refusals.py"], "x.sum()"),
    "a number that follows": (Counts(), [torch.ones(2, 4)], ["in Counts", "int(x.max().item() > 0)"], "x.sum()"),
    "a decision": (Decides(), [X], ["in Decides", "if x.mean() > 0", "test_refusals.py"], "torch.where"),
    "a boolean mask": (Picks(), [X], ["boolean mask", "read[read > 0]", "test_refusals.py"], "mask.sum()"),
    "places": (Finds(), [X], ["nonzero", "depends on values"], "torch.where"),
    "a packed sequence": (
        Packed(),
        [torch.randn(2, 6, 4), torch.tensor([6, 4])],
        ["reader (LSTM)", "packed sequence"],
        "padded batch",
    ),
    "a scripted part": (Scripted(torch.jit.script), [X], ["part (Part)", "torch.jit"], "before torch.jit.script"),
    "a traced part": (
        Scripted(lambda part: torch.jit.trace(part, X)),
        [X],
        ["part (Part)", "torch.jit"],
        "before torch.jit.script",
    ),
    "no batch": (Pictures(), [torch.randn(1, 6, 6)], ["first axis of x, of shape (1, 6, 6), is no batch"], "unsqueeze"),
    "an object": (Part(), [object()], ["x, of type object"], "one by one"),
    "no tensor": (Part(), [], ["holds no tensor"], "each input"),
    "text": (Part(), "x", ["of type str"], "Give a tensor"),
    "a function": (torch.relu, [X], ["no torch.nn.Module"], "forward of a module"),
    "other shapes": (Part(), [torch.randn(2, 5)], ["does not run on the example", "2x5"], ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_drawn_says_where_why_and_what_to_try(case):
    module, example, words, way_out = REFUSED[case]
    with pytest.raises(InvalidDocument) as caught:
        builder.import_module(module, example)
    (problem,) = caught.value.problems
    assert problem.code == "not_importable"
    for word in words:
        assert word in problem.message
    assert way_out in problem.hint


class StepsFirst(nn.Module):
    def __init__(self):
        super().__init__()
        self.reader, self.head = nn.LSTM(4, 5), nn.Linear(5, 3)

    def forward(self, x):
        states, (last, _) = self.reader(x)
        return self.head(states), self.head(last[-1])


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(9, 8)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 1)

    def forward(self, tokens):
        return self.encoder(self.embed(tokens), nn.Transformer.generate_square_subsequent_mask(len(tokens)))


@pytest.mark.parametrize(
    ("module", "example", "part"),
    [
        (StepsFirst(), torch.randn(6, 2, 4), "reader (LSTM)"),
        (StepsFirst(), torch.randn(6, 1, 4), "reader (LSTM)"),
        (LanguageModel(), torch.randint(0, 9, (6, 2)), "self_attn (MultiheadAttention)"),
    ],
)
def test_a_module_that_has_the_steps_first_is_drawn_with_the_batch_first_and_says_so(module, example, part):
    module.eval()
    imported = builder.import_module(module, example)
    (problem,) = imported.problems
    assert (problem.code, part in problem.message) == ("batch_moved", True)
    assert {each.code for each in builder.check(imported.document).problems} <= {"no_data", "no_objective"}
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    other = torch.cat([example, example.flip(0), example], 1)
    answers = network.eval()(other.transpose(0, 1))
    wanted = module(other)
    if isinstance(wanted, tuple):
        torch.testing.assert_close(answers[imported.outputs[0]], wanted[0].transpose(0, 1))
        torch.testing.assert_close(answers[imported.outputs[1]], wanted[1])
    else:
        torch.testing.assert_close(answers, wanted.transpose(0, 1), rtol=0, atol=1e-5)


class OfGraphs(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 3)

    def forward(self, nodes, links):
        return links @ self.linear(nodes)


@pytest.mark.parametrize(
    ("module", "example"),
    [(Part(), [torch.randn(4)]), (OfGraphs(), [torch.randn(5, 4), torch.randn(5, 5)])],
    ids=["one row", "one graph"],
)
def test_one_sample_without_a_batch_gets_one_where_the_module_takes_it(module, example):
    imported = builder.import_module(module, example)
    assert [problem.code for problem in imported.problems] == ["batch_added"]
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    batch = [torch.randn(3, *tensor.shape) for tensor in example]
    wanted = torch.stack([module(*(tensor[place] for tensor in batch)) for place in range(3)])
    torch.testing.assert_close(network(*batch), wanted)


def test_an_example_of_one_is_as_good_as_of_two():
    assert_goes_round(Part(), [torch.randn(1, 4)])
