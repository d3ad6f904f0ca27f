"""How many samples a drawing is trained on."""

from __future__ import annotations

from functools import lru_cache

from builder.drawing.document import Value
from builder.folder.place import DataAway
from builder.kinds.dataset import Dataset
from builder.meaning.look import Look
from builder.registry.nodes import CATALOG


def rows(look: Look) -> int | None:
    """The samples of an epoch; None where the data are not known, or not here."""
    data = [id for id in look.found.with_role("data") if id in look.needed]
    if not data:
        return None
    return _rows(look.found.layers[data[0]].spec.type, tuple(sorted(look.found.params[data[0]].items())))


@lru_cache(64)
def _rows(type_name: str, params: tuple[tuple[str, Value], ...]) -> int | None:
    layer = CATALOG[type_name]
    if not isinstance(layer, Dataset):
        return None
    try:
        train, *_ = layer.read(dict(params))
    except DataAway:
        return None
    return len(next(iter(train.values())))
