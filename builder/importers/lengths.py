"""Vectors divided by their length, as ``F.normalize`` does it in four operations."""

from __future__ import annotations

from torch import fx

from builder.importers.written import Drawn, Written, operation_of

EPS = 1e-12


def normalized(written: Written) -> Drawn | None:
    """A tensor over its own length, which is never less than a tiny number."""
    input, expanded = written.tensor("self"), written.tensor("other")
    if input is None or operation_of(expanded) not in ("expand.default", "expand_as.default"):
        return None
    assert expanded is not None
    clamped = expanded.args[0]
    if operation_of(clamped) != "clamp_min.default" or not isinstance(clamped, fx.Node) or clamped.args[1] != EPS:
        return None
    length = clamped.args[0]
    if operation_of(length) != "linalg_vector_norm.default" or not isinstance(length, fx.Node):
        return None
    norm = Written(length)
    dims = norm["dim"]
    if norm["self"] is not input or not norm["keepdim"] or len(dims or ()) != 1 or norm["ord"] <= 0:
        return None
    params = {"p": float(norm["ord"]), "dim": dims[0]}
    return Drawn("Normalize", params, {"input": input}, covers=(expanded, clamped, length))
