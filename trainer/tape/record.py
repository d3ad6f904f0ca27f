"""Writes down which kernels one real training step runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

aten = torch.ops.aten
REFUSED = frozenset(
    {
        aten._local_scalar_dense.default,  # Python reads a value
        aten.equal.default,
        aten.is_nonzero.default,
    }
)
LEAVE_TORCH = frozenset({Tensor.tolist, Tensor.numpy, Tensor.__array__, Tensor.data_ptr})


class Untapeable(Exception):
    """This step can't be replayed."""


@dataclass(frozen=True)
class Call:
    """One kernel: what was called, with what, and what came out."""

    op: torch._ops.OpOverload
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    result: Any

    @cached_property
    def inputs(self) -> list[Tensor]:
        return [*tensors_in(self.args), *tensors_in(tuple(self.kwargs.values()))]

    @cached_property
    def outputs(self) -> list[Tensor]:
        return tensors_in(self.result)

    @cached_property
    def is_random(self) -> bool:
        return torch.Tag.nondeterministic_seeded in self.op.tags

    @cached_property
    def written(self) -> list[Tensor]:
        """The inputs that it changes."""
        if "batch_norm" in self.op._schema.name and "backward" not in self.op._schema.name:
            return [value for value in self.args if isinstance(value, Tensor)]  # some do so without saying it
        values = [
            self.args[place] if place < len(self.args) else self.kwargs.get(name)
            for place, name in _written_by(self.op)
        ]
        return [tensor for value in values for tensor in tensors_in(value)]


@cache
def _written_by(op: torch._ops.OpOverload) -> list[tuple[int, str]]:
    """The places and names of the arguments that a kernel changes."""
    arguments = enumerate(op._schema.arguments)
    return [(place, each.name) for place, each in arguments if each.alias_info and each.alias_info.is_write]


@dataclass(frozen=True)
class Recording:
    """One step: its kernels in order, what it was given, and what it gave.

    ``grads`` are those of ``parameters``, None where the loss does not depend on one; ``obstacle`` says why it
    can't be replayed. The calls keep every tensor alive, so that each is known by its identity.
    """

    calls: tuple[Call, ...]
    batch: Mapping[str, Tensor]
    parameters: tuple[Tensor, ...]
    loss: Tensor
    grads: tuple[Tensor | None, ...]
    obstacle: str = ""


def gradients(loss: Tensor, parameters: Sequence[Tensor]) -> tuple[Tensor | None, ...]:
    """The gradients of a loss, each laid out in memory as its parameter, as optimizers want them."""
    grads = torch.autograd.grad(loss, parameters, allow_unused=True)
    return tuple(
        grad if grad is None or grad.stride() == parameter.stride() else torch.empty_like(parameter).copy_(grad)
        for grad, parameter in zip(grads, parameters, strict=True)
    )


def record(
    objective: Callable[[nn.Module, dict[str, Tensor]], Tensor],
    net: nn.Module,
    batch: dict[str, Tensor],
    parameters: Sequence[Tensor],
) -> Recording:
    """Run one step's forward and backward pass, and write down its kernels.

    Buffers and random states go on as in any step; parameters are not updated.
    """
    before = _identities(net)
    with torch.enable_grad(), _Reads() as reads, _Recorder() as recorder:
        loss = objective(net, batch)
        grads = gradients(loss, parameters)
    found = Recording(tuple(recorder.calls), batch, tuple(parameters), loss, grads)
    if reads.what:
        return replace(found, obstacle=f"it calls {reads.what}")
    if _identities(net) != before:
        return replace(found, obstacle="it changes parameters, or puts other tensors in the place of buffers")
    return replace(found, obstacle=_obstacle(found))


def tensors_in(value: Any) -> list[Tensor]:
    """The tensors of an argument or a result: kernels take and give tensors, and lists of them."""
    if isinstance(value, Tensor):
        return [value]
    return [tensor for each in value for tensor in tensors_in(each)] if isinstance(value, list | tuple) else []


def storage(tensor: Tensor) -> int:
    """The same for all tensors that share memory."""
    return int(tensor.untyped_storage()._cdata)


class _Recorder(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.calls: list[Call] = []
        self.is_refused = False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if not self.is_refused:  # from there on it only keeps alive what nobody will replay
            self.calls.append(Call(func, args, kwargs or {}, result))
            self.is_refused = func in REFUSED
        return result


class _Reads(TorchFunctionMode):
    """Sees whether values leave torch by ways that no kernel shows."""

    def __init__(self) -> None:
        super().__init__()
        self.what = ""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func in LEAVE_TORCH:
            self.what = func.__name__
        return func(*args, **(kwargs or {}))


def _identities(net: nn.Module) -> list[tuple[int, ...]]:
    """Which tensors a network holds, and how often its parameters were written to."""
    parameters = [(id(value), value._version) for value in net.parameters()]
    return [*parameters, *((id(value),) for value in net.buffers())]


def _obstacle(found: Recording) -> str:
    """Which kernel's shapes or inputs come from where the recording did not see them."""
    given = {storage(value) for value in found.batch.values()}
    lasting = {storage(value) for value in found.parameters}
    known = {id(value) for value in (*found.batch.values(), *found.parameters)}
    made: set[int] = set()
    for call in found.calls:
        name = call.op.name()
        if any(tensor.layout is not torch.strided for tensor in (*call.inputs, *call.outputs)):
            return f"{name} works on sparse tensors"
        if call.op in REFUSED or torch.Tag.dynamic_output_shape in call.op.tags:
            return f"{name} depends on more than the tensors it is given"
        for tensor in (tensor for tensor in call.inputs if id(tensor) not in known):
            if storage(tensor) in made or storage(tensor) in given:
                return f"{name} takes a tensor that was made out of sight"
            lasting.add(storage(tensor))
            known.add(id(tensor))
        made |= {storage(out) for out in call.outputs} - lasting - given
        known |= {id(out) for out in call.outputs}
    results = [value for value in (found.loss, *found.grads) if value is not None]
    return "" if all(id(value) in known for value in results) else "a result was made out of sight"
