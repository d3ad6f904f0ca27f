"""The statements of one block: the modules that it makes, and one line for each node that is computed."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any

from torch import nn

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.checker.wiring import Wire
from builder.compiler.classes import BlockClass, Classes, computed
from builder.compiler.frozen import as_frozen
from builder.compiler.growing import as_growing
from builder.kinds.layer import ComputedLayer
from builder.kinds.syntax import dotted


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
        self, targets: Iterable[Wire], owner: str, given: Mapping[Wire, ast.expr]
    ) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
        """One line for each node that the targets need; ``owner`` is what holds the modules."""
        values = dict(given)
        lines: list[ast.stmt] = []
        missing: dict[str, list[str]] = {}
        for id, port in self.missing(targets, given):
            missing.setdefault(id, []).append(port)
        for id, ports in missing.items():
            layer = self.found.layers[id]
            assert isinstance(layer, ComputedLayer)
            inputs = {port: values[wire] for port, wire in self.found.wiring.sources[id].items()}
            params = self._values(id, lambda name: dotted("self", name))
            result = layer.call(dotted(owner, self.modules[id]), params, inputs)
            names: dict[str, ast.expr] = {port: ast.Name(self._variables[id, port]) for port in ports}
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
                ahead += self.found.wiring.sources[wire[0]].values()
        place = {id: i for i, id in enumerate(self.found.wiring.order)}
        return sorted(found, key=lambda wire: (place[wire[0]], wire[1]))

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
