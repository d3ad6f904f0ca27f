"""LogicGate: every gate has its truth table, and one neuron learns all but one of them."""

import operator

import pytest
import torch
from sklearn.linear_model import Perceptron

from builder.datasets.logic_gate import logic_gate

TABLES = {
    "and": operator.and_,
    "or": operator.or_,
    "nand": lambda first, second: 1 - (first & second),
    "xor": operator.xor,
}


@pytest.mark.parametrize("gate", TABLES)
def test_the_label_is_what_the_gate_says(gate):
    for part in logic_gate(gate=gate, noise=0):
        first, second = part["inputs"].long().unbind(dim=1)
        assert torch.equal(part["label"], TABLES[gate](first, second))


@pytest.mark.parametrize(("gate", "least", "most"), [("and", 1, 1), ("or", 1, 1), ("nand", 1, 1), ("xor", 0, 0.85)])
def test_one_neuron_learns_all_gates_but_xor(gate, least, most):
    training, validation, _ = logic_gate(samples=1_400, gate=gate)
    neuron = Perceptron().fit(training["inputs"], training["label"])
    assert least <= neuron.score(validation["inputs"], validation["label"]) <= most
