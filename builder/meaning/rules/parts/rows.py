"""How many samples a drawing is trained on, and of how many the label is told."""

from __future__ import annotations

from functools import lru_cache

from builder.drawing.document import Value
from builder.folder.place import DataAway
from builder.kinds.dataset import Dataset, rows_of
from builder.kinds.fewer import HIDDEN
from builder.meaning.look import Look


def rows(look: Look) -> int | None:
    """The samples of an epoch, which passes through the largest data set once; None where none is known, or here."""
    data = [id for id in look.found.with_role("data") if id in look.needed]
    return max((counts[0] for id in data if (counts := labels(look, id))), default=None)


def labels(look: Look, id: str) -> tuple[int, int] | None:
    """How many samples of a data set are learned from, and of how many the label is told; None where it is not here."""
    layer = look.found.layers[id]
    return _counts(layer, tuple(sorted(look.found.params[id].items()))) if isinstance(layer, Dataset) else None


@lru_cache(64)
def _counts(layer: Dataset, params: tuple[tuple[str, Value], ...]) -> tuple[int, int] | None:
    if (many := layer.counted(dict(params))) is not None:
        return many, many
    try:
        train, *_ = layer.read(dict(params))
    except DataAway:
        return None
    many = rows_of(train)
    return many, int((train[layer.label] != HIDDEN).sum()) if layer.label else many
