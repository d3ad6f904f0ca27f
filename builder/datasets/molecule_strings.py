"""MoleculeStrings: small molecules written as strings, put together on the spot from a fixed seed.

Reference: Weininger, "SMILES, a Chemical Language and Information System", 1988.
"""

import math
import random

import torch

from builder.datasets.molecules import checksum, molecule
from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.tokens import places_in
from builder.kinds.dataset import DataField, Dataset, Parts


def molecule_strings(samples: int = 1_400, seed: int = 0) -> Parts:
    """Molecules of eight to ten atoms as SMILES, such as "CC(N)O", each atom after one that it is joined to.

    What stands in brackets is a branch, and two atoms with the same digit close a ring. Hydrogen is left out. A
    molecule is never in two parts, in whatever order its atoms are written.

    Shape: given (N, 24) and string (N, 24), places in the list of `smiles_letters`. The string ends with "$" and is
    -100 after it; given is "^" and the string, 0 after it: a network learns to write each letter after those before it.
    """
    chance = random.Random(seed)  # noqa: S311 - molecules, not secrets
    made = [molecule(chance, least=8, most=10) for _ in range(samples)]
    texts = [smiles(*each) for each in made]
    given = places_in(smiles_letters(), ["^" + text for text in texts], 24)
    string = places_in(smiles_letters(), [text + "$" for text in texts], 24, after=-100)
    known = torch.tensor([[checksum(*each)] for each in made])
    return divided({"given": given, "string": string}, by_content(known))


def smiles(kinds: list[int], joined: list[tuple[int, int]]) -> str:
    """A molecule as a string, from its first atom on, by the kinds of its atoms and which are joined."""
    near: list[list[int]] = [[] for _ in kinds]
    for one, other in joined:
        near[one].append(other)
        near[other].append(one)
    follow: list[list[int]] = [[] for _ in kinds]
    seen: list[int] = []
    rings: list[set[int]] = []

    def walk(atom: int, before: int) -> None:
        seen.append(atom)
        for other in near[atom]:
            if other not in seen:
                follow[atom].append(other)
                walk(other, atom)
            elif other != before and {atom, other} not in rings:
                rings.append({atom, other})

    def text(atom: int) -> str:
        closes = "".join(str(number + 1) for number, ring in enumerate(rings) if atom in ring)
        *branches, last = [text(other) for other in follow[atom]] or [""]
        return "CNO"[kinds[atom]] + closes + "".join(f"({branch})" for branch in branches) + last

    walk(0, -1)
    return text(0)


def smiles_letters() -> list[str]:
    """What strings are made of: nothing, the beginning, the end, atoms, branches, and rings."""
    return [*"_^$CNO()12"]


def _letters(name: str, help: str, least: int = 0) -> DataField:
    return DataField(
        name,
        (24,),
        kind="label",
        between=(least, math.inf),
        dtype=torch.int64,
        classes=tuple(smiles_letters()),
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    molecule_strings,
    type_name="MoleculeStrings",
    summary="Small molecules as strings of letters, for networks that write new ones.",
    fields=(
        _letters("given", "What is written before each letter: ^ first; 0 after the end."),
        _letters("string", "A molecule, then $; -100, which losses leave out, after that.", least=-100),
    ),
    params=(samples_param(1_400, most=10_000), SEED),
)
