"""KarateClub: friendships in a club that broke in two.

Source: Zachary, "An Information Flow Model for Conflict and Fission in Small Groups", 1977.
Licence: none, as they are facts.
"""

import math

import torch

from builder.kinds.dataset import DataField, Dataset, Parts


def karate_club() -> Parts:
    """One sample: 34 members of a karate club, their 78 friendships, and which half each of them went with.

    Only the two leaders' halves are known for learning; those of a quarter of the 32 others are for
    validation, of the rest for the test: one of 24 members is 4 %, so that 95 % can be told from less.

    Shape: features (1, 34, 34), a single 1 for each member; adjacency (1, 34, 34), 1 for friends; label (1, 34) in
    0..1, and -100 where it is hidden.
    """
    friendships = (
        "0-1 0-2 0-3 0-4 0-5 0-6 0-7 0-8 0-10 0-11 0-12 0-13 0-17 0-19 0-21 0-31 1-2 1-3 1-7 1-13 "
        "1-17 1-19 1-21 1-30 2-3 2-7 2-8 2-9 2-13 2-27 2-28 2-32 3-7 3-12 3-13 4-6 4-10 5-6 5-10 "
        "5-16 6-16 8-30 8-32 8-33 9-33 13-33 14-32 14-33 15-32 15-33 18-32 18-33 19-33 20-32 20-33 "
        "22-32 22-33 23-25 23-27 23-29 23-32 23-33 24-25 24-27 24-31 25-31 26-29 26-33 27-33 28-31 "
        "28-33 29-32 29-33 30-32 30-33 31-32 31-33 32-33 "
    )
    officers = [9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33]
    first, second = zip(*(map(int, pair.split("-")) for pair in friendships.split()), strict=True)
    adjacency = torch.zeros(34, 34)
    adjacency[first, second] = adjacency[second, first] = 1.0
    label = torch.zeros(34, dtype=torch.int64)
    label[officers] = 1
    is_leader = torch.zeros(34, dtype=torch.bool)
    is_leader[[0, 33]] = True
    shared = {"features": torch.eye(34)[None], "adjacency": adjacency[None]}
    others = (~is_leader).nonzero()[:, 0]
    part = torch.zeros(34, dtype=torch.int64)
    part[others] = 2
    part[others[::4]] = 1
    learn, validation, test = ({**shared, "label": label.masked_fill(part != each, -100)[None]} for each in range(3))
    return learn, validation, test


DATASET = Dataset(
    karate_club,
    type_name="KarateClub",
    summary="Friendships among the 34 members of a club that broke in two, and who went with whom.",
    fields=(
        DataField("features", (34, 34), between=(0, 1), help="Who each member is: a single 1 in its place."),
        DataField("adjacency", (34, 34), between=(0, 1), help="1 where two members are friends."),
        DataField(
            "label",
            (34,),
            kind="label",
            between=(-100, math.inf),
            dtype=torch.int64,
            classes=("teacher", "officer"),
            help="Whom each member went with; -100, which losses leave out, where it is hidden.",
        ),
    ),
)
