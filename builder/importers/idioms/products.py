"""Products of matrices: ``mm``, ``bmm``, ``mv``, ``addmm``, ``F.linear`` with tensors that flow."""

from __future__ import annotations

from builder.importers.written import Drawn, Idioms, Written

FAMILY = Idioms()


@FAMILY("mm.default", "bmm.default", "mv.default", "dot.default")
def product(written: Written) -> Drawn | None:
    """Rows with columns."""
    first, *rest = (written.tensor(name) for name in ("self", "mat2", "vec", "tensor") if written.tensor(name))
    if first is None or len(rest) != 1 or rest[0] is None:
        return None
    return Drawn("MatrixMultiply", {}, {"input": first, "other": rest[0]})


@FAMILY("addmm.default", "baddbmm.default")
def product_and_sum(written: Written) -> Drawn | None:
    """A product, and something added to it."""
    added = written.tensor("self")
    names = ("mat1", "mat2") if written.name.startswith("addmm") else ("batch1", "batch2")
    left, right = (written.tensor(name) for name in names)
    if added is None or left is None or right is None or (written["beta"], written["alpha"]) != (1, 1):
        return None
    product = Drawn("MatrixMultiply", {}, {"input": left, "other": right})
    return Drawn("Add", {}, {"input": added, "other": product})


@FAMILY("linear.default")
def linear(written: Written) -> Drawn | None:
    """A product with a weight on its side, and a bias where there is one."""
    input, weight, bias = (written.tensor(name) for name in ("input", "weight", "bias"))
    if input is None or weight is None or weight.meta["val"].dim() != 2:
        return None
    turned = Drawn("Transpose", {"dim0": 0, "dim1": 1}, {"input": weight})
    product = Drawn("MatrixMultiply", {}, {"input": input, "other": turned})
    return product if bias is None else Drawn("Add", {}, {"input": product, "other": bias})
