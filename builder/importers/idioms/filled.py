"""Tensors of one number, with a row for each sample: ``torch.zeros(x.size(0), 8)``, ``torch.ones_like(x)``."""

from __future__ import annotations

from typing import Any

from torch import fx

from builder.drawing.document import Value
from builder.importers.filling import number_of
from builder.importers.sizes import is_symbolic
from builder.importers.written import Drawn, Idioms, Written, has_batch, operation_of

FAMILY = Idioms()


@FAMILY("zeros.default", "ones.default", "new_zeros.default", "new_ones.default", "full.default", "new_full.default")
def with_a_row_for_each_sample(written: Written) -> Drawn | None:
    """One number everywhere, for as many samples as came in."""
    number = number_of(written)
    sizes = list(written["size"])
    batches = [axis for axis, size in enumerate(sizes) if isinstance(size, fx.Node)]
    if number is None or len(batches) != 1 or (like := _counted(sizes[batches[0]])) is None:
        return None
    if not all(isinstance(size, int) for axis, size in enumerate(sizes) if axis not in batches):
        return None
    others = tuple(size for axis, size in enumerate(sizes) if axis not in batches)
    made = Drawn("Filled", {"value": number, "shape": others or None}, {"like": like})
    if not batches[0]:
        return made
    order = (*range(1, batches[0] + 1), 0, *range(batches[0] + 1, len(sizes)))
    return Drawn("Permute", {"dims": order}, {"input": made})


@FAMILY("zeros_like.default", "ones_like.default", "full_like.default")
def in_the_same_shape(written: Written) -> Drawn | None:
    """One number everywhere, in the shape of a tensor with samples."""
    like, number = written.tensor("self"), number_of(written)
    if like is None or number is None or not has_batch(like):
        return None
    shape = like.meta["val"].shape[1:]
    if any(map(is_symbolic, shape)):
        return None
    sizes: Value = tuple(int(size) for size in shape) or None
    return Drawn("Filled", {"value": number, "shape": sizes}, {"like": like})


def _counted(size: Any) -> fx.Node | None:
    """The tensor whose samples a size counts."""
    if operation_of(size) != "sym_size.int" or size.args[1] != 0:
        return None
    tensor: fx.Node = size.args[0]
    return tensor
