"""Where the operations of an ONNX model stood in the modules of the network that was saved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from builder.importers.onnx.call import Call
from builder.importers.onnx.model import Scope
from builder.importers.onnx.values import Known

_ONE_BY_ONE = ("Add", "Cast", "Div", "Equal", "Identity", "Mul", "Sub", "Where")
_IN_ANOTHER_SHAPE = ("Concat", "ConstantOfShape", "Expand", "Gather", "Reshape", "Slice", "Squeeze", "Unsqueeze")
_OF_SIZES = frozenset((*_ONE_BY_ONE, *_IN_ANOTHER_SHAPE, "ReduceProd", "Size"))


def with_scopes(calls: Sequence[Call], held: Mapping[str, Known]) -> list[Call]:
    """The calls, of which those that only compute sizes stand with the one before: they are not seen in a drawing."""
    made: list[Call] = []
    sizes: set[str] = set()
    for call in calls:
        reads_sizes = all(not name or name in held or name in sizes for name in call.inputs)
        if call.op == "Shape" or (reads_sizes and call.op in _OF_SIZES):
            sizes |= set(call.outputs)
            made.append(replace(call, scope=made[-1].scope if made else ()))
        else:
            made.append(call)
    return made


def kind_name(scope: Scope) -> str:
    """The class of a module as a Python name, which its block will have."""
    name = re.sub(r"\W", "", scope[1], flags=re.ASCII)
    return name if name.isidentifier() else f"Part{name}"
