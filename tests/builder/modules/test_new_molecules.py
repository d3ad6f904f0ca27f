import random

import pytest
import torch

from builder.datasets.molecule_strings import molecule_strings, smiles
from builder.datasets.molecules import molecule
from builder.modules.new_molecules import atoms_and_bonds, new_molecules, structure
from tests.builder.modules.example import Example
from tests.builder.modules.token_examples import tokens

LETTERS = "_^$CNO()12"
EXAMPLE = Example({"input": tokens(3, 6), "known": tokens(4, 6, seed=1)}, {}, {})


def rows(*texts):
    return torch.tensor([[LETTERS.index(letter) for letter in text.ljust(12, "$")] for text in texts])


@pytest.mark.parametrize("text", ["C", "CCO", "C(C)(C)(C)C", "C1CCCC1", "C12CCC(C1)CC2", "N(C)(C)C", "CC(N)", "^CO$"])
def test_what_could_be_is_valid(text):
    assert new_molecules(rows(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "(C)", "C(C", "C)C", "C()C", "C1CC", "1CC1", "C11", "C1C1", "O(C)(C)C", "C(C)(C)(C)(C)C", "C(1CC1)C", "C^C"],
)
def test_what_is_badly_written_or_has_too_many_bonds_is_not(text):
    assert new_molecules(rows(text)) == 0


def test_every_molecule_of_the_data_is_valid_and_known_to_itself():
    training, validation, _ = molecule_strings(280)
    assert new_molecules(training["given"]) == 1
    assert new_molecules(training["given"], training["given"]) == 0
    unlike = {structure(row, LETTERS) for row in validation["given"].tolist()}
    assert new_molecules(validation["given"], training["given"]).item() == pytest.approx(
        len(unlike) / len(validation["given"])
    )


def test_a_molecule_counts_once_and_not_if_it_is_known_in_whatever_order_it_is_written():
    assert new_molecules(rows("CCO", "OCC", "CCN", "C(C"), rows("CC")) == 0.5
    assert new_molecules(rows("CCO", "OCC", "CCN", "C(C"), rows("C(O)C")) == 0.25


def test_a_molecule_stays_the_same_written_from_another_atom_and_differs_from_others():
    chance = random.Random(3)
    for _ in range(50):
        kinds, joined = molecule(chance)
        order = chance.sample(range(len(kinds)), len(kinds))
        again = [kinds[atom] for atom in order], [(order.index(one), order.index(other)) for one, other in joined]
        one, other = (rows(smiles(*each).ljust(24, "$"))[0].tolist() for each in ((kinds, joined), again))
        assert structure(one, LETTERS) == structure(other, LETTERS) != 0
    assert len({structure(row, LETTERS) for row in rows("CCCO", "CC(C)O", "CCOC", "C1CCO1", "CCNO").tolist()}) == 5


def test_a_string_says_its_atoms_and_bonds():
    assert atoms_and_bonds(rows("C1C(O)N1")[0].tolist(), LETTERS) == (
        ["C", "C", "O", "N"],
        [(0, 1), (1, 2), (1, 3), (0, 3)],
    )
