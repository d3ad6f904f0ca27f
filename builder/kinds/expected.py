"""What an input of a node takes: how many axes, which numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch

from builder.kinds.spec import PortKind

ANY_TENSOR: tuple[PortKind, ...] = ("tensor", "image")
TENSOR_OR_LABEL: tuple[PortKind, ...] = ("tensor", "image", "label")


Numbers = Literal["real", "whole", "bool", "number", "any"]


@dataclass(frozen=True)
class Expected:
    """What an input takes: how many axes (any number, where ``ranks`` is empty), which numbers, both in words.

    Scores have an axis more than the targets that they are judged by: ``one_more_than`` names the port of those.
    With ``or_shares`` targets of real numbers are shares of each class, in the shape of the scores.
    """

    ranks: tuple[int, ...]
    words: str
    numbers: Numbers = "real"
    one_more_than: str = ""
    or_shares: bool = False

    def fits(self, rank: int, dtype: torch.dtype) -> bool:
        """Whether a tensor of this many axes and these numbers may come in."""
        return rank in (self.ranks or (rank,)) and self.takes(dtype)

    def takes(self, dtype: torch.dtype) -> bool:
        """Whether these numbers may come in."""
        real, whole = dtype.is_floating_point, dtype == torch.int64
        fits = {"real": real, "whole": whole, "bool": dtype == torch.bool, "number": real or whole, "any": True}
        return fits[self.numbers]


REAL = Expected((), "real numbers")
WHOLE = Expected((), "whole numbers, such as tokens or classes", "whole")
NUMBERS = Expected((), "numbers", "number")
ANYTHING = Expected((), "any values", "any")
IMAGES = Expected((4,), "images of shape (N, channels, height, width)")
FEATURES = Expected((2,), "one row of features per sample, of shape (N, features)")
