"""How samples are divided into what is learned from, what is validated on and what is kept for the test.

Scripts hold what they use of it as it stands.
"""

from __future__ import annotations

import zlib

import torch
from torch import Tensor

from builder.kinds.dataset import Parts, Split


def divided(samples: Split, part: Tensor) -> Parts:
    """The samples of the three parts, each in their order.

    Args:
        part: for each sample 0 (training), 1 (validation) or 2 (test); any other number leaves it out. Shape: (N,).
    """
    training, validation, test = ({name: each[part == place] for name, each in samples.items()} for place in range(3))
    return training, validation, test


def by_class(label: Tensor) -> Tensor:
    """Of every seven samples of a class, as they come, five are for training, one for validation, one for the test.

    Which ones, a checksum of the class and of the place in it says: samples that are added move none, every class
    has the same shares, and from seven on each part has some of it.

    Shape: label (N,) -> (N,) with 0, 1, 2.
    """
    part = torch.zeros(len(label), dtype=torch.int64)
    for each in label.unique().tolist():
        for seven, places in enumerate((label == each).nonzero()[:, 0].split(7)):
            check = zlib.crc32(f"{each}/{seven}".encode())
            test = check % 7
            validation = (test + 1 + check // 7 % 6) % 7
            part[places[validation : validation + 1]] = 1
            part[places[test : test + 1]] = 2
    return part


def by_number(many: int) -> Tensor:
    """The same for samples that have no class. Shape: -> (many,) with 0, 1, 2."""
    return by_class(torch.zeros(many, dtype=torch.int64))


def by_group(group: Tensor) -> Tensor:
    """The same for groups that must not be torn, such as all that one person wrote: numbered as they come.

    Shape: group (N,) -> (N,) with 0, 1, 2.
    """
    return by_number(int(group.max()) + 1)[group]


def by_content(rows: Tensor) -> Tensor:
    """The same for samples of which some may be alike: a checksum of what is in a row says in which part it is.

    So the shares are only about five, one and one of seven. Shape: rows (N, ...) -> (N,) with 0, 1, 2.
    """
    check = [zlib.crc32(repr(row).encode()) % 7 for row in rows.flatten(1).tolist()]
    return torch.tensor([0, 0, 0, 0, 0, 1, 2])[check]


def by_time(many: int, overlap: int = 0) -> Tensor:
    """What comes last is for the test, what comes before it for validation, of a series that was cut into ``many``.

    ``overlap`` is with how many before it a piece shares something: so many are left out where a part begins.

    Shape: -> (many,) with 0, 1, 2, and -1 for what is left out.
    """
    part = torch.zeros(many, dtype=torch.int64)
    for place, begins in ((1, many * 5 // 7), (2, many * 6 // 7)):
        part[begins:] = place
        part[begins : begins + overlap] = -1
    return part
