"""Turns a recording into straight-line Python that runs the same kernels on another batch."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
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
        body: list[ast.stmt] = []
        for place, call in enumerate(self._calls):
            body.append(self._statement(call))
            if last[place]:
                names: list[ast.expr] = [ast.Name(self._names[tensor], ast.Store()) for tensor in last[place]]
                body.append(ast.Assign(names, ast.Constant(None)))
        moved = tuple(place for place, grad in enumerate(self._found.grads) if grad is not None)
        results = [self._value(self._found.loss), self._value([self._found.grads[place] for place in moved])]
        body.append(ast.Return(ast.Tuple(results, ast.Load())))
        fields = tuple(self._found.batch)
        return Replay(fields, self._defined(len(fields), body), moved, len(self._calls))

    def _defined(self, arguments: int, body: list[ast.stmt]) -> Step:
        taken = ast.arguments([], [ast.arg(f"x{place}") for place in range(arguments)], None, [], [], None, [])
        function = ast.FunctionDef("step", taken, body, [])
        exec(compile(ast.fix_missing_locations(ast.Module([function], [])), "<tape>", "exec"), self._globals)
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

    def _statement(self, call: Call) -> ast.stmt:
        function, name = kernel(call)
        called = ast.Call(
            ast.Name(self._kernel(function, name), ast.Load()),
            [self._value(value) for value in call.args],
            [ast.keyword(name, self._value(value)) for name, value in call.kwargs.items() if name != "pin_memory"],
        )
        targets = self._targets(call)
        return ast.Assign([targets], called) if targets else ast.Expr(called)

    def _targets(self, call: Call) -> ast.expr | None:
        new = _new(call)
        for out in new:
            self._names[id(out)] = f"v{len(self._names)}"
        if not new:
            return None
        if isinstance(call.result, Tensor):
            return ast.Name(self._names[id(call.result)], ast.Store())
        names = [self._names[id(out)] if any(out is each for each in new) else "_" for out in call.result]
        return ast.Tuple([ast.Name(name, ast.Store()) for name in names], ast.Store())

    def _kernel(self, function: Any, name: str) -> str:
        known = self._kernels.setdefault(function, f"{name}_{len(self._kernels)}")
        self._globals[known] = function
        return known

    def _value(self, value: Any) -> ast.expr:
        if isinstance(value, list | tuple):
            return ast.List([self._value(each) for each in value], ast.Load())
        if value is None or isinstance(value, bool | int | str):
            return ast.Constant(value)
        if not isinstance(value, Tensor):
            return self._lasting(value)
        if id(value) not in self._names:
            if id(value) in self._to_come:
                raise Untapeable("a kernel uses what a later one makes")
            return self._lasting(value.detach(), id(value))
        return ast.Name(self._names[id(value)], ast.Load())

    def _lasting(self, value: Any, tensor: int | None = None) -> ast.expr:
        name = f"k{len(self._globals)}"
        self._globals[name] = value
        if tensor is not None:
            self._names[tensor] = name
        return ast.Name(name, ast.Load())


def kernel(call: Call) -> tuple[Any, str]:
    """What calls this kernel from Python with the least between, and its plain name."""
    name = call.op._schema.name.split("::")[1]
    if call.op in KEEPS_IF_GRAD:
        return torch.enable_grad()(call.op._op), name
    takes_enum = any(argument.name == "reduction" for argument in call.op._schema.arguments)
    if not takes_enum and not (call.op._schema.is_mutable and not name.endswith("_")):
        for place in (torch._C._VariableFunctions, torch._C._nn, torch.Tensor):
            if function := getattr(place, name, None):
                return function, name
    return call.op._op, name


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
        lasting = {storage(value) for value in call.inputs if id(value) not in made | changing}
        is_view = bool(lasting) and all(storage(out) in lasting for out in call.outputs)
        reads = [] if call.op._schema.name.split("::")[1] in SHAPED else call.inputs
        is_constant = all(id(value) in constant for value in reads) and not any(
            storage(out) in written for out in call.outputs
        )
        if call.is_random or call.written or not (is_view or is_constant):
            kept.append(call)
            continue
        made -= {id(out) for out in call.outputs}
        constant |= {id(out) for out in call.outputs} if is_constant else set()
    return kept
