"""Molecules: small molecules as graphs, put together on the spot from a fixed seed.

Source: the energies are textbook averages; see Cottrell, "The Strengths of Chemical Bonds", 1958.
"""

import random
import zlib

import torch

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def molecules(samples: int = 1_400, seed: int = 0) -> Parts:
    """Molecules of four to nine atoms of carbon, nitrogen and oxygen, joined by single bonds; hydrogen is left out.

    Two things are asked: the energy that breaks all their bonds, which depends on who is joined to whom, and how many
    rings there are, of five atoms or more. A molecule is never in two parts, in whatever order its atoms are told.

    Shape: atoms (N, 9, 3), a single 1 for carbon, nitrogen or oxygen and none where there is no atom; bonds (N, 9, 9),
    1 for atoms that are joined; mask (N, 9), 1 for an atom; energy (N, 1); rings (N,) in 0..2. Units: the energy is in
    1,000 kJ/mol.
    """
    chance = random.Random(seed)  # noqa: S311 - molecules, not secrets
    made = [molecule(chance) for _ in range(samples)]
    kinds = torch.tensor([kind + [3] * (9 - len(kind)) for kind, _ in made])
    bonds = torch.zeros(samples, 9, 9)
    for number, (_, joined) in enumerate(made):
        for first, second in joined:
            bonds[number, first, second] = bonds[number, second, first] = 1
    atoms = torch.eye(4)[kinds][:, :, :3]
    mask = (kinds < 3).float()
    energies = torch.tensor([[0.346, 0.305, 0.358], [0.305, 0.167, 0.201], [0.358, 0.201, 0.142]])  # C, N, O
    energy = (bonds * (atoms @ energies @ atoms.transpose(1, 2))).sum(dim=(1, 2)) / 2
    rings = (bonds.sum(dim=(1, 2)) / 2 - mask.sum(dim=1) + 1).long()
    known = torch.tensor([[checksum(*each)] for each in made])
    whole = {"atoms": atoms, "bonds": bonds, "mask": mask, "energy": energy[:, None], "rings": rings}
    return divided(whole, by_content(known))


def molecule(chance: random.Random, least: int = 4, most: int = 9) -> tuple[list[int], list[tuple[int, int]]]:
    """The kinds of a molecule's atoms (0 carbon, 1 nitrogen, 2 oxygen) and which of them are joined.

    It has from ``least`` to ``most`` atoms. Carbon joins at most four others, nitrogen three, oxygen two.
    """
    kinds = chance.choices([0, 1, 2], [6, 2, 2], k=chance.randint(least, most))
    kinds[0] = 0
    free = [4 - kind for kind in kinds]
    joined: list[tuple[int, int]] = []

    def join(one: int, other: int) -> None:
        joined.append((one, other))
        free[one] -= 1
        free[other] -= 1

    for atom in range(1, len(kinds)):
        join(chance.choice([other for other in range(atom) if free[other]]), atom)
    for _ in range(chance.randint(0, 2)):
        for one in chance.sample(range(len(kinds)), len(kinds)):
            near = within_three_bonds(one, joined)
            far = [other for other in range(len(kinds)) if free[other] and other not in near]
            if free[one] and far:
                join(one, chance.choice(far))
                break
    order = chance.sample(range(len(kinds)), len(kinds))
    place = [order.index(atom) for atom in range(len(kinds))]
    return [kinds[atom] for atom in order], [(place[one], place[other]) for one, other in joined]


def within_three_bonds(atom: int, joined: list[tuple[int, int]]) -> set[int]:
    """An atom and all that are at most three bonds away from it."""
    near = {atom}
    for _ in range(3):
        near |= {end for bond in joined for end in bond if bond[0] in near or bond[1] in near}
    return near


def checksum(kinds: list[int], joined: list[tuple[int, int]]) -> int:
    """A number that is the same for the same molecule, in whatever order its atoms are told.

    Reference: Weisfeiler and Leman, "The Reduction of a Graph to Canonical Form", 1968.
    """
    colours = list(kinds)
    for _ in range(4):
        near: list[list[int]] = [[] for _ in kinds]
        for one, other in joined:
            near[one].append(colours[other])
            near[other].append(colours[one])
        colours = [zlib.crc32(repr((own, sorted(around))).encode()) for own, around in zip(colours, near, strict=True)]
    return zlib.crc32(repr(sorted(colours)).encode())


DATASET = Dataset(
    molecules,
    type_name="Molecules",
    summary="Small molecules as graphs, with the energy that breaks all their bonds and the number of their rings.",
    fields=(
        DataField(
            "atoms",
            (9, 3),
            between=(0, 1),
            columns=("C", "N", "O"),
            help="A single 1 for carbon, nitrogen or oxygen; none: no atom.",
        ),
        DataField("bonds", (9, 9), between=(0, 1), help="1 where two atoms are joined."),
        DataField("mask", (9,), between=(0, 1), help="1 where there is an atom."),
        DataField("energy", (1,), help="The energy of all bonds, in 1,000 kJ/mol."),
        DataField(
            "rings",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("none", "one", "two"),
            help="How many rings there are.",
        ),
    ),
    params=(samples_param(1_400, most=10_000), SEED),
)
