"""Which way an If of an ONNX model always takes: known from weights and fixed sizes, before anything flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from builder.importers.onnx.call import Call
from builder.importers.onnx.model import Branch
from builder.importers.onnx.table import COMPUTES, compute
from builder.importers.onnx.values import Known, Unfit, known

Shapes = Mapping[str, tuple[int | str, ...]]


class Foreseeing:
    """Computes single values beforehand, from what is held and from sizes that a model fixes.

    Args:
        held: what is known; may grow.
        made: by which operation each other value is made; may grow.
    """

    def __init__(self, held: Mapping[str, Known], made: Mapping[str, Call], shapes: Shapes) -> None:
        self._held, self._made, self._shapes = held, made, shapes

    def way(self, call: Call) -> Iterator[Call | tuple[str, Known]]:
        """The operations of the branch that an If always takes, with its tensors by name before them.

        Raises:
            Unfit: what flows in has a say in it.
        """
        try:
            condition = bool(known(self._value(call.inputs[0])).ravel()[0])
        except (_Open, RecursionError) as error:
            raise Unfit(
                f"The operation If ({call.name}) can't be imported: its condition {call.inputs[0]} depends on {error}.",
                "A drawing goes one way only. Export the network by tracing it, along the way that it shall take.",
            ) from None
        branch = call.attributes["then_branch" if condition else "else_branch"]
        assert isinstance(branch, Branch)
        yield from branch.held.items()
        yield from branch.calls
        for inside, outside in zip(branch.outputs, call.outputs, strict=False):
            yield Call("Identity", f"{call.name}_{outside}", (inside,), (outside,), version=call.version)

    def _value(self, name: str) -> Known:
        if name in self._held:
            return self._held[name]
        call = self._made.get(name)
        if call is None or call.op not in COMPUTES:
            raise _Open("what flows in" if call is None else f"what {call.op} ({call.name}) gives")
        if call.op in ("Shape", "Size"):
            return self._sizes(call)
        if call.op == "Gather" and (of := self._made.get(call.inputs[0])) and of.op == "Shape":
            return self._one_size(of, call)
        values = [self._value(each) if each else None for each in call.inputs]
        place = call.outputs.index(name)
        return np.asarray(known(compute(call, values)[place]))

    def _sizes(self, call: Call) -> Known:
        sizes = self._shape(call)
        if call.op == "Shape":
            sizes = sizes[call.get("start", 0) : call.get("end", len(sizes))]
        fixed = [size for size in sizes if isinstance(size, int)]
        if len(fixed) < len(sizes):
            raise _Open(f"an open size of {call.inputs[0]}")
        return np.asarray(fixed if call.op == "Shape" else np.prod(fixed), dtype=np.int64)

    def _one_size(self, shape: Call, call: Call) -> Known:
        """One of the sizes, while others may be open."""
        place = int(self._value(call.inputs[1]).ravel()[0])
        sizes = self._shape(shape)
        if self._value(call.inputs[1]).size != 1 or not isinstance(sizes[place], int):
            raise _Open(f"an open size of {shape.inputs[0]}")
        return np.full(self._value(call.inputs[1]).shape, sizes[place], dtype=np.int64)

    def _shape(self, call: Call) -> tuple[int | str, ...]:
        if call.inputs[0] not in self._shapes:
            raise _Open(f"the sizes of {call.inputs[0]}, which are not known")
        return self._shapes[call.inputs[0]]


class _Open(Exception):
    """A value can't be known before something flows; the message says what it depends on."""
