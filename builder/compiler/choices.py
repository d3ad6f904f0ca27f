"""Choices that a drawing makes: which classes its answers hold, how a signal says yes, and what metrics leave out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.checker.sampling import last_time
from builder.checker.wiring import Wire
from builder.compiler.signals import BENT, SAME, bounds, origin
from builder.kinds.dataset import DataField, Dataset
from builder.kinds.tensor_function import Reads, TensorFunction


@dataclass(frozen=True)
class Yes:
    """How a signal answers a yes-or-no question: ``threshold`` lies in the middle, and above it means yes.

    ``low`` and ``high`` are what stands for no and yes; scores have none.
    """

    threshold: float
    low: float = -math.inf
    high: float = math.inf

    def probability(self, values: Tensor) -> Tensor:
        """How probable yes is."""
        if math.isinf(self.low) or math.isinf(self.high):
            return torch.sigmoid(values - self.threshold)
        return ((values - self.low) / (self.high - self.low)).clamp(0, 1)


SUMS_TO_ONE = 1e-3
SCORE, PROBABILITY = Yes(0.0), Yes(0.5, 0.0, 1.0)


@dataclass(frozen=True)
class Choice:
    """That a loss or a metric judges a choice between the classes of a field, in ``input`` by ``target``.

    There is one score for each class along axis 1 or, with ``yes``, one value for both of two classes. Targets that are
    ``ignored`` don't count. ``is_bounded`` says that all scores lie between 0 and 1.
    """

    judge: str
    input: Wire
    target: Wire
    field: DataField
    yes: Yes | None
    ignored: int
    is_bounded: bool

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.field.classes

    def probabilities(self, answers: Tensor) -> Tensor:
        """How probable each class is: (N, classes, ...), or one value for each sample -> (N, classes, ...)."""
        if self.yes:
            yes = self.yes.probability(answers.reshape(len(answers)))
            return torch.stack([1 - yes, yes], dim=1)
        if self.is_bounded and ((answers.sum(1) - 1).abs() < SUMS_TO_ONE).all():
            return answers
        return answers.softmax(1)


def what_comes_in(found: Analysis, wire: Wire) -> Yes:
    """How a signal says yes: by what flows and, where that has no bounds, by how the loss there reads it."""
    if _is_bounded(found, wire):
        return PROBABILITY
    here = origin(found, wire)
    for id, reads in judges(found, "loss"):
        source, target = (found.wiring.sources[id].get(port) for port in ("input", "target"))
        if source and target and origin(found, source) == here:
            if reads == "probability":
                return PROBABILITY
            if reads == "value":
                no, yes = bounds(found, target)
                return Yes((no + yes) / 2, no, yes) if math.isfinite(no) and math.isfinite(yes) else SCORE
    return SCORE


def choices(found: Analysis) -> Iterator[Choice]:
    """Every choice that is judged, losses first."""
    for id, reads in (*judges(found, "loss"), *judges(found, "metric")):
        input, target = (found.wiring.sources[id].get(port) for port in ("input", "target"))
        field = _labels(found, target) if target else None
        if field is None or input is None or target is None or input not in found.flows:
            continue
        shape, classes = found.flows[input].small[1:], len(field.classes)
        if reads == "scores" and shape[:1] == (classes,):
            yield Choice(id, input, target, field, None, ignored(found, id), _is_bounded(found, input))
        elif reads != "scores" and classes == 2 and math.prod(shape) == 1 and field.shape == ():
            yield Choice(id, input, target, field, what_comes_in(found, input), ignored(found, id), False)


def answered(found: Analysis, wire: Wire) -> Choice | None:
    """The choice that an answer makes: that which is judged of it, as it is or in another measure.

    Its ``yes`` is how the answer itself says yes.
    """
    here, flow = origin(found, wire, SAME | BENT), found.flows[wire]
    for choice in choices(found):
        if origin(found, choice.input, SAME | BENT) != here:
            continue
        if choice.yes is None and flow.small[1:] == (len(choice.field.classes),):
            return replace(choice, input=wire, is_bounded=_is_bounded(found, wire))
        if choice.yes and math.prod(flow.small[1:]) == 1:
            yes = choice.yes if origin(found, wire) == origin(found, choice.input) else what_comes_in(found, wire)
            return replace(choice, input=wire, yes=yes)
    return None


def ignored(found: Analysis, id: str) -> int:
    """The target that a loss or a metric leaves out: its own or, where it says none, that of the loss beside it."""
    own = found.params[id].get("ignore_index")
    target = found.wiring.sources[id].get("target")
    if own is None and target:
        here = origin(found, target)
        for other, _ in judges(found, "loss"):
            wire = found.wiring.sources[other].get("target")
            if wire and origin(found, wire) == here and found.params[other].get("ignore_index") is not None:
                own = found.params[other]["ignore_index"]
                break
    return -100 if own is None else int(str(own))


def settle(found: Analysis) -> None:
    """Work out what nodes leave to the rest of the drawing, beside the sizes that they infer."""
    for id in found.with_role("metric", "sampler"):
        params = [param.name for param in found.layers[id].spec.params if param.follows]
        left = [name for name in params if found.params[id][name] is None]
        if left and (known := {name: value for name in left if (value := _followed(found, id, name)) is not None}):
            found.inferred[id] = {**found.inferred.get(id, {}), **known}


def _followed(found: Analysis, id: str, name: str) -> float | str | None:
    if name == "last":
        return last_time(found, id) if "time" in found.wiring.sources[id] else None
    wire = found.wiring.sources[id].get("input")
    if name == "tags":
        target = found.wiring.sources[id].get("target")
        field = _labels(found, target) if target else None
        return ",".join(each.replace(",", ";") for each in field.classes) if field else None
    if name == "threshold":
        return what_comes_in(found, wire).threshold if wire else None
    if name == "data_range":
        target = found.wiring.sources[id].get("target")
        low, high = bounds(found, target) if target else (-math.inf, math.inf)
        return high - low if 0 < high - low < math.inf else None
    return ignored(found, id) if name == "ignore_index" else None


def _is_bounded(found: Analysis, wire: Wire) -> bool:
    low, high = bounds(found, wire)
    return low >= 0 and high <= 1


def judges(found: Analysis, role: str) -> list[tuple[str, Reads]]:
    """The losses, or metrics, of choices that something rests on, and how each takes its input."""
    judges = ((id, found.layers[id]) for id in found.with_role(role) if id in found.needed)
    return [(id, layer.reads) for id, layer in judges if isinstance(layer, TensorFunction) and layer.reads]


def _labels(found: Analysis, wire: Wire) -> DataField | None:
    """The field of the data with names for its classes that a target is."""
    way, (node, port) = origin(found, wire, SAME | {"Scale"})  # the larger of two numbers is yes, whatever they are
    layer = found.layers[node] if not way else None
    field = layer.field(port) if isinstance(layer, Dataset) else None
    return field if field and field.classes else None
