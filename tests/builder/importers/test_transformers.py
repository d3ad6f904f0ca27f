"""torch's attention and transformers, called with the masks of language models and translators: each is one node."""

from itertools import chain

import pytest
import torch
from torch import nn

import builder
from tests.builder.importers.round_trip import assert_goes_round

WIDTH, TOKENS = 8, 12
causal = nn.Transformer.generate_square_subsequent_mask

MASKS = {
    "of torch": causal,
    "of ones": lambda steps: torch.triu(torch.ones(steps, steps) * float("-inf"), diagonal=1),
    "of yes and no": lambda steps: torch.triu(torch.ones(steps, steps, dtype=torch.bool), diagonal=1),
    "of a comparison": lambda steps: torch.tril(torch.ones(steps, steps)) == 0,
    "of places": lambda steps: torch.arange(steps)[None] > torch.arange(steps)[:, None],
}


class LanguageModel(nn.Module):
    """What everybody writes first: an encoder that must not look ahead."""

    def __init__(self, mask, batch_first=True, **said):
        super().__init__()
        self.mask, self.said, self.batch_first = mask, said, batch_first
        self.embed = nn.Embedding(TOKENS, WIDTH)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(WIDTH, 2, 16, batch_first=batch_first), 2)
        self.head = nn.Linear(WIDTH, TOKENS)
        self.register_buffer("held", causal(9))

    def forward(self, tokens):
        steps = tokens.size(1)
        read = self.embed(tokens)
        read = read if self.batch_first else read.transpose(0, 1)
        mask = self.mask(steps) if self.mask else self.held[:steps, :steps]
        states = self.encoder(read, mask, **self.said)
        return self.head(states if self.batch_first else states.transpose(0, 1))


class Padded(LanguageModel):
    """An encoder that looks at no padding, and not ahead."""

    def forward(self, tokens):
        padding = tokens == 0
        mask = self.mask(tokens.shape[1])
        return self.head(self.encoder(self.embed(tokens), mask=mask, src_key_padding_mask=padding))


class Layers(nn.Module):
    """Layers one by one, with a hint each; the layer before the norm, with a norm of their own at the end."""

    def __init__(self):
        super().__init__()
        layer = {"dim_feedforward": 16, "batch_first": True, "norm_first": True, "activation": "gelu"}
        self.layers = nn.ModuleList([nn.TransformerDecoderLayer(WIDTH, 2, **layer) for _ in range(2)])
        self.last = nn.TransformerEncoder(nn.TransformerEncoderLayer(WIDTH, 2, **layer), 2, norm=nn.LayerNorm(WIDTH))

    def forward(self, input, memory):
        mask = causal(input.size(1))
        for layer in self.layers:
            input = layer(input, memory, tgt_mask=mask, tgt_is_causal=True)
        return self.last(input, mask=mask, is_causal=True)


class Translator(nn.Module):
    def __init__(self, batch_first):
        super().__init__()
        self.batch_first = batch_first
        self.embed = nn.Embedding(TOKENS, WIDTH)
        self.transformer = nn.Transformer(WIDTH, 2, 1, 2, 16, batch_first=batch_first)

    def forward(self, source, target):
        read, written = self.embed(source), self.embed(target)
        if not self.batch_first:
            read, written = read.transpose(0, 1), written.transpose(0, 1)
        paddings = {"src_key_padding_mask": source == 0, "memory_key_padding_mask": source == 0}
        answer = self.transformer(read, written, tgt_mask=causal(target.size(1)), **paddings)
        return answer if self.batch_first else answer.transpose(0, 1)


class GptLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.attention = nn.MultiheadAttention(WIDTH, 2, dropout=0.1, bias=False, batch_first=True)
        self.register_buffer("mask", torch.triu(torch.ones(20, 20, dtype=torch.bool), 1))

    def forward(self, input):
        steps, read = input.size(1), self.norm(input)
        seen, _ = self.attention(read, read, read, attn_mask=self.mask[:steps, :steps], need_weights=False)
        return input + seen


class Local(LanguageModel):
    """A mask that is not causal: it is drawn as it is computed."""

    def forward(self, tokens):
        places = torch.arange(tokens.size(1))
        return self.encoder(self.embed(tokens), (places[:, None] - places[None]).abs() > 2)


class Hinted(LanguageModel):
    """The mask hides nothing, and torch is told that it is causal: then it takes the causal one."""

    def forward(self, tokens):
        return self.encoder(self.embed(tokens), torch.zeros(tokens.size(1), tokens.size(1)), is_causal=True)


class GivenMask(LanguageModel):
    def forward(self, tokens, padding):
        return self.encoder(self.embed(tokens), src_key_padding_mask=padding)


class States(nn.Module):
    """A reader hands its states to a writer, and both to a cell."""

    def __init__(self):
        super().__init__()
        self.reader, self.writer = nn.LSTM(4, 5, batch_first=True), nn.LSTM(4, 5, batch_first=True)
        self.gru, self.cell = nn.GRU(4, 5), nn.LSTMCell(4, 5)

    def forward(self, source, target):
        _, (hidden, memory) = self.reader(source)
        written, (last, kept) = self.writer(target, (hidden, memory))
        again, _ = self.gru(target.transpose(0, 1), last)
        return written, again.transpose(0, 1), self.cell(target[:, 0], (hidden[0], kept[0]))


def tokens(steps=5):
    """Two sequences with one step of padding in each, at neither end."""
    made = 1 + torch.arange(2 * steps).reshape(2, steps) % (TOKENS - 1)
    made[:, 1] = 0
    return made


def types(imported):
    blocks = imported.document.blocks.values()
    return sorted(chain.from_iterable((node.type for node in block.nodes.values()) for block in blocks))


@pytest.mark.parametrize("how", MASKS)
def test_a_language_model_is_an_encoder_with_a_causal_mask(how):
    imported = assert_goes_round(LanguageModel(MASKS[how]), [tokens()])
    wanted = ["CausalMask", "Embedding", "Linear", "Output", "RandomIntegers", "TransformerEncoder"]
    assert types(imported) == wanted


@pytest.mark.parametrize("said", [{"is_causal": True}, {"is_causal": False}, {}], ids=str)
def test_a_mask_that_is_kept_and_a_hint_are_no_trouble_where_the_steps_come_first(said):
    imported = assert_goes_round(LanguageModel(None, batch_first=False, **said), [tokens()])
    wanted = ["CausalMask", "Embedding", "Linear", "Output", "RandomIntegers", "TransformerEncoder"]
    assert types(imported) == sorted([*wanted, "Transpose", "Transpose"])


OTHERS = {
    "padded": (Padded(MASKS["of yes and no"]), [tokens()], {"TransformerEncoder": 1, "CausalMask": 1}),
    "layers": (Layers(), [torch.randn(2, 5, WIDTH), torch.randn(2, 3, WIDTH)], {"TransformerDecoderLayer": 2}),
    "translator": (Translator(True), [tokens(5), tokens(3)], {"Transformer": 1, "CausalMask": 1}),
    "steps first": (Translator(False), [tokens(5), tokens(3)], {"Transformer": 1, "CausalMask": 1}),
    "gpt": (nn.Sequential(GptLayer(), GptLayer()), [torch.randn(2, 5, WIDTH)], {"MultiheadAttention": 1, "Repeat": 1}),
    "local": (Local(None), [tokens()], {"TransformerEncoder": 1, "CausalMask": 0}),
    "hinted": (Hinted(None), [tokens()], {}),
    "given mask": (GivenMask(None), [tokens(), tokens() == 0], {"TransformerEncoder": 1}),
    "states": (States(), [torch.randn(2, 6, 4), torch.randn(2, 3, 4)], {"LSTM": 2, "GRU": 1, "LSTMCell": 1, "Aten": 0}),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_called_with_more_than_one_tensor_is_still_one_node(case):
    module, examples, wanted = OTHERS[case]
    found = types(assert_goes_round(module, examples))
    assert {type: found.count(type) for type in wanted} == wanted


def test_one_tensor_that_is_given_twice_stands_for_two_inputs():
    input = torch.randn(2, 6, 4)
    assert len(assert_goes_round(States(), [input, input]).inputs) == 2


class PaddedOnly(LanguageModel):
    def forward(self, tokens):
        return self.encoder(self.embed(tokens), src_key_padding_mask=tokens == 0)


def test_padding_that_torch_clears_only_when_it_is_asked_quickly_is_told():
    imported = assert_goes_round(PaddedOnly(None), [tokens()])
    assert [problem.code for problem in imported.problems] == ["padding_not_cleared"]


class Tutorial(LanguageModel):
    def forward(self, tokens, mask):
        return self.head(self.encoder(self.embed(tokens), mask))


def test_a_mask_that_is_given_beside_the_batch_is_drawn_as_it_is():
    module = Tutorial(None).eval()
    imported = builder.import_module(module, [tokens(), causal(5)])
    assert [problem.code for problem in imported.problems] == ["mask_held"]
    assert "CausalMask" in types(imported)
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    batch = tokens().repeat(3, 1)
    torch.testing.assert_close(network.eval()(batch), module(batch, causal(5)), rtol=0, atol=1e-5)


class OldTutorial(nn.Module):
    """As torch's own tutorial was written: the steps come first."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(TOKENS, WIDTH)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(WIDTH, 2, 16), 1)

    def forward(self, tokens, mask):
        return self.encoder(self.embed(tokens), mask)


def test_a_mask_is_no_batch_where_the_steps_come_first_either():
    module = OldTutorial().eval()
    imported = builder.import_module(module, [tokens().T, causal(5)])
    assert [problem.code for problem in imported.problems] == ["batch_moved", "mask_held"]
    network = builder.network(imported.document)
    network.load_state_dict(imported.weights)
    batch = tokens().repeat(3, 1)
    wanted = module(batch.T, causal(5)).transpose(0, 1)
    torch.testing.assert_close(network.eval()(batch), wanted, rtol=0, atol=1e-5)
