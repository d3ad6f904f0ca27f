"""The same values in another shape, said in many ways: ``view(x.size(0), -1)``, ``squeeze()``, ``expand``."""

from __future__ import annotations

from typing import Any

from torch import fx

from builder.drawing.document import Value
from builder.importers.sizes import expression, is_symbolic
from builder.importers.written import Drawn, Idioms, Written, has_batch, operation_of, same, shape_of

FAMILY = Idioms()


@FAMILY("view.default", "reshape.default", "_unsafe_view.default", "squeeze.default", "squeeze.dims", "squeeze.dim")
def laid_out(written: Written) -> Drawn | None:
    """Nothing where the shape stays, Flatten where axes become one, Squeeze where one of size 1 goes."""
    input = written.tensor("self")
    if input is None:
        return None
    before, after = shape_of(input), shape_of(written.node)
    if before == after:
        return same(input)
    gone = _gone(before, after)
    if gone is not None and written.name.startswith("squeeze"):
        return Drawn("Squeeze", {"dim": gone}, {"input": input})
    merged = _merged(before, after)
    if merged is not None and merged[1] > merged[0]:
        end = -1 if merged[1] == len(before) - 1 else merged[1]
        return Drawn("Flatten", {"start_dim": merged[0], "end_dim": end}, {"input": input})
    if written.name.startswith("squeeze") and sum(map(is_symbolic, written.node.meta["val"].shape)) <= 1:
        shape = tuple(-1 if is_symbolic(size) else int(size) for size in written.node.meta["val"].shape)
        return Drawn("Reshape", {"shape": shape}, {"input": input})
    return None


def _gone(before: tuple[Any, ...], after: tuple[Any, ...]) -> int | None:
    """The one axis of size 1 that is no longer there; counted from the end where it is the last."""
    if len(before) != len(after) + 1:
        return None
    places = [axis for axis in range(len(before)) if before[axis] == 1 and before[:axis] + before[axis + 1 :] == after]
    return (-1 if places[-1] == len(before) - 1 else places[-1]) if places else None


def _merged(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[int, int] | None:
    """The first and the last of neighbouring axes that became one."""
    many = len(before) - len(after) + 1
    for start in range(len(after)):
        product = _product(before[start : start + many])
        if (*before[:start], product, *before[start + many :]) == after:
            last = start + many - 1
            return start, last
    return None


def _product(sizes: tuple[Any, ...]) -> Any:
    product: Any = expression(1)
    for size in sizes:
        product = product * size
    return product


@FAMILY("expand.default", "repeat.default", "tile.default")
def for_each_sample(written: Written) -> Drawn | None:
    """One tensor of the network's own, once for each sample of the batch."""
    input = written.tensor("self")
    sizes: list[Any] = written["size"] or written["repeats"] or written["dims"] or [None]
    if input is None:
        return None
    before, after = shape_of(input), shape_of(written.node)
    if before == after:
        return same(input)
    batch = _batch(sizes[0])
    if batch is None or has_batch(input) or not has_batch(written.node):
        return None
    if before == (1, *after[1:]) or before == after[1:]:
        return Drawn("ForEachSample", {}, {"input": input, "like": batch})
    return None


def _batch(size: Any) -> fx.Node | None:
    """The tensor whose first axis a size is."""
    if operation_of(size) != "sym_size.int":
        return None
    tensor, axis = size.args
    return tensor if axis == 0 else None


@FAMILY("constant_pad_nd.default", "pad.default")
def padded(written: Written) -> Drawn | None:
    """Nothing, where nothing is added on any side."""
    input, pad = written.tensor("self"), written["pad"]
    if input is None or not all(isinstance(size, int) for size in pad):
        return None
    if not any(pad):
        return same(input)
    params: dict[str, Value] = {"pad": tuple(pad), "mode": written["mode"] or "constant"}
    if written["value"] and params["mode"] == "constant":
        params["value"] = float(written["value"])
    return Drawn("Pad", params, {"input": input})


@FAMILY("t.default", "numpy_T.default")
def turned(written: Written) -> Drawn | None:
    """A matrix on its side."""
    input = written.tensor("self")
    if input is None or len(shape_of(input)) != 2:
        return None
    return Drawn("Transpose", {"dim0": 0, "dim1": 1}, {"input": input})


@FAMILY("roll.default")
def rolled(written: Written) -> Drawn | None:
    """Values moved along one axis."""
    input, shifts, dims = written.tensor("self"), written["shifts"], written["dims"]
    if input is None or len(shifts) != 1 or len(dims or ()) != 1 or not isinstance(shifts[0], int):
        return None
    return Drawn("Roll", {"shifts": shifts[0], "dims": dims[0]}, {"input": input})
