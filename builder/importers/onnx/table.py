"""Every operation of ONNX that can be computed, found by walking ``operations``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from torch import Tensor

from builder.importers.onnx.call import Call, Computes, Makes, Operations
from builder.importers.onnx.values import Filled, Unfit
from builder.registry.walk import walk

_MOVES = frozenset(("Slice", "Reshape", "Transpose", "Unsqueeze", "Squeeze", "Expand", "Identity", "Tile", "Flatten"))


def _collect() -> tuple[Mapping[str, Computes], Mapping[str, tuple[int, Makes]]]:
    computes: dict[str, Computes] = {}
    makes: dict[str, tuple[int, Makes]] = {}
    for found in walk("builder.importers.onnx.operations", "FAMILY"):
        assert isinstance(found, Operations)
        twice = computes.keys() & found.computes.keys()
        if twice:
            raise TypeError(f"two files compute {', '.join(sorted(twice))}")
        computes |= found.computes
        makes |= found.makes
    return MappingProxyType(computes), MappingProxyType(makes)


COMPUTES, MAKES = _collect()


def compute(call: Call, values: list[Any]) -> tuple[Any, ...]:
    """What an operation gives for these values, one for each of its outputs.

    Raises:
        Unfit: it can't be computed; the message names the operation.
    """
    try:
        answer = COMPUTES[call.op](call, *values)
    except Unfit as error:
        raise refused(call, error) from error
    except Exception as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise Unfit(f"The operation {call.op} ({call.name}) can't be computed: {reason}") from error
    if call.op in _MOVES and isinstance(values[0], Filled) and isinstance(answer, Tensor):
        answer = Filled(tuple(answer.shape), values[0].number, values[0].dtype)
    return tuple(answer) if isinstance(answer, tuple | list) else (answer,)


def refused(call: Call, why: Unfit) -> Unfit:
    """The same refusal, with the operation and its place."""
    return Unfit(f"The operation {call.op} ({call.name}) can't be imported: {why}.", why.hint)
