"""An ONNX model as a torch module, with torch's own layers where they do the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import torch
from torch import Tensor, nn

from builder.drawing.document import free_id
from builder.importers.onnx.call import Call
from builder.importers.onnx.folding import Folded
from builder.importers.onnx.model import Model, Scope
from builder.importers.onnx.scopes import kind_name, with_scopes
from builder.importers.onnx.table import MAKES, compute, refused
from builder.importers.onnx.values import Known, Unfit, Weight, tensor

SMALL = 1_024
"""Exporters store equal tensors of up to so many values once; they are no weights that layers share."""
_TAKEN = frozenset(dir(nn.Module())) | {"steps"}


@dataclass
class Step:
    """One call in its place: the path of the layer that computes it, or those of the tensors that it needs."""

    call: Call
    layer: str = ""
    tensors: dict[str, str] = field(default_factory=dict)


@dataclass
class Flowing:
    """What is known and computed so far, by name."""

    network: Network
    values: dict[str, Any]

    def take(self, step: Step) -> None:
        """Compute one call from what is there, and put what it gives beside that."""
        call = step.call
        call.layer = self.network.get_submodule(step.layer) if step.layer else None
        given = zip(call.outputs, compute(call, [self._value(step, name) for name in call.inputs]), strict=False)
        self.values |= {name: value for name, value in given if name}

    def _value(self, step: Step, name: str) -> Any:
        if name in step.tensors:
            return Weight(getattr(self.network, step.tensors[name]), self.network.held[name])
        return self.values[name] if name else None


class Part(nn.Module):
    """A module of the network that was saved: its steps in order, some of them parts, by their paths."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step | str] = []

    def forward(self, flowing: Flowing) -> None:
        for step in self.steps:
            if isinstance(step, str):
                flowing.network.get_submodule(step)(flowing)
            else:
                flowing.take(step)


class Network(Part):
    """A whole ONNX model, whose inputs have the batch as their first axis. ``failures`` say why it
    could not be followed.

    Raises:
        Unfit: an operation can't be imported; the message names it.
    """

    def __init__(self, model: Model) -> None:
        super().__init__()
        folded = Folded(model)
        self.held: Mapping[str, Known] = folded.held
        self.failures: list[Unfit] = []
        self._inputs = {each.name: each.batch_axis for each in model.inputs}
        self._outputs = model.outputs
        calls = with_scopes(folded.calls, self.held)
        self._arrange(self, calls, 0)
        weights = _Weights(self, folded)
        for part in [module for module in self.modules() if isinstance(module, Part)]:
            for step in part.steps:
                if isinstance(step, Step):
                    weights.give(step)

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:  # type: ignore[override]
        inputs = zip(self._inputs.items(), given, strict=True)
        flowing = Flowing(
            self, {**self.held, **{name: x.movedim(0, axis) if axis else x for (name, axis), x in inputs}}
        )
        try:
            super().forward(flowing)
        except Unfit as error:
            self.failures.append(error)
            raise
        return tuple(tensor(flowing.values[name]) for name in self._outputs)

    def put(self, path: str, module: nn.Module) -> str:
        """Put a module at a path, or near it if there is one already; gives the path."""
        *around, name = (_safe(word) for word in path.split("."))
        parent: nn.Module = self
        for word in around:
            if word not in parent._modules:
                parent.add_module(word, nn.Module())
            parent = parent.get_submodule(word)
        name = free_id(name, parent._modules)
        parent.add_module(name, module)
        return ".".join((*around, name))

    def _arrange(self, part: Part, calls: Sequence[Call], depth: int) -> None:
        """Give a part its steps; calls of a module inside it become a part of their own."""
        for scope, group in _by_scope(calls, depth):
            if scope is None or len(group) == 1:
                part.steps += [Step(call) for call in group]
            else:
                inside: Part = type(kind_name(scope), (Part,), {})()
                part.steps.append(self.put(scope[0], inside))
                self._arrange(inside, group, depth + 1)


def _by_scope(calls: Sequence[Call], depth: int) -> Iterator[tuple[Scope | None, list[Call]]]:
    """Calls that follow each other in the same module at this depth."""
    for scope, group in groupby(calls, lambda call: call.scope[depth] if len(call.scope) > depth else None):
        yield scope, list(group)


def _safe(word: str) -> str:
    """A word that can name a module or tensor of a module."""
    plain = re.sub(r"\W", "_", word, flags=re.ASCII) or "part"
    return f"{plain}_" if plain in _TAKEN else plain


class _Weights:
    """Hands the tensors of a model out to its steps: in layers where torch has one that does the same."""

    def __init__(self, network: Network, folded: Folded) -> None:
        self._network, self._folded, self._held = network, folded, folded.held
        self._parameters: dict[tuple[str, str], nn.Parameter] = {}
        self._layers: dict[tuple[object, ...], str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def give(self, step: Step) -> None:
        """Find a layer for a step, or else the tensors that it needs.

        Raises:
            Unfit: its weights can't be given to a layer that does the same.
        """
        step.layer = self._layer(step.call)
        if not step.layer:
            named = {name for name in step.call.inputs if name in self._held and _is_tensor(self._held[name])}
            step.tensors = {name: self._name(name, step.call) for name in sorted(named)}

    def _layer(self, call: Call) -> str:
        reads, make = MAKES.get(call.op, (0, None))
        names = [name for place, name in enumerate(call.inputs) if place != reads]
        if make is None or call.inputs[reads] in self._held or not names or names[0] not in self._held:
            return ""
        if any(name and name not in self._held for name in names[:4]) or self._held[names[0]].dtype.kind != "f":
            return ""
        key = (call.op, *names, str(sorted(call.attributes.items())), *(self._owner(name, call) for name in names))
        if key not in self._layers:
            weights = [self._weight(name, call) if name in self._held else None for name in names]
            try:
                made = make(call, *weights)
            except Unfit as error:
                raise refused(call, error) from error
            self._layers[key] = "" if made is None else self._network.put(self._wish(call, names[0], made), made)
        return self._layers[key]

    def _weight(self, name: str, call: Call) -> Weight:
        return Weight(self._parameter(name, call), self._held[name])

    def _parameter(self, name: str, call: Call) -> nn.Parameter:
        key = (name, self._owner(name, call))
        if key not in self._parameters:
            values = torch.tensor(self._held[name])
            learns = name in self._folded.learned or values.is_floating_point()
            self._parameters[key] = nn.Parameter(values, requires_grad=learns)
        return self._parameters[key]

    def _owner(self, name: str, call: Call) -> str:
        """The module that has a small tensor for itself, whoever else has an equal one."""
        is_small = name in self._held and self._held[name].size <= SMALL
        return call.scope[-1][0] if is_small and call.scope else ""

    def _wish(self, call: Call, weight: str, layer: nn.Module) -> str:
        """Where a layer would stand: where it stood, or as its weight is called."""
        kind = type(layer).__name__.lower()
        if call.scope:
            path = call.scope[-1][0]
            is_part = any(path == name for name, module in self._network.named_modules() if isinstance(module, Part))
            return f"{path}.{kind}" if is_part else path
        return weight.rpartition(".")[0] or kind

    def _name(self, name: str, call: Call) -> str:
        """The name of a tensor that the network holds itself."""
        key = (name, self._owner(name, call))
        if key not in self._names:
            path = free_id(_safe(name), {**self._network._parameters, **self._network._buffers})
            self._names[key] = path
            if name in self._folded.learned:
                self._network.register_parameter(path, self._parameter(name, call))
            else:
                self._network.register_buffer(path, torch.tensor(self._held[name]))
        return self._names[key]


def _is_tensor(values: Known) -> bool:
    """Whether values stay a tensor; whole numbers and single ones are known as numbers."""
    return values.size > 1 and values.dtype.kind in "fc"
