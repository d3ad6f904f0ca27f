"""A tensor and a plain number: ``1 - x``, ``x / 255``, ``x > 0``, and values replaced by one."""

from __future__ import annotations

import math

from builder.importers.lengths import normalized
from builder.importers.written import Drawn, Idioms, Written, is_number, is_real

FAMILY = Idioms()
_RELATIONS = {
    "eq": "equal",
    "ne": "different",
    "gt": "greater",
    "ge": "greater or equal",
    "lt": "less",
    "le": "less or equal",
}


@FAMILY("rsub.Scalar", "sub.Tensor", "sub.Scalar", "add.Scalar", "mul.Scalar")
def scaled(written: Written) -> Drawn | None:
    """A factor or an offset."""
    input, number = written.tensor("self"), written["other"]
    if input is None or not is_number(number) or not is_real(input) or written["alpha"] not in (None, 1):
        return None
    kind = written.name.split(".")[0]
    params = {
        "rsub": {"factor": -1.0, "offset": float(number)},
        "sub": {"offset": -float(number)},
        "add": {"offset": float(number)},
        "mul": {"factor": float(number)},
    }
    return Drawn("Scale", params[kind], {"input": input})


@FAMILY("div.Tensor", "div.Scalar")
def divided(written: Written) -> Drawn | None:
    """A tensor divided by a number; or by its own length."""
    input, number = written.tensor("self"), written["other"]
    if input is not None and is_number(number) and number:
        return Drawn("DivideBy", {"other": float(number)}, {"input": input})
    return normalized(written)


@FAMILY(*(f"{kind}.Scalar" for kind in _RELATIONS))
def compared(written: Written) -> Drawn | None:
    """A tensor compared with a number."""
    input, number = written.tensor("self"), written["other"]
    if input is None or (not isinstance(number, bool) and not is_number(number)):
        return None
    relation = _RELATIONS[written.name.split(".")[0]]
    return Drawn("Compare", {"relation": relation, "value": float(number)}, {"input": input})


@FAMILY("clamp_min.default", "clamp_max.default")
def clamped(written: Written) -> Drawn | None:
    """Values cut off on one side."""
    input, side = written.tensor("self"), written.name.split(".")[0].removeprefix("clamp_")
    if input is None or not is_number(written[side]) or not is_real(input):
        return None
    return Drawn("Clamp", {"min": None, "max": None, side: float(written[side])}, {"input": input})


@FAMILY("masked_fill.Scalar")
def masked(written: Written) -> Drawn | None:
    """A number where a mask says yes; minus infinity hides scores from a Softmax."""
    input, mask = written.tensor("self"), written.tensor("mask")
    return _masked(input, mask, written["value"])


@FAMILY("where.ScalarSelf")
def number_or_tensor(written: Written) -> Drawn | None:
    """A number where a condition holds, a tensor elsewhere."""
    return _masked(written.tensor("other"), written.tensor("condition"), written["self"])


@FAMILY("where.ScalarOther")
def tensor_or_number(written: Written) -> Drawn | None:
    """A tensor where a condition holds, a number elsewhere."""
    condition = written.tensor("condition")
    if condition is None:
        return None
    return _masked(written.tensor("self"), Drawn("LogicalNot", {}, {"input": condition}), written["other"])


def _masked(input: object, mask: object, number: object) -> Drawn | None:
    if input is None or mask is None or not isinstance(number, int | float) or not is_real(input):  # type: ignore[arg-type]
        return None
    inputs = {"input": input, "mask": mask}
    if number == -math.inf:
        return Drawn("HideScores", {}, inputs)  # type: ignore[arg-type]
    return Drawn("Mask", {"value": float(number)}, inputs) if is_number(number) else None  # type: ignore[arg-type]
