"""Texts as whole numbers: of each word, or letter, its place in a list."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def places_in(known: Sequence[str], texts: Sequence[Sequence[str]], length: int, after: int = 0) -> Tensor:
    """The places of the texts' words in the list of those that are known, and ``after`` where a text has ended.

    A text that is a string is taken letter by letter. Shape: -> (N, length).
    """
    place = {word: number for number, word in enumerate(known)}
    return torch.tensor([[place[word] for word in text] + [after] * (length - len(text)) for text in texts])
