"""What a node costs: arithmetic on the way forward, and memory that training keeps for the way back.

Both are measured while the node runs on tensors without storage. Arithmetic is counted as
``torch.utils.flop_counter`` does: matrix products, convolutions and attention, two operations for each
multiply-add; everything else is cheap beside them and counts nothing. Memory is what the outputs hold (a view
holds nothing) and what autograd saves inside of the node that is neither an input, an output nor a weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry, sdpa_flop_count

from builder.checker.trace import Recorder, Trace

Tensors = Mapping[str, Tensor]


@dataclass(frozen=True)
class Cost:
    """Units: floating-point operations, bytes."""

    flops: int = 0
    memory: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.flops + other.flops, self.memory + other.memory)

    def __mul__(self, times: int) -> Cost:
        return Cost(self.flops * times, self.memory * times)

    def beyond(self, other: Cost) -> Cost:
        """What this costs more than the other."""
        return Cost(max(0, self.flops - other.flops), max(0, self.memory - other.memory))


FREE = Cost()


def measured(
    run: Callable[[Tensors], Tensors], inputs: Tensors, weights: Iterable[Tensor], rounds: int = 1
) -> tuple[Tensors, Cost, Trace | None]:
    """What a node gives for a batch, what that costs, as in training, and which operations it comes down to.

    Args:
        weights: what the node owns anyway.
        rounds: how many times over the inside of the node is done, where ``run`` shows it once.
    """
    given = {name: _flowing(tensor) for name, tensor in inputs.items()}
    owned = _storages((*weights, *given.values()))
    saved: dict[int, torch.UntypedStorage] = {}

    def keep(tensor: Tensor) -> Tensor:
        saved.update(_storages([tensor]))
        return tensor

    counter = _Counter()
    with (
        torch.enable_grad(),
        torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor),
        counter,
        _FusedAttention(counter),
    ):
        outputs = run(given)
    held = _storages(outputs.values())
    inside = _bytes(saved, {*owned, *held})
    cost = Cost(counter.flops * rounds, _bytes(held, owned) + inside * rounds)
    trace = counter.recorder.trace(given, outputs, weights) if rounds == 1 else None  # one round is not the whole
    return outputs, cost, trace


def held(outputs: Tensors, inputs: Tensors) -> Cost:
    """The memory of a node's outputs alone."""
    return Cost(memory=_bytes(_storages(outputs.values()), _storages(inputs.values())))


def _flowing(tensor: Tensor) -> Tensor:
    """The tensor as it comes out of a layer that learns: gradients flow back through it."""
    if not (tensor.is_floating_point() or tensor.is_complex()):
        return tensor
    return tensor.requires_grad_().clone()  # unlike a leaf, a clone may be changed in place


def _storages(tensors: Iterable[Tensor]) -> dict[int, torch.UntypedStorage]:
    storages = (tensor.untyped_storage() for tensor in tensors)
    return {storage._cdata: storage for storage in storages}


def _bytes(storages: Mapping[int, torch.UntypedStorage], known: Iterable[int]) -> int:
    seen = set(known)
    return sum(storage.nbytes() for key, storage in storages.items() if key not in seen)


class _Counter(TorchDispatchMode):
    """Notes torch's operations, and adds up their arithmetic by torch's own formulas."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.flops = 0
        self.recorder = Recorder()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        formula = flop_registry.get(func._overloadpacket)
        if formula is not None:
            self.flops += formula(*args, **(kwargs or {}), out_val=result)
        self.recorder.note(func, args, kwargs or {}, result)
        return result


class _FusedAttention(TorchFunctionMode):
    """Attention as processors and graphics cards do it: without keeping a score for each pair of steps.

    Without storage torch would take the long way, whose scores no real run keeps.
    """

    def __init__(self, counter: _Counter) -> None:
        super().__init__()
        self._counter = counter

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is F.scaled_dot_product_attention:
            func = self._attend
        elif func is F.multi_head_attention_forward:
            func = self._many_heads()
        return func(*args, **(kwargs or {}))

    def _many_heads(self) -> Callable[..., Any]:
        """torch's function, whose own call of attention torch would not show here."""
        function = F.multi_head_attention_forward
        names = {"scaled_dot_product_attention": self._attend, "has_torch_function": lambda tensors: False}
        same = FunctionType(function.__code__, {**function.__globals__, **names}, argdefs=function.__defaults__)
        same.__kwdefaults__ = function.__kwdefaults__
        return same

    def _attend(self, *args: Any, **kwargs: Any) -> Any:
        result = self._fused(*args, **kwargs)
        return F.scaled_dot_product_attention(*args, **kwargs) if result is None else result

    def _fused(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        attn_mask: Tensor | None = None,
        dropout_p: float = 0.0,
        is_causal: bool = False,
        scale: float | None = None,
        enable_gqa: bool = False,
    ) -> Tensor | None:
        fits = query.dim() == 4 and key.shape == value.shape and query.shape[-1] == key.shape[-1]
        if not fits or query.shape[:2] != key.shape[:2] or dropout_p or enable_gqa:
            return None
        if attn_mask is not None and (is_causal or not _is_mask(attn_mask, query, key)):
            return None
        self._counter.flops += sdpa_flop_count(query.shape, key.shape, value.shape)
        fused = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
        result: Tensor = fused(query, key, value, 0.0, is_causal, attn_mask=attn_mask, scale=scale)[0]
        return result


def _is_mask(mask: Tensor, query: Tensor, key: Tensor) -> bool:
    """Whether a mask of numbers to add fits; others torch looks at itself."""
    wanted = (*query.shape[:2], query.shape[2], key.shape[2])
    padded = (1,) * (4 - mask.dim()) + tuple(mask.shape)
    return (
        mask.dtype == query.dtype
        and mask.dim() in (2, 4)
        and all(size in (1, most) for size, most in zip(padded, wanted, strict=True))
    )
