"""HPProteins: chains of two kinds of beads on a square lattice, and how they fold: all of them, reckoned exactly.

Reference: Lau and Dill, "A Lattice Statistical Mechanics Model of the Conformational and Sequence Spaces of Proteins",
1989; the network that it is meant for, Jumper et al., "Highly Accurate Protein Structure Prediction with AlphaFold",
2021.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_content, divided
from builder.datasets.parts.params import SEED
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def hp_proteins(samples: int = 1_400, seed: int = 0) -> Parts:
    """Chains of 12 beads that fear water (H) or like it (P), and which of them touch when the chain has folded.

    A chain folds so that as many pairs of H as can be touch that are no neighbours in the chain. Where several folds
    are equally good, a contact is the share of them in which the two beads touch. Only chains with three such pairs or
    more are taken, drawn from all there are. A chain and the same one read backwards are in the same part.

    Shape: chain (N, 12) in 0..1; contacts (N, 12, 12) in 0..1.
    """
    random = torch.Generator().manual_seed(seed)
    first, second, touches = contact_maps(12)
    folds, times = touches.unique(dim=0, return_counts=True)  # (folds, pairs)
    chain = torch.arange(2**12)[:, None] >> torch.arange(12) & 1  # 1 for H
    touching = (chain[:, first] * chain[:, second]).float() @ folds.float().T  # pairs of H, (chains, folds)
    most = touching.amax(dim=1, keepdim=True)
    best = (touching == most) * times
    share = best.float() @ folds.float() / best.sum(dim=1, keepdim=True)
    contacts = torch.zeros(len(chain), 12, 12)
    contacts[:, first, second] = contacts[:, second, first] = share
    taken = (most[:, 0] >= 3).nonzero()[:, 0]
    taken = taken[torch.randperm(len(taken), generator=random)[:samples]]
    chain, contacts = chain[taken], contacts[taken]
    value = 2 ** torch.arange(12)
    group = torch.minimum((chain * value).sum(dim=1), (chain.flip(1) * value).sum(dim=1))
    return divided({"chain": chain, "contacts": contacts}, by_content(group[:, None]))


def contact_maps(length: int) -> tuple[Tensor, Tensor, Tensor]:
    """Which beads touch in each fold of a chain: in each walk on a square lattice that never comes to a place twice.

    Folds that are mirrored or turned count once. Only pairs of which one is three or more after the other, and an odd
    number, can touch.

    Shape: the two of each pair (pairs,), (pairs,); touches (walks, pairs).
    """
    place = torch.tensor([[[0, 0], [1, 0]]])  # (walks, beads, 2)
    ways = torch.tensor([[1, 0], [0, 1], [-1, 0], [0, -1]])
    for _ in range(length - 2):
        longer = (place[:, -1:] + ways).flatten(0, 1)[:, None]  # (4 walks, 1, 2)
        place = place.repeat_interleave(4, dim=0)
        is_free = (place != longer).any(dim=2).all(dim=1)
        turns_up_first = (longer[:, 0, 1] >= 0) | (place[:, :, 1] > 0).any(dim=1)
        place = torch.cat([place, longer], dim=1)[is_free & turns_up_first]
    first, second = torch.triu_indices(length, length, 3)
    is_odd = (second - first) % 2 == 1
    first, second = first[is_odd], second[is_odd]
    return first, second, (place[:, first] - place[:, second]).abs().sum(dim=2) == 1


DATASET = Dataset(
    hp_proteins,
    type_name="HPProteins",
    summary="Chains of two kinds of beads, and which of them touch when the chain has folded.",
    fields=(
        DataField(
            "chain",
            (12,),
            kind="label",
            dtype=torch.int64,
            classes=("P", "H"),
            help="The beads in their order: H fears water, P likes it.",
        ),
        DataField(
            "contacts",
            (12, 12),
            between=(0, 1),
            help="For each two beads, in which share of the best folds they touch.",
        ),
    ),
    params=(
        Param(
            name="samples",
            kind="int",
            default=1_400,
            minimum=70,
            maximum=2_939,
            help="How many chains in all: about five of seven for training, one for validation, one for the test.",
        ),
        SEED,
    ),
)
