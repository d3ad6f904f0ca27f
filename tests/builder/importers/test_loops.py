"""Loops over time that were written by hand become one Scan, which answers and learns as they do."""

import pytest
import torch
from torch import nn

import builder
from tests.builder.importers.course import sequences
from tests.builder.importers.round_trip import assert_goes_round


class Wired(nn.Module):
    """States that begin with something, one of them with zeros; the last one is an answer too."""

    def __init__(self):
        super().__init__()
        self.begin = nn.Linear(3, 6)
        self.cell = nn.LSTMCell(4, 6)
        self.head = nn.Linear(6, 2)

    def forward(self, x, start):
        h, c = torch.tanh(self.begin(start)), x.new_zeros(x.size(0), 6)
        kept = []
        for t in range(x.size(1)):
            h, c = self.cell(x[:, t], (h, c))
            kept.append(self.head(h).unsqueeze(1))
        return torch.cat(kept, dim=1), c


class InTheMiddle(nn.Module):
    """Looks at one step of the loop from outside, which no Scan can."""

    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(4, 6)

    def forward(self, x):
        h, seen = x.new_zeros(x.size(0), 6), []
        for t in range(x.size(1)):
            h = self.cell(x[:, t], h)
            seen.append(h)
        return h, seen[2]


class Backwards(nn.Module):
    """Reads from the end, and leaves out the first step."""

    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(4, 6)

    def forward(self, x):
        h = x.new_zeros(x.size(0), 6)
        for t in range(x.size(1) - 1, 0, -1):
            h = self.cell(x[:, t], h)
        return h


class TwoLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.ModuleList([nn.GRUCell(4, 6), nn.GRUCell(6, 6)])
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        states = [x.new_zeros(x.size(0), 6) for _ in self.cells]
        outputs = []
        for step in x.unbind(1):
            states[0] = self.cells[0](step, states[0])
            states[1] = self.cells[1](states[0], states[1])
            outputs.append(self.head(states[1]))
        return torch.stack(outputs, 1)


LOOPS = {
    "cells": (sequences.CellLoop, [(7, 8)]),
    "no cell of torch": (sequences.HandRNN, [(7, 8)]),
    "wired states": (Wired, [(5, 4), (3,)]),
    "backwards": (Backwards, [(5, 4)]),
    "two layers": (TwoLayers, [(5, 4)]),
}


def count(document, type):
    return sum(node.type == type for block in document.blocks.values() for node in block.nodes.values())


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_over_time_becomes_one_scan(name):
    torch.manual_seed(0)
    make, shapes = LOOPS[name]
    document = assert_goes_round(make(), tuple(torch.randn(2, *shape) for shape in shapes)).document
    assert (count(document, "Scan"), count(document, "Share")) == (1, 0)


def test_a_loop_that_no_scan_can_do_is_drawn_step_by_step():
    torch.manual_seed(0)
    document = assert_goes_round(InTheMiddle(), (torch.randn(2, 5, 4),)).document
    assert count(document, "Scan") == 0


def test_a_decoder_reads_what_it_attends_to_beside_its_states():
    torch.manual_seed(0)
    module = sequences.Seq2Seq()
    tokens = (torch.randint(0, 20, (2, 6)), torch.randint(0, 20, (2, 5)))
    document = assert_goes_round(module, tokens).document
    (steps,) = [name for name, node in document.blocks["main"].nodes.items() if node.type == "Scan"]
    assert f"{steps}.beside0" in document.blocks["main"].edges


def test_an_imported_loop_takes_sequences_of_any_length():
    torch.manual_seed(0)
    module = sequences.CellLoop().eval()
    imported = builder.import_module(module, torch.randn(2, 7, 8))
    network = builder.network(imported.document).eval()
    network.load_state_dict(imported.weights)
    longer = torch.randn(3, 11, 8)
    torch.testing.assert_close(network(longer), module(longer))
