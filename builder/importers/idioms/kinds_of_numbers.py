"""The same values as numbers of another kind: ``x.float()``, ``mask.bool()``."""

from __future__ import annotations

import torch

from builder.importers.written import Drawn, Idioms, Written, same

FAMILY = Idioms()
_NODES = {torch.float32: Drawn("ToFloat"), torch.int64: Drawn("ToLong")}


@FAMILY("_to_copy.default", "to.dtype", "type_as.default")
def cast(written: Written) -> Drawn | None:
    """Nothing where they are of that kind already; yes-or-no values say where a number is not 0."""
    input = written.tensor("self")
    if input is None:
        return None
    before, after = input.meta["val"].dtype, written.node.meta["val"].dtype
    if before == after:
        return same(input)
    if after == torch.bool:
        return Drawn("Compare", {"relation": "different", "value": 0.0}, {"input": input})
    node = _NODES.get(after)
    return Drawn(node.type, {}, {"input": input}) if node else None
