"""Values that an index picks: ``table[t]``, ``x[:, order]``, ``F.embedding``, and the largest ones."""

from __future__ import annotations

import torch
from torch import fx

from builder.drawing.document import Value
from builder.importers.written import Drawn, Idioms, Written, is_real

FAMILY = Idioms()


@FAMILY("index.Tensor")
def indexed(written: Written) -> Drawn | None:
    """Places along one axis."""
    input, indices = written.tensor("self"), list(written["indices"] or ())
    named = [place for place, index in enumerate(indices) if index is not None]
    if input is None or len(named) != 1 or not isinstance(index := indices[named[0]], fx.Node):
        return None
    if index.meta["val"].dtype != torch.int64:
        return None
    return Drawn("LookUp", {"dim": named[0]}, {"input": input, "index": index})


@FAMILY("embedding.default")
def embedded(written: Written) -> Drawn | None:
    """Rows of a table that is no layer's own."""
    table, index = written.tensor("weight"), written.tensor("indices")
    if table is None or index is None or written["padding_idx"] not in (None, -1) or written["scale_grad_by_freq"]:
        return None
    return Drawn("LookUp", {}, {"input": table, "index": index})


@FAMILY("topk.default")
def largest(written: Written) -> Drawn | None:
    """The largest or the smallest values of an axis, and where they stood."""
    input, k = written.tensor("self"), written["k"]
    if input is None or not isinstance(k, int) or not written["sorted"]:
        return None
    return _along("TopK", input, {"k": k, "dim": written["dim"], "largest": written["largest"]})


@FAMILY("sort.default")
def in_order(written: Written) -> Drawn | None:
    """An axis in order, and where its values stood."""
    input = written.tensor("self")
    if input is None:
        return None
    return _along("Sort", input, {"dim": written["dim"], "descending": written["descending"]})


@FAMILY("max.dim", "min.dim")
def extreme(written: Written) -> Drawn | None:
    """The largest value along an axis, and where it stood."""
    input = written.tensor("self")
    if input is None or not is_real(input):
        return None
    type = "Largest" if written.name == "max.dim" else "Smallest"
    return _along(type, input, {"dim": written["dim"], "keepdim": written["keepdim"]})


def _along(type: str, input: fx.Node, params: dict[str, Value]) -> Drawn:
    return Drawn(type, params, {"input": input})
