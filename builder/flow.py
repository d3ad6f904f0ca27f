"""What flows through one node: real modules run on tensors without storage, answers remembered.

Each node is run at two batch sizes. An axis that is the same in both is a fixed size; one that grows
with the batch is shown as ``N``. So shapes can't disagree with torch, and no weights are allocated.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn

from builder.data import Dataset, Source
from builder.document import Value
from builder.layer import ComputedLayer, Layer, Params, Tensors, on_meta
from builder.own_code import in_our_words
from builder.report import Signal

BATCHES = (2, 3)
REMEMBERED = 20_000


@dataclass(frozen=True)
class Flow:
    """A signal as the checker knows it: its shape at two batch sizes, and the classes it may hold."""

    small: tuple[int, ...]
    large: tuple[int, ...]
    dtype: torch.dtype
    classes: int | None = None

    @property
    def dims(self) -> tuple[int | str, ...]:
        return tuple(_dim(*sizes) for sizes in zip(self.small, self.large, strict=True))

    @property
    def label(self) -> str:
        return f"({', '.join(map(str, self.dims))}{',' if len(self.small) == 1 else ''})"

    @property
    def per_sample(self) -> int:
        """How many values one sample adds."""
        at_two, at_three = (torch.Size(shape).numel() for shape in (self.small, self.large))
        return max(0, at_three - at_two)

    def signal(self) -> Signal:
        return Signal(dims=self.dims, dtype=str(self.dtype).removeprefix("torch."), label=self.label)


def _dim(small: int, large: int) -> int | str:
    if small == large:
        return small
    growth, rest = large - small, small - BATCHES[0] * (large - small)
    times = "N" if growth == 1 else f"{growth}N"
    return times if rest == 0 else f"{times}{rest:+d}"


@dataclass(frozen=True)
class Passed:
    """A node that took its inputs: what comes out by port, the sizes it inferred, what it learns."""

    outputs: tuple[tuple[str, Flow], ...]
    inferred: tuple[tuple[str, int], ...] = ()
    parameters: int = 0


@dataclass(frozen=True)
class Refused:
    """A node that could not take its inputs; ``reason`` is torch's word, never shown, unless it is ``in_words``."""

    reason: str
    in_words: bool = False


class LookedInto(ComputedLayer, ABC):
    """A node that knows by itself what comes out, without being run."""

    @abstractmethod
    def through(self, params: Mapping[str, Value], inputs: Mapping[str, Flow]) -> Passed | Refused:
        """What comes out for these inputs."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        raise TypeError(f"{self.spec.type} is looked into, never run")


_Key = tuple[str, tuple[tuple[str, Value], ...], tuple[tuple[str, Flow], ...]]
_answers: OrderedDict[_Key, Passed | Refused] = OrderedDict()


def through(layer: ComputedLayer, params: Mapping[str, Value], inputs: Mapping[str, Flow]) -> Passed | Refused:
    """What comes out of a node for these inputs."""
    if isinstance(layer, LookedInto):
        return layer.through(params, inputs)
    return remembered(layer, params, inputs)


def remembered(layer: ComputedLayer, params: Mapping[str, Value], inputs: Mapping[str, Flow]) -> Passed | Refused:
    """What comes out of a node when it is run without storage; equal runs are done once."""
    key = (layer.spec.type, tuple(sorted(params.items())), tuple(sorted(inputs.items())))
    if key in _answers:
        _answers.move_to_end(key)
        return _answers[key]
    answer = _answers[key] = _run(layer, params, inputs)
    if len(_answers) > REMEMBERED:
        _answers.popitem(last=False)
    return answer


def _run(layer: ComputedLayer, params: Mapping[str, Value], inputs: Mapping[str, Flow]) -> Passed | Refused:
    small = {name: on_meta(flow.small, flow.dtype) for name, flow in inputs.items()}
    large = {name: on_meta(flow.large, flow.dtype) for name, flow in inputs.items()}
    try:
        inferred = layer.sizes(small)
        whole = {**params, **inferred}  # a size set against its input is said by the checker
        with torch.device("meta"), torch.no_grad():
            module = layer.make(whole)
            at_small, at_large = (layer.outputs(layer.run(module, whole, tensors)) for tensors in (small, large))
    except Exception as error:  # whatever torch refuses a learner's drawing with is a problem, not a crash
        return Refused(str(error), in_words=in_our_words(error))
    flows = [(port, _flow(at_small[port], at_large[port])) for port in at_small]
    learned = sum(p.numel() for p in module.parameters()) if module else 0
    return Passed(tuple(flows), tuple(inferred.items()), learned)


def _flow(small: torch.Tensor, large: torch.Tensor) -> Flow:
    return Flow(tuple(small.shape), tuple(large.shape), small.dtype)


def source_flows(layer: Layer, params: Mapping[str, Value]) -> dict[str, Flow]:
    """What comes out of a node that has no inputs."""
    if isinstance(layer, Source):
        return {port.name: batch_of(layer.shape(params), layer.dtype) for port in layer.spec.outputs}
    if isinstance(layer, Dataset):
        return {
            field.name: replace(batch_of(field.shape, field.dtype), classes=len(field.classes) or None)
            for field in layer.fields
        }
    return {}


def batch_of(shape: tuple[int, ...], dtype: torch.dtype = torch.float32) -> Flow:
    """A batch of samples of this shape."""
    return Flow((BATCHES[0], *shape), (BATCHES[1], *shape), dtype)
