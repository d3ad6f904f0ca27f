"""A network as it stands, set up to be looked at: on a fixed batch, with what several probes need computed once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.checker.weight_sharing import Bound
from builder.checker.wiring import Wire
from builder.compiler.program import Batch, Part, Program
from builder.kinds.dataset import rows_of
from builder.kinds.layer import ComputedLayer, Layer
from trainer.look.next_step import Gradients, gradients
from trainer.run.state import State

ROWS_AT_ONCE = 256
MOST_BYTES = 256 * 2**20
"""What the signals of the samples may take that are looked at together."""

Step = tuple[str, int]
"""A node that uses a block, and which time that it runs it, from 0."""


class NoSuchPlace(LookupError):
    """A path leads nowhere in this drawing."""


@dataclass(frozen=True)
class Path:
    """A node, by the way to it: ``conv1``, ``encoder/hidden``, ``layers.1/attention`` in the second use of the block.

    The number counts how often the node runs its block: copies of a Repeat, moments of a Scan.
    """

    way: tuple[Step, ...]
    node: str

    @classmethod
    def parse(cls, text: str) -> Path:
        """The path that a text says.

        Raises:
            NoSuchPlace: it says none.
        """
        *way, node = text.split("/")
        steps = [_STEP.fullmatch(step) for step in way]
        if not node or not all(steps):
            raise NoSuchPlace(text)
        return cls(tuple((step[1], int(step[2] or 0)) for step in steps if step), node)


_STEP = re.compile(r"([^./]+)(?:\.(\d{1,5}))?")


class Scene:
    """One moment of a run. Use it inside of `looking`."""

    def __init__(self, state: State) -> None:
        self.state, self.program, self.net = state, state.drawing, state.net
        self._values: dict[tuple[tuple[Step, ...], int], Batch] = {}
        self._calls: dict[tuple[tuple[Step, ...], int], tuple[nn.Module, tuple[Any, ...]]] = {}
        self._gradients: Gradients | None = None

    @property
    def step(self) -> int:
        return self.state.step

    def batch(self, rows: int) -> Batch:
        """The first validation samples, always the same."""
        return {name: values[:rows] for name, values in self.state.held_out.items()}

    def fitting(self, rows: int) -> int:
        """So many samples, or as many as a large network can be looked at with at once."""
        return max(1, min(rows, MOST_BYTES // max(1, self.program.cost.memory)))

    def answers(self, batch: Batch) -> tuple[Tensor, ...]:
        """What the network answers to a batch, in the order of `Program.answers`."""
        rows, given = rows_of(batch), [batch[name].to(self.state.device) for name in self.program.asked]
        parts, at_once = [], self.fitting(ROWS_AT_ONCE)
        for start in range(0, rows, at_once):
            answers = self.net(*(values[start : start + at_once] for values in given))
            parts.append(answers if isinstance(answers, tuple) else (answers,))
        return tuple(torch.cat(each) for each in zip(*parts, strict=True))

    def wires(self, targets: Iterable[Wire], rows: int) -> tuple[Tensor, ...]:
        """What flows on some wires of the main block for the first validation samples."""
        wanted, batch, at_once = list(targets), self.batch(rows), self.fitting(ROWS_AT_ONCE)
        fields = {wire: batch[self.program.plan.fields[wire]] for wire in self.program.rests_on(wanted)}
        parts = [
            self.between({wire: values[start : start + at_once] for wire, values in fields.items()}, wanted)
            for start in range(0, rows_of(batch), at_once)
        ]
        return tuple(torch.cat(each) for each in zip(*parts, strict=True))

    def between(self, given: Mapping[Wire, Tensor], targets: Iterable[Wire]) -> tuple[Tensor, ...]:
        """Some wires of the main block, computed from others."""
        values = {".".join(wire): value.to(self.state.device) for wire, value in given.items()}
        return self.program.between(given, targets)(self.net, values)

    def part(self, way: tuple[Step, ...]) -> Part:
        """The block that a way leads into.

        Raises:
            NoSuchPlace: there is none.
        """
        part = self.program.parts[self.program.plan.found.name]
        for node, _ in way:
            if node in part.found.sampled:
                raise NoSuchPlace(node)
            part = self.program.parts[_block_of(part.found.layers.get(node), node)]
        return part

    def outputs(self, way: tuple[Step, ...], rows: int) -> Batch:
        """What comes out of every node of a block, for so many samples, as far as they are `fitting`."""
        rows = self.fitting(rows)
        key = (way, rows)
        if key not in self._values:
            trace = self.part(way).trace
            owner, arguments = self._call(way, rows) if way else (self.net, (self.batch(rows),))
            self._values[key] = trace(owner, *arguments)
        return self._values[key]

    def output(self, path: Path, rows: int) -> Tensor | None:
        """What comes out of a node first; None where nothing does."""
        return self.outputs(path.way, rows).get(path.node)

    def inputs(self, path: Path, rows: int) -> dict[str, Tensor]:
        """What comes into a node, by port and in the order of its ports."""
        found, outside = self.part(path.way).found, self.outputs(path.way, rows)
        if path.node not in found.layers:
            raise NoSuchPlace(path.node)
        return received(found, path.node, outside)

    def run(self, path: Path, rows: int) -> None:
        """Compute one node by itself, from what comes into it."""
        self.compute(path, self.inputs(path, rows))

    def compute(self, path: Path, inputs: Batch) -> Any:
        """What one node by itself makes of what comes into it, by port; built as the node's call builds it."""
        found, module = self.part(path.way).found, self.module(path)
        layer = found.layers[path.node]
        assert isinstance(layer, ComputedLayer)
        if module is None:
            return layer.run(None, found.params[path.node], inputs)
        positional, optional = layer.arguments(inputs)
        return module(*positional, **optional)

    def module(self, path: Path) -> nn.Module | None:
        """The module that a node computes with; None where it is a function."""
        owner, part = self._owner(path.way), self.part(path.way)
        if path.node not in part.found.layers:
            raise NoSuchPlace(path.node)
        attribute = part.modules.get(path.node)
        return getattr(owner, attribute, None) if attribute else None

    @property
    def gradients(self) -> Gradients:
        """How the losses on the probe batch depend on what is learned."""
        if self._gradients is None:
            self._gradients = gradients(self.state)
        return self._gradients

    def _owner(self, way: tuple[Step, ...]) -> nn.Module:
        """The module that holds those of a block's nodes, found without running anything."""
        owner = self.net
        for place, (node, use) in enumerate(way):
            user = getattr(owner, self.part(way[:place]).modules[node])
            made = self.part(way[: place + 1]).made
            uses = [module for module in user.modules() if type(module) is made]
            owner = uses[min(use, len(uses) - 1)]
        return owner

    def _call(self, way: tuple[Step, ...], rows: int) -> tuple[nn.Module, tuple[Any, ...]]:
        """A block's module, and what comes into it when the node that uses it runs it for the time that is asked."""
        key = (way, rows)
        if key not in self._calls:
            *outer, (node, use) = way
            outside = tuple(outer)
            user = getattr(self._owner(outside), self.part(outside).modules[node])
            made = self.part(way).made
            inputs = self.inputs(Path(outside, node), rows)  # before anybody listens
            calls: list[tuple[nn.Module, tuple[Any, ...]]] = []
            ears = [
                module.register_forward_pre_hook(lambda module, arguments: calls.append((module, arguments)))
                for module in user.modules()
                if type(module) is made
            ]
            try:
                user(*inputs.values())
            finally:
                for ear in ears:
                    ear.remove()
            self._calls[key] = calls[min(use, len(calls) - 1)]
        return self._calls[key]


def _block_of(layer: Layer | None, node: str) -> str:
    used = layer.other if isinstance(layer, Bound) else layer
    if not isinstance(used, BoundUse):
        raise NoSuchPlace(node)
    return used.name


def out_of_sight(program: Program) -> set[str]:
    """The blocks that rest on what samplers make wherever they are used: nothing flows there while one looks."""
    main = program.plan.found
    sampled = main.sampled
    made = _reached(program, [layer for id, layer in main.layers.items() if id in sampled])
    return made - _reached(program, [layer for id, layer in main.layers.items() if id not in sampled])


def _reached(program: Program, users: list[Layer]) -> set[str]:
    """The blocks that some nodes use, and those used in these, by name."""
    found: set[str] = set()
    while users:
        used = users.pop()
        used = used.other if isinstance(used, Bound) else used
        if isinstance(used, BoundUse) and used.name not in found and used.name in program.parts:
            found.add(used.name)
            users += program.parts[used.name].found.layers.values()
    return found


def received(found: Analysis, node: str, outside: Batch) -> dict[str, Tensor]:
    """What comes into a node, by port and in the order of its ports, of what comes out of all (as a trace names it)."""
    wires = found.wiring.sources[node]
    ports = [port.name for port in found.layers[node].spec.inputs if port.name in wires]
    return {port: outside[name_of(found.layers, *wires[port])] for port in ports}


def name_of(layers: dict[str, Layer], node: str, port: str) -> str:
    """What a trace calls the output of a node."""
    return node if layers[node].spec.outputs[0].name == port else f"{node}.{port}"
