"""Traced tensors that hold one number everywhere."""

from __future__ import annotations

from typing import Any

import torch

from builder.importers.written import Written, is_number, operation_of

_NUMBERS = {"zeros": 0.0, "ones": 1.0, "empty": 0.0}
_FILLING = {"zeros", "new_zeros", "full", "new_full", "zeros_like", "full_like"}
_SAME_VALUES = ("_to_copy.default", "clone.default", "to.dtype", "unsqueeze.default", "squeeze.dim", "expand.default")


def number_of(written: Written) -> float | None:
    """The real number that a tensor is filled with."""
    value = written.node.meta["val"]
    if value.dtype != torch.float32:
        return None
    kind = written.name.split(".")[0].removeprefix("new_").removesuffix("_like")
    number = _NUMBERS.get(kind, written["fill_value"])
    return float(number) if is_number(number) else None


def is_zero(value: Any) -> bool:
    """Whether a traced tensor holds nothing but zeros, as states do that a recurrent layer begins with."""
    while operation_of(value) in _SAME_VALUES:
        value = value.args[0]
    name = operation_of(value).split(".")[0]
    return name in _FILLING and number_of(Written(value)) == 0.0
