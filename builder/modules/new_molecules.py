"""How many of the molecules that a network writes could be, and were not learned by heart."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric


def new_molecules(input: Tensor, known: Tensor | None = None, letters: str = "_^$CNO()12") -> Tensor:
    """Tells which share of written molecules are valid, different from each other, and none of those that are known.

    A string is valid if its brackets and rings close, no two atoms are joined twice, and no atom has too many bonds:
    carbon at most four, nitrogen three, oxygen two. Molecules are compared, not strings: one that is written in
    another order is the same. Without ``known`` it is the share of valid ones alone, however often they come.

    Args:
        letters: the letter of each token; "^" before a string is left out, and "$" or "_" ends it.

    Shape:
        - input: (N, T), the tokens that were written
        - known: (K, T), those that were learned from
        - metric: (), from 0 to 1

    Reference:
        Brown, Fiscato, Segler and Vaucher, "GuacaMol: Benchmarking Models for de Novo Molecular Design", 2019.

    Example:
        >>> new_molecules(torch.tensor([[3, 3, 5, 2], [5, 3, 3, 2], [3, 6, 3, 2], [3, 4, 2, 2]]))  # CCO OCC C(C CN
        tensor(0.7500)
    """
    written = [structure(row, letters) for row in input.tolist()]
    if known is None:
        return torch.tensor(sum(each != 0 for each in written) / max(len(written), 1), device=input.device)
    learned = {structure(row, letters) for row in known.tolist()}
    return torch.tensor(len(set(written) - learned - {0}) / max(len(written), 1), device=input.device)


def structure(tokens: list[int], letters: str) -> int:
    """A number that is the same for the same molecule, however it is written; 0 for what is no molecule.

    Reference: Weisfeiler and Leman, "The Reduction of a Graph to Canonical Form", 1968.
    """
    read = atoms_and_bonds(tokens, letters)
    if read is None:
        return 0
    kinds, bonds = read
    near: list[list[int]] = [[] for _ in kinds]
    for one, other in bonds:
        near[one].append(other)
        near[other].append(one)
    free = {"C": 4, "N": 3, "O": 2}
    if any(len(around) > free[kind] for kind, around in zip(kinds, near, strict=True)):
        return 0
    colours = [free[kind] for kind in kinds]
    for _ in range(4):
        colours = [hash((own, *sorted(colours[other] for other in near[atom]))) for atom, own in enumerate(colours)]
    return hash(tuple(sorted(colours)))


def atoms_and_bonds(tokens: list[int], letters: str) -> tuple[list[str], list[tuple[int, int]]] | None:
    """What a string says: its atoms, and which are joined; None where it does not keep to the rules of writing."""
    kinds: list[str] = []
    bonds: list[tuple[int, int]] = []
    last, branches = -1, []
    rings: dict[str, int] = {}
    text = "".join(letters[token] if token < len(letters) else "?" for token in tokens).lstrip("^")
    text = text.replace("_", "$").partition("$")[0]
    for before, letter in zip(" " + text, text, strict=False):
        if letter in "CNO":
            bonds += [(last, len(kinds))] if kinds else []
            last = len(kinds)
            kinds.append(letter)
        elif letter == "(" and before not in " (":
            branches.append(last)
        elif letter == ")" and before != "(" and branches:
            last = branches.pop()
        elif letter.isdigit() and before not in " ()" and letter in rings:
            bonds.append((rings.pop(letter), last))
        elif letter.isdigit() and before not in " ()":
            rings[letter] = last
        else:
            return None
    is_doubled = len({frozenset(bond) for bond in bonds}) < len(bonds) or any(one == other for one, other in bonds)
    return None if not kinds or branches or rings or is_doubled else (kinds, bonds)


TOKENS = Expected((2,), "tokens of shape (N, T)", "whole")

LAYER = OwnMetric(new_molecules, type_name="NewMolecules", unit="share", expects={"input": TOKENS, "known": TOKENS})
