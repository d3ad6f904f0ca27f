"""What stands in for a data set where a drawing draws all that it learns from by its sources."""

from __future__ import annotations

import torch

from builder.kinds.dataset import Dataset, Parts

HELD_OUT = 256
"""So many draws are for validation, always the same, and so many others for the test."""


def draws(samples: int, held_out: int) -> Parts:
    """Numbers in place of data: an epoch is so many fresh draws; so many are fixed for validation, and for the test."""
    return {"#": torch.arange(samples)}, {"#": torch.arange(held_out)}, {"#": torch.arange(held_out)}


DRAWS = Dataset(draws, type_name="Draws", summary="Fresh draws of the sources.", fields=())
