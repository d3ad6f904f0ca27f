"""The statements of one block: the modules that it makes, and one line for each node that is computed."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import nn

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.checker.playing import PLAYER, BoundPlayer
from builder.checker.wiring import Wire
from builder.compiler.classes import BlockClass, Classes, computed
from builder.compiler.frozen import as_frozen
from builder.compiler.growing import as_growing
from builder.kinds.layer import ComputedLayer
from builder.kinds.sampler import Inner, Sampler
from builder.kinds.syntax import TENSOR, dotted, function, literal


class NameGiver:
    """Gives out variable names, each once."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def free(self, wish: str) -> str:
        """The name that was wished for, or the next that is free."""
        while wish in self._taken or keyword.issoftkeyword(wish) or wish in _NEEDED:
            wish += "_"
        self._taken.add(wish)
        return wish


_NEEDED = {"super", "dict", "tuple", "str", "int", "range", "len"}  # built-ins that the source itself calls


class Body:
    """One block's modules and lines. ``made`` is its class, where what differs between uses has names."""

    def __init__(self, found: Analysis, classes: Classes, names: NameGiver, made: BlockClass | None = None) -> None:
        self.found, self.names = found, names
        self._classes, self._made = classes, made
        self._computed = computed(found)
        self.modules = {id: _attribute(id) for id in self._computed}
        self.modules |= {id: self.modules[of] for id in self._computed if (of := found.shares(id)) is not None}
        self._variables: dict[Wire, str] = {}
        self._own_names: dict[tuple[str, str], str] = {}
        for id in self._computed:
            ports = [port.name for port in found.layers[id].spec.outputs]
            for port in ports:
                self._variables[id, port] = names.free(id if len(ports) == 1 else f"{id}_{port}")

    @property
    def names_of(self) -> Mapping[Wire, str]:
        """The name of the variable of each wire that is computed."""
        return self._variables

    def variable(self, wire: Wire) -> str:
        """The name of what flows on a wire."""
        return self._variables[wire]

    def constructs(self) -> list[ast.stmt]:
        """The lines of ``__init__``: a module for each node that has one."""
        lines = [ast.Assign(targets=[dotted("self", name)], value=ast.Name(name)) for name in self._kept_arguments()]
        for id in self._computed:
            made = self._construct(id)
            if made and self.found.shares(id) is None:
                module = dotted("self", self.modules[id])
                made = as_frozen(self.found, id, as_growing(self.found, id, made))
                lines.append(ast.Assign(targets=[module], value=made))
                if (rate := self.found.graph.nodes[id].rate) != 1:
                    lines.append(ast.Assign(targets=[ast.Attribute(module, "rate_factor")], value=ast.Constant(rate)))
        return list[ast.stmt](lines)

    def has_module(self, id: str) -> bool:
        """Whether a node is computed by a module, its own or a shared one, not by a plain function."""
        return id in self.modules and self._construct(id) is not None

    def _construct(self, id: str) -> ast.expr | None:
        layer = self.found.layers[id]
        assert isinstance(layer, ComputedLayer)
        values = self._values(id, ast.Name)
        if isinstance(layer, BoundUse):
            return layer.construct_with(self._classes.make(layer, values), values)
        return layer.construct(values)

    def compute(
        self, targets: Iterable[Wire], owner: str, given: Mapping[Wire, ast.expr], *, is_begun: bool = False
    ) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
        """One line for each node that the targets need; ``owner`` is what holds the modules.

        ``is_begun``: of fields that samplers begin with, all that is given is the beginning.
        """
        values = dict(given)
        lines: list[ast.stmt] = []
        missing: dict[str, list[str]] = {}
        for id, port in self.missing(targets, given):
            missing.setdefault(id, []).append(port)
        for id, ports in missing.items():
            layer = self.found.layers[id]
            assert isinstance(layer, ComputedLayer)
            names: dict[str, ast.expr] = {port: ast.Name(self._variables[id, port]) for port in ports}
            if isinstance(layer, Sampler):
                parts, result = self._sampled(id, layer, owner, values, is_begun=is_begun)
                lines += parts
            else:
                inputs = {port: values[wire] for port, wire in self.found.wiring.sources[id].items()}
                if isinstance(layer, BoundPlayer):
                    inputs[PLAYER] = dotted(owner, self.modules[layer.asks])
                params = self._values(id, lambda name: dotted("self", name))
                result = layer.call(dotted(owner, self.modules[id]), params, inputs)
            values |= {(id, port): name for port, name in names.items()}
            lines.append(ast.Assign(targets=[layer.target(names)], value=result))
        return lines, values

    def missing(self, targets: Iterable[Wire], given: Mapping[Wire, ast.expr]) -> list[Wire]:
        """The wires that must be computed for the targets, in order."""
        found: set[Wire] = set()
        ahead = list(targets)
        while ahead:
            wire = ahead.pop()
            if wire not in given and wire not in found:
                found.add(wire)
                ahead += self._before(wire[0])
        place = {id: i for i, id in enumerate(self.found.wiring.order)}
        return sorted(found, key=lambda wire: (place[wire[0]], wire[1]))

    def _before(self, id: str) -> Iterable[Wire]:
        """The wires that a node is computed from: for a sampler, all that does not change while it samples."""
        layer, sources = self.found.layers[id], self.found.wiring.sources[id]
        if not isinstance(layer, Sampler):
            return sources.values()
        functions, forms = {inner.port for inner in layer.inner}, layer.forms(self.found.params[id])
        plain = [wire for port, wire in sources.items() if port not in functions | forms]
        return plain + [wire for inner in layer.inner for wire in self._around(id, layer, inner)]

    def _inside(self, id: str, layer: Sampler, inner: Inner) -> set[Wire]:
        """The wires that change while a sampler runs a part of the drawing, beside those that it gives."""
        sources = self.found.wiring.sources[id]
        changed = {sources[port] for port in inner.gives if port in sources}
        found: set[Wire] = set()
        for wire in self.missing([sources[inner.port]], dict.fromkeys(changed, _NOTHING)):
            if changed.union(found).intersection(self._before(wire[0])):
                found.add(wire)
        return found

    def _around(self, id: str, layer: Sampler, inner: Inner) -> list[Wire]:
        """The wires that a part of the drawing takes as they are while a sampler runs it."""
        sources = self.found.wiring.sources[id]
        if inner.is_undone:
            return []
        inside, changed = self._inside(id, layer, inner), {sources[port] for port in inner.gives if port in sources}
        read = {sources[inner.port], *(wire for node, _ in inside for wire in self._before(node))}
        return sorted(read - inside - changed)

    def _sampled(
        self, id: str, layer: Sampler, owner: str, values: Mapping[Wire, ast.expr], *, is_begun: bool
    ) -> tuple[list[ast.stmt], ast.expr]:
        """The parts that a sampler runs, as functions, and the call of its loop."""
        sources, params = self.found.wiring.sources[id], self._values(id, lambda name: dotted("self", name))
        forms, functions = layer.forms(self.found.params[id]), {inner.port: inner for inner in layer.inner}
        lines: list[ast.stmt] = []
        inputs: dict[str, ast.expr] = {}
        is_given = is_begun and layer.begins in sources.keys() - forms and self._is_field(sources[layer.begins])
        if is_given:
            params = {name: value for name, value in params.items() if name != "kept"}
        for port, wire in sources.items():
            if inner := functions.get(port):
                lines.append(self._function(id, layer, inner, owner, values))
                inputs[port] = ast.Name(self._own_name(id, port))
            elif port in forms:
                inputs[port] = self._form(wire)
            else:
                inputs[port] = values[wire]
        return lines, layer.call(None, params, inputs)

    def _is_field(self, wire: Wire) -> bool:
        """Whether a wire comes straight out of the data."""
        return self.found.layers[wire[0]].spec.role == "data"

    def _form(self, wire: Wire) -> ast.expr:
        """Zeros in the form of what flows on a wire, for as many rows as there are."""
        flow = self.found.flows[wire]
        sizes = [literal(size) for size in flow.small[1:]]
        keywords = [] if flow.dtype == torch.float32 else [ast.keyword("dtype", dotted(*str(flow.dtype).split(".")))]
        return ast.Call(
            func=dotted("torch", "zeros"),
            args=[ast.Name("rows"), *sizes],
            keywords=[*keywords, ast.keyword("device", ast.Name("device"))],
        )

    def _function(
        self, id: str, layer: Sampler, inner: Inner, owner: str, values: Mapping[Wire, ast.expr]
    ) -> ast.FunctionDef:
        """A part of the drawing as a function of what a sampler gives."""
        sources, name = self.found.wiring.sources[id], self._own_name(id, inner.port)
        if inner.is_undone:
            argument, lines, result = self._undone(sources[inner.port], sources[inner.gives[0]], owner)
            return function(name, {argument: TENSOR}, [*lines, ast.Return(result)], TENSOR)
        wires = [sources[port] for port in inner.gives if port in sources]
        names = {wire: self._variables.get(wire) or self._own_name(*wire) for wire in wires}
        given = {**values, **{wire: ast.Name(argument) for wire, argument in names.items()}}
        for wire in self._inside(id, layer, inner):
            given.pop(wire, None)
        lines, found = self.compute([sources[inner.port]], owner, given)
        arguments: dict[str, ast.expr | None] = dict.fromkeys(names.values(), TENSOR)
        return function(name, arguments, [*lines, ast.Return(found[sources[inner.port]])], TENSOR)

    def _own_name(self, id: str, port: str) -> str:
        """A name for something of a node that is no variable of its own: a part that a sampler runs, a field."""
        if (id, port) not in self._own_names:
            self._own_names[id, port] = self.names.free(f"{id}_{port}")
        return self._own_names[id, port]

    def _undone(self, last: Wire, first: Wire, owner: str) -> tuple[str, list[ast.stmt], ast.expr]:
        """The way from one wire back to another, through layers that can be undone."""
        value: ast.expr = ast.Name("values")
        lines: list[ast.stmt] = []
        while last != first:
            undo = ast.Attribute(dotted(owner, self.modules[last[0]]), "inverse")
            lines.append(ast.Assign(targets=[value], value=ast.Call(func=undo, args=[value], keywords=[])))
            (last,) = self.found.wiring.sources[last[0]].values()
        return "values", lines, value

    def text(self, tree: ast.stmt) -> str:
        """A statement as source, with the shape of each signal at the end of its line."""
        wires = {name: wire for wire, name in self._variables.items()}
        lines = ast.unparse(_placed(tree)).splitlines()
        for place, line in enumerate(lines):
            made = _MADE.match(line)
            label = self._label(wires[made[1]]) if made and made[1] in wires else None
            lines[place] += f"  # {label}" if label else ""
        return "\n".join(lines)

    def _label(self, wire: Wire) -> str | None:
        """The shape on a wire, where it is the same in every use of the block."""
        uses = self._made.uses if self._made else [self.found]
        labels = {use.flows[wire].label for use in uses if wire in use.flows}
        return labels.pop() if len(labels) == 1 and labels != {"()"} else None

    def _values(self, id: str, name_of: Any) -> dict[str, Any]:
        """What makes or calls a node; what differs between the uses of the block as a name."""
        values: dict[str, Any] = self._classes.made_of(self.found, id)
        named = self._made.named if self._made else {}
        return {name: name_of(named[id, name]) if (id, name) in named else value for name, value in values.items()}

    def _kept_arguments(self) -> list[str]:
        """Arguments that are needed after ``__init__``: those of nodes that make no module."""
        if not self._made:
            return []
        without = {id for id in self._computed if self._construct(id) is None}
        return list(dict.fromkeys(name for (id, _), name in self._made.named.items() if id in without))


_NOTHING = ast.Constant(None)


_MADE = re.compile(r" *(\w+) = ")
"""A line that gives a variable its value; unparsed, each is one line."""


def _placed(tree: ast.stmt) -> ast.stmt:
    """The statement, with those inside; unparsing asks each for its line. (``ast.fix_missing_locations`` asks all.)"""
    tree.lineno = 0
    for inner in getattr(tree, "body", ()):
        _placed(inner)
    return tree


def _attribute(id: str) -> str:
    return id + "_" if hasattr(nn.Module, id) or id == "training" else id
