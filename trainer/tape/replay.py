"""Turns a recording into straight-line Python that runs the same kernels on another batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor

from trainer.tape.record import Call, Recording, Untapeable, storage
from trainer.tape.simplify import simplify

aten = torch.ops.aten

SHAPED = frozenset({"ones_like", "zeros_like", "full_like", "new_zeros", "new_ones", "new_full"})
"""Kernels that read the shape of what they are given, never its values."""

KEEPS_IF_GRAD = frozenset({aten.mkldnn_rnn_layer.default})
"""Kernels that keep what their backward needs only while gradients are enabled, whatever they are told."""

Step = Callable[..., tuple[Tensor, list[Tensor]]]


@dataclass(frozen=True)
class Replay:
    """A step for batches of these shapes. Parameters and buffers are used where they lie.

    ``step`` takes the ``fields`` of a batch and gives the loss and the gradients of those parameters whose places
    are ``moved``; it is to be called under ``torch.inference_mode()``. ``kernels`` says how many it runs.
    """

    fields: tuple[str, ...]
    step: Step
    moved: tuple[int, ...]
    kernels: int


def replay(found: Recording) -> Replay:
    """The recorded step as a function.

    Raises:
        Untapeable: the recording has an obstacle, or a kernel uses what a later one makes.
    """
    if found.obstacle:
        raise Untapeable(found.obstacle)
    return _Writer(simplify(found)).write()


class _Writer:
    """Writes one function: arguments ``x0..``, results ``v0..``; what lasts (``k0..``) and the kernels are globals."""

    def __init__(self, found: Recording) -> None:
        self._found = found
        self._calls = _without_settled(found)
        self._names = {id(value): f"x{place}" for place, value in enumerate(found.batch.values())}
        self._to_come = {id(out) for call in self._calls for out in _new(call)}
        self._globals: dict[str, Any] = {}
        self._kernels: dict[Any, str] = {}

    def write(self) -> Replay:
        last = self._last_uses()
        body: list[str] = []
        for place, call in enumerate(self._calls):
            body.append(self._statement(call))
            if last[place]:
                body.append(" = ".join([*(self._names[tensor] for tensor in last[place]), "None"]))
        moved = tuple(place for place, grad in enumerate(self._found.grads) if grad is not None)
        results = [self._value(self._found.loss), self._value([self._found.grads[place] for place in moved])]
        body.append(f"return {', '.join(results)}")
        fields = tuple(self._found.batch)
        return Replay(fields, self._defined(len(fields), body), moved, len(self._calls))

    def _defined(self, arguments: int, body: list[str]) -> Step:
        taken = ", ".join(f"x{place}" for place in range(arguments))
        exec(compile("\n    ".join([f"def step({taken}):", *body]), "<tape>", "exec"), self._globals)
        step: Step = self._globals["step"]
        return step

    def _last_uses(self) -> defaultdict[int, list[int]]:
        """After which call each tensor that the function makes is no longer used, so that its memory is free again."""
        last: dict[int, int] = {}
        for place, call in enumerate(self._calls):
            last |= {id(tensor): place for tensor in (*call.inputs, *_new(call)) if id(tensor) in self._to_come}
        kept = {id(tensor) for tensor in (self._found.loss, *self._found.grads)}
        ending: defaultdict[int, list[int]] = defaultdict(list)
        for tensor, place in last.items():
            if tensor not in kept:
                ending[place].append(tensor)
        return ending

    def _statement(self, call: Call) -> str:
        function, name = kernel(call.op)
        given = [self._value(value) for value in call.args]
        given += [f"{name}={self._value(value)}" for name, value in call.kwargs.items() if name != "pin_memory"]
        called = f"{self._kernel(function, name)}({', '.join(given)})"
        targets = self._targets(call)
        return f"{targets} = {called}" if targets else called

    def _targets(self, call: Call) -> str:
        new = _new(call)
        for out in new:
            self._names[id(out)] = f"v{len(self._names)}"
        if not new:
            return ""
        if isinstance(call.result, Tensor):
            return self._names[id(call.result)]
        names = [self._names[id(out)] if any(out is each for each in new) else "_" for out in call.result]
        return f"[{', '.join(names)}]"

    def _kernel(self, function: Any, name: str) -> str:
        known = self._kernels.setdefault(function, f"{name}_{len(self._kernels)}")
        self._globals[known] = function
        return known

    def _value(self, value: Any) -> str:
        if isinstance(value, list | tuple):
            return f"[{', '.join([self._value(each) for each in value])}]"
        if value is None or isinstance(value, bool | int | str):
            return repr(value)
        if not isinstance(value, Tensor):
            return self._lasting(value)
        if id(value) not in self._names:
            if id(value) in self._to_come:
                raise Untapeable("a kernel uses what a later one makes")
            return self._lasting(value.detach(), id(value))
        return self._names[id(value)]

    def _lasting(self, value: Any, tensor: int | None = None) -> str:
        name = f"k{len(self._globals)}"
        self._globals[name] = value
        if tensor is not None:
            self._names[tensor] = name
        return name


@cache
def kernel(op: torch._ops.OpOverload) -> tuple[Any, str]:
    """What calls this kernel from Python with the least between, and its plain name."""
    name = op._schema.name.split("::")[1]
    if op in KEEPS_IF_GRAD:
        return torch.enable_grad()(op._op), name
    takes_enum = any(argument.name == "reduction" for argument in op._schema.arguments)
    if not takes_enum and not (op._schema.is_mutable and not name.endswith("_")):
        for place in (torch._C._VariableFunctions, torch._C._nn, torch.Tensor):
            if function := getattr(place, name, None):
                return function, name
    return op._op, name


def _new(call: Call) -> list[Tensor]:
    """What a call makes, without what it was given."""
    given = {id(tensor) for tensor in call.inputs}
    return [out for out in call.outputs if id(out) not in given]


def _without_settled(found: Recording) -> list[Call]:
    """The calls without those whose result is settled: views of what lasts, and constants that nothing writes to."""
    written = {storage(value) for call in found.calls for value in call.written}
    made = {id(out) for call in found.calls for out in _new(call)}
    changing = {id(value) for value in found.batch.values()}
    constant: set[int] = set()
    kept = []
    for call in found.calls:
        lasting = {storage(value) for value in call.inputs if id(value) not in made and id(value) not in changing}
        is_view = bool(lasting) and all(storage(out) in lasting for out in call.outputs)
        reads = [] if kernel(call.op)[1] in SHAPED else call.inputs
        is_constant = all(id(value) in constant for value in reads) and not any(
            storage(out) in written for out in call.outputs
        )
        if call.is_random or call.written or not (is_view or is_constant):
            kept.append(call)
            continue
        made -= {id(out) for out in call.outputs}
        constant |= {id(out) for out in call.outputs} if is_constant else set()
    return kept
