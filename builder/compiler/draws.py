"""What stands in for a data set where a drawing draws all that it learns from by its sources."""

from __future__ import annotations

import torch

from builder.kinds.dataset import Dataset, Split

HELD_OUT = 256
"""So many draws are held out, always the same."""


def draws(samples: int, held_out: int) -> tuple[Split, Split]:
    """Numbers in place of data: an epoch is so many fresh draws, and so many fixed ones are held out."""
    return {"#": torch.arange(samples)}, {"#": torch.arange(held_out)}


DRAWS = Dataset(draws, type_name="Draws", summary="Fresh draws of the sources.", fields=())
