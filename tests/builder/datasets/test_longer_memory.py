"""LongerMemory: the first symbol is the answer, all others distract."""

import torch

from builder.datasets.longer_memory import longer_memory


def test_the_first_symbol_alone_is_the_answer_and_no_sequence_comes_twice():
    parts = longer_memory()
    for part in parts:
        symbols = part["sequence"].argmax(2)
        assert torch.equal(part["sequence"].sum(2), torch.ones(symbols.shape))
        assert torch.equal(symbols[:, 0], part["label"])
        assert symbols[:, 1:].min() == 4
    everything = torch.cat([part["sequence"].flatten(1) for part in parts])
    assert len(everything.unique(dim=0)) == len(everything) == 700
