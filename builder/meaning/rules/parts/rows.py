"""How many samples a drawing is trained on, and of how many the label is told."""

from __future__ import annotations

from functools import lru_cache

from builder.drawing.document import Value
from builder.folder.place import DataAway
from builder.kinds.dataset import Dataset
from builder.kinds.fewer import HIDDEN
from builder.meaning.look import Look


def rows(look: Look) -> int | None:
    """The samples of an epoch; None where the data are not known, or not here."""
    counts = _of_data(look)
    return counts and counts[0]


def labelled_rows(look: Look) -> int | None:
    """How many of them have a label that is told; None where that is not known."""
    counts = _of_data(look)
    return counts and counts[1]


def _of_data(look: Look) -> tuple[int, int] | None:
    """Of the largest data set, as an epoch passes through that one once."""
    data = [(id, look.found.layers[id]) for id in look.found.with_role("data") if id in look.needed]
    counts = [
        _counts(layer, tuple(sorted(look.found.params[id].items()))) for id, layer in data if isinstance(layer, Dataset)
    ]
    return max((each for each in counts if each), default=None)


@lru_cache(64)
def _counts(layer: Dataset, params: tuple[tuple[str, Value], ...]) -> tuple[int, int] | None:
    try:
        train, *_ = layer.read(dict(params))
    except DataAway:
        return None
    many = len(next(iter(train.values())))
    return many, int((train[layer.label] != HIDDEN).sum()) if layer.label else many
