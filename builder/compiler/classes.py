"""Blocks as Python classes: one class for a block, whatever its uses; what differs between them is an argument.

Every use of a block is looked at for itself, with its own sizes. Values that are the same in all uses stand
in the class; those that differ become arguments of its ``__init__``, and values that always differ together
(a width, and the sizes that follow from it) share one argument.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse, block_ports
from builder.checker.wiring import Wire
from builder.drawing.document import Value
from builder.kinds.layer import ComputedLayer
from builder.kinds.syntax import literal

Slot = tuple[str, str]
"""A node and one of the values that make it."""


@dataclass
class BlockClass:
    """One block as a class. ``uses`` are the looks at it; ``arguments`` maps names to a value for each use."""

    name: str
    uses: list[Analysis]
    arguments: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    named: dict[Slot, str] = field(default_factory=dict)

    def values(self, use: Analysis) -> dict[str, Value]:
        """The arguments that make the block as it is in one use."""
        place = next(i for i, other in enumerate(self.uses) if other is use)
        return {name: values[place] for name, values in self.arguments.items()}


class Classes:
    """The classes of all blocks that a drawing rests on, those that others are built from first."""

    def __init__(self, main: Analysis, taken: set[str]) -> None:
        self._taken = set(taken)
        self._by_block: dict[str, BlockClass] = {}
        self._gather(main)
        for made in self._by_block.values():
            self._find_arguments(made)

    def __iter__(self) -> Iterator[BlockClass]:
        return iter(self._by_block.values())

    @property
    def names(self) -> set[str]:
        return {made.name for made in self._by_block.values()}

    def of(self, layer: BoundUse) -> tuple[BlockClass, Analysis]:
        """The class of a block that is used, and the look at it that this use had."""
        assert layer.looked
        return self._by_block[layer.name], layer.looked.inside

    def make(self, layer: BoundUse, values: dict[str, Any]) -> ast.expr:
        """The expression that makes the block of a use."""
        made, _ = self.of(layer)
        keywords = [ast.keyword(arg=name, value=literal(values[name])) for name in made.arguments]
        return ast.Call(func=ast.Name(made.name), args=[], keywords=keywords)

    def made_of(self, found: Analysis, id: str) -> dict[str, Value]:
        """All values that make a node: its parameters, its inferred sizes, the arguments of its block."""
        layer = found.layers[id]
        known = {**found.params[id], **found.inferred.get(id, {})}
        values = {param.name: known[param.name] for param in layer.spec.params if param.name in known}
        if isinstance(layer, BoundUse):
            made, use = self.of(layer)
            own = {param.name for param in layer.user.spec.params} - {"block"}
            return {**{name: values[name] for name in own}, **made.values(use)}
        return values

    def _gather(self, found: Analysis) -> None:
        for id in computed(found):
            layer = found.layers[id]
            if not isinstance(layer, BoundUse) or layer.looked is None:
                continue
            inside: Analysis = layer.looked.inside
            self._gather(inside)
            made = self._by_block.get(layer.name)
            if made is None:
                made = self._by_block[layer.name] = BlockClass(self._class_name(layer.name), [])
            if not any(use is inside for use in made.uses):
                made.uses.append(inside)

    def _class_name(self, block: str) -> str:
        words = re.findall(r"[A-Za-z0-9]+", block)
        name = "".join(word[:1].upper() + word[1:] for word in words)
        if not name.isidentifier() or keyword.iskeyword(name):
            name = f"Block{name}"
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def _find_arguments(self, made: BlockClass) -> None:
        together: dict[tuple[Value, ...], list[Slot]] = {}
        for id in computed(made.uses[0]):
            each = [self.made_of(use, id) for use in made.uses]
            for name in each[0]:
                values = tuple(use[name] for use in each)
                if any(value != values[0] for value in values):
                    together.setdefault(values, []).append((id, name))
        for values, slots in together.items():
            name = self._argument_name(made, values, slots)
            made.arguments[name] = values
            made.named |= dict.fromkeys(slots, name)

    def _argument_name(self, made: BlockClass, values: tuple[Value, ...], slots: list[Slot]) -> str:
        own = [name for name in made.uses[0].scope if tuple(use.scope[name] for use in made.uses) == values]
        node, param = slots[0]
        wishes = [*own, param, f"{node}_{param}"]
        return next(name for name in wishes if name not in made.arguments and name != "self")


def computed(found: Analysis) -> list[str]:
    """The nodes of a block that are computed because something rests on them, in computing order."""
    needed = found.needed
    roles = found.with_role("layer", "sampler", "loss", "metric")
    return [id for id in roles if id in needed and isinstance(found.layers[id], ComputedLayer)]


def outputs_of(found: Analysis) -> list[Wire]:
    """The wires that come out of a block, in the order of its ports."""
    return [found.wiring.sources[port.name]["input"] for port in block_ports(found.graph, "Output")]
