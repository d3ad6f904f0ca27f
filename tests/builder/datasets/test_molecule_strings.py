"""MoleculeStrings: what is written can be read again, and is the molecule that it was."""

import random

import networkx
import torch

from builder.datasets.molecule_strings import molecule_strings, smiles, smiles_letters
from builder.datasets.molecules import molecule
from builder.modules.new_molecules import atoms_and_bonds

LETTERS = "".join(smiles_letters())


def graph(kinds, bonds):
    made = networkx.Graph(bonds)
    networkx.set_node_attributes(made, dict(enumerate(kinds)), "kind")
    return made


def test_a_string_is_the_molecule_that_was_written():
    chance = random.Random(5)
    for _ in range(200):
        kinds, joined = molecule(chance)
        text = smiles(kinds, joined)
        read = atoms_and_bonds([LETTERS.index(letter) for letter in text], LETTERS)
        assert read
        assert networkx.is_isomorphic(
            graph(["CNO"[kind] for kind in kinds], joined),
            graph(*read),
            node_match=lambda one, other: one["kind"] == other["kind"],
        )


def test_each_letter_is_asked_for_after_those_before_it():
    training, _, _ = molecule_strings(280)
    given, string = training["given"], training["string"]
    assert (given[:, 0] == LETTERS.index("^")).all()
    following = torch.cat([given[:, 1:], given.new_zeros(len(given), 1)], dim=1)
    is_letter = (string >= 0) & (string != LETTERS.index("$"))
    assert torch.equal(string[is_letter], following[is_letter])
    assert ((string == LETTERS.index("$")).sum(dim=1) == 1).all()


def test_no_molecule_is_in_two_parts_in_whatever_order_it_is_written():
    def hashes(part):
        for row in part["given"].tolist():
            read = atoms_and_bonds(row, LETTERS)
            assert read
            yield networkx.weisfeiler_lehman_graph_hash(graph(*read), node_attr="kind")

    training, validation, test = (set(hashes(part)) for part in molecule_strings(700))
    assert not training & validation
    assert not training & test
    assert not validation & test
