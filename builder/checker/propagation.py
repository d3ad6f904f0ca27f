"""What flows through one node: real modules run on tensors without storage, answers remembered.

Each node is run at two batch sizes and, where sequences come in, at two other lengths of them. An axis that is
the same in all is a fixed size; one that grows with the batch is shown as ``N``, one that grows with the
sequence as ``T``. So shapes can't disagree with torch, and no weights are allocated.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import torch
from torch import nn

from builder.checker.axis import BATCHES, axis, other_lengths
from builder.checker.cost import FREE, Cost, Tensors, held, measured
from builder.checker.report import Signal
from builder.checker.trace import Trace
from builder.drawing.document import Value
from builder.kinds.dataset import Dataset, Source
from builder.kinds.layer import ComputedLayer, Layer, Params, on_meta
from builder.kinds.own_code import in_our_words

REMEMBERED = 20_000
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Time:
    """How a shape depends on the length of sequences: what it is at the two `other_lengths` of ``length``."""

    length: int
    shapes: tuple[Shape, Shape]


@dataclass(frozen=True)
class Flow:
    """A signal as the checker knows it: its shape at two batch sizes, and the classes it may hold.

    ``time`` is there where the shape depends on the length of sequences, in a way that has a formula.
    """

    small: Shape
    large: Shape
    dtype: torch.dtype
    classes: int | None = None
    time: Time | None = None

    @cached_property
    def dims(self) -> tuple[int | str, ...]:
        return tuple(dim for dim in _dims(self.small, self.large, self.time) if dim is not None)

    @cached_property
    def label(self) -> str:
        return f"({', '.join(map(str, self.dims))}{',' if len(self.small) == 1 else ''})"

    @property
    def per_sample(self) -> int:
        """How many values one sample adds."""
        at_two, at_three = (torch.Size(shape).numel() for shape in (self.small, self.large))
        return max(0, at_three - at_two)

    @cached_property
    def signal(self) -> Signal:
        """What the report says of it."""
        return Signal(
            dims=self.dims,
            dtype=str(self.dtype).removeprefix("torch."),
            label=self.label,
            length=self.time.length if self.time else None,
        )


def _dims(small: Shape, large: Shape, time: Time | None) -> tuple[int | str | None, ...]:
    if time is None:
        return tuple(axis(*sizes) for sizes in zip(small, large, strict=True))
    others = zip(*time.shapes, strict=True)
    return tuple(
        axis(at_two, at_three, time.length, other) for at_two, at_three, other in zip(small, large, others, strict=True)
    )


def flow(small: Shape, large: Shape, dtype: torch.dtype, time: Time | None = None) -> Flow:
    """A flow, which forgets how it depends on the length of sequences where no formula would say it."""
    if time and (time.shapes == (small, small) or not _has_formula(small, large, time)):
        time = None
    return Flow(small, large, dtype, time=time)


def _has_formula(small: Shape, large: Shape, time: Time) -> bool:
    return all(len(shape) == len(small) for shape in time.shapes) and None not in _dims(small, large, time)


def common_length(flows: Iterable[Flow]) -> int | None:
    """The length of the sequences that come in; None where there are none, or of several lengths."""
    lengths = {flow.time.length for flow in flows if flow.time}
    return lengths.pop() if len(lengths) == 1 else None


def derived(rule: Callable[..., Shape], *flows: Flow) -> Flow:
    """The flow whose shape follows by a rule from those of others; its numbers are those of the first."""
    length = common_length(flows)
    small, large = rule(*(flow.small for flow in flows)), rule(*(flow.large for flow in flows))
    if length is None:
        return Flow(small, large, flows[0].dtype)
    first, second = (rule(*(_shape(flow, place) for flow in flows)) for place in (0, 1))
    return flow(small, large, flows[0].dtype, Time(length, (first, second)))


def again(flow: Flow, first: Flow) -> Flow:
    """What comes out when a flow goes through once more as ``first`` did; if its length is now fixed, it stays so."""
    return flow if flow.time == first.time else replace(flow, time=None)


def _shape(flow: Flow, place: int) -> Shape:
    """The shape at one of the other lengths."""
    return flow.time.shapes[place] if flow.time else flow.small


FAR = 64


def _far(flow: Flow) -> Shape:
    """The shape for much longer sequences, if it goes on as it does over the known lengths."""
    known = zip(flow.small, _shape(flow, 0), _shape(flow, 1), strict=True)
    return tuple(
        size + FAR * (size - first) + FAR * (FAR + 1) // 2 * (size - 2 * first + second)
        for size, first, second in known
    )


@dataclass(frozen=True)
class Passed:
    """A node that took its inputs: what comes out by port, the sizes it inferred, what it learns.

    ``cost`` is that of one sample; ``trace`` what the node does, where it could be run as in training.
    """

    outputs: tuple[tuple[str, Flow], ...]
    inferred: tuple[tuple[str, int], ...] = ()
    parameters: int = 0
    cost: Cost = FREE
    trace: Trace | None = None


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
        with torch.device("meta"):
            module = layer.make(whole)
            at_small, cost, trace = run_measured(layer, module, whole, small)
            at_large, more, _ = run_measured(layer, module, whole, large)
    except Exception as error:  # whatever torch refuses a learner's drawing with is a problem, not a crash
        return Refused(str(error), in_words=in_our_words(error))
    if any(at_small[port].dim() != at_large[port].dim() for port in at_small):
        return Refused("how many axes come out depends on the size of the batch", in_words=True)
    others = _at_other_lengths(layer, module, whole, inferred, inputs)
    flows = {port: _flow(port, at_small[port], at_large[port], others) for port in at_small}
    if _is_fraction_new(inputs.values(), flows.values()):
        flows = _confirmed(layer, module, whole, inputs, flows)
    learned = sum(p.numel() for p in module.parameters()) if module else 0
    return Passed(tuple(flows.items()), tuple(inferred.items()), learned, more.beyond(cost), trace)


def run_measured(
    layer: ComputedLayer, module: nn.Module | None, params: Params, inputs: Tensors
) -> tuple[Tensors, Cost, Trace | None]:
    """A node's outputs for a batch without storage, what they cost, and what it does."""
    weights = [*module.parameters(), *module.buffers()] if module else []
    rounds = layer.rounds(params, inputs)
    try:
        return measured(lambda given: layer.outputs(layer.run(module, params, given)), inputs, weights, rounds)
    except Exception:  # it may only dislike to be differentiated
        with torch.no_grad():
            outputs = layer.outputs(layer.run(module, params, inputs))
        return outputs, held(outputs, inputs), None


@dataclass(frozen=True)
class _Others:
    """A node's outputs by port at the two other lengths of sequences of a length."""

    length: int
    outputs: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]


def _at_other_lengths(
    layer: ComputedLayer,
    module: nn.Module | None,
    params: Params,
    inferred: Mapping[str, int],
    inputs: Mapping[str, Flow],
) -> _Others | None:
    """What comes out for sequences of other lengths, if the node as it is takes them."""
    length = common_length(inputs.values())
    if length is None:
        return None

    def outputs(place: int) -> dict[str, torch.Tensor]:
        tensors = {name: on_meta(_shape(flow, place), flow.dtype) for name, flow in inputs.items()}
        if layer.sizes(tensors) != inferred:
            raise ValueError("its own sizes follow from the length")
        return layer.outputs(layer.run(module, params, tensors))

    try:
        with torch.device("meta"), torch.no_grad():
            return _Others(length, (outputs(0), outputs(1)))
    except Exception:  # this length and no other: from here on it is a number
        return None


def _is_fraction_new(inputs: Iterable[Flow], outputs: Iterable[Flow]) -> bool:
    """Whether a part of the length, such as ``T/2``, comes out that did not come in."""
    before, after = ({dim for flow in flows for dim in flow.dims if "/" in str(dim)} for flows in (inputs, outputs))
    return not after <= before


def _confirmed(
    layer: ComputedLayer,
    module: nn.Module | None,
    params: Params,
    inputs: Mapping[str, Flow],
    outputs: Mapping[str, Flow],
) -> dict[str, Flow]:
    """The outputs, whose parts of the length must hold for much longer sequences: a stride of 5 is no quarter."""
    try:
        tensors = {name: on_meta(_far(flow), flow.dtype) for name, flow in inputs.items()}
        with torch.device("meta"), torch.no_grad():
            far = layer.outputs(layer.run(module, params, tensors))
    except Exception:  # so long a sequence does not fit: it stays unknown
        far = {}
    return {
        port: flow if port in far and tuple(far[port].shape) == _far(flow) else replace(flow, time=None)
        for port, flow in outputs.items()
    }


def _flow(port: str, small: torch.Tensor, large: torch.Tensor, others: _Others | None) -> Flow:
    time = None
    if others:
        first, second = (tuple(tensors[port].shape) for tensors in others.outputs)
        time = Time(others.length, (first, second))
    return flow(tuple(small.shape), tuple(large.shape), small.dtype, time)


def source_flows(layer: Layer, params: Mapping[str, Value]) -> dict[str, Flow]:
    """What comes out of a node that has no inputs."""
    if isinstance(layer, Source):
        shape = layer.shape(params)
        return {port.name: batch_of(shape, layer.dtype, layer.time_axis(shape)) for port in layer.spec.outputs}
    if isinstance(layer, Dataset):
        return {
            field.name: replace(batch_of(field.shape, field.dtype, field.time_axis), classes=len(field.classes) or None)
            for field in layer.fields
        }
    return {}


def batch_of(shape: Shape, dtype: torch.dtype = torch.float32, time_axis: int | None = None) -> Flow:
    """A batch of samples of this shape, one of whose axes may be the steps of a sequence."""
    small, large = (BATCHES[0], *shape), (BATCHES[1], *shape)
    shorter = None if time_axis is None else other_lengths(shape[time_axis])
    if time_axis is None or shorter is None:
        return Flow(small, large, dtype)
    before, after = small[: time_axis + 1], small[time_axis + 2 :]
    first, second = ((*before, length, *after) for length in shorter)
    return Flow(small, large, dtype, time=Time(shape[time_axis], (first, second)))
