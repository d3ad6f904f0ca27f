"""Which weights a drawing takes from a file, and which do not fit: known before it is trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import nn

from builder.compiler.plan import Plan
from builder.drawing.document import Beginning
from builder.script.weights import name_there

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Fit:
    """What a network takes of weights, by their names in its state dict.

    ``taken`` maps each to its name there; ``misshapen`` those of other shapes to both shapes, its own first; ``fresh``
    begin as they always do, and ``unused`` are there without being taken.
    """

    taken: Mapping[str, str]
    misshapen: Mapping[str, tuple[Shape, Shape]]
    fresh: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def words(self) -> str:
        """``12 of 14 weights are taken; scores.weight is (10, 64) here and (5, 64) there.``"""
        many = len(self.taken) + len(self.misshapen) + len(self.fresh)
        parts = [f"{len(self.taken)} of {many} weights are taken"]
        for name, (here, there) in list(self.misshapen.items())[:3]:
            parts.append(f"{name} is {_shown(here)} here and {_shown(there)} there")
        if len(self.misshapen) > 3:
            parts.append(f"{len(self.misshapen) - 3} more have other shapes")
        if self.fresh:
            parts.append(f"new here: {_listed(self.fresh)}")
        if self.unused:
            parts.append(f"not used: {_listed(self.unused)}")
        return "; ".join(parts) + "."


def fit_of(wanted: Mapping[str, Shape], given: Mapping[str, Shape], nodes: Mapping[str, str]) -> Fit:
    """What a network with these weights takes of those; ``nodes`` as `take_weights` has them."""
    taken, misshapen, fresh = {}, {}, []
    for name, shape in wanted.items():
        there = name_there(name, dict(nodes))
        if there not in given:
            fresh.append(name)
        elif given[there] == shape:
            taken[name] = there
        else:
            misshapen[name] = (shape, given[there])
    used = {*taken.values(), *(name_there(name, dict(nodes)) for name in misshapen)}
    return Fit(taken, misshapen, tuple(fresh), tuple(name for name in given if name not in used))


def shapes_of(net: nn.Module) -> dict[str, Shape]:
    """The weights of a network by name, with their shapes."""
    return {name: tuple(value.shape) for name, value in net.state_dict().items()}


def shapes_of_plan(network: type[nn.Module]) -> dict[str, Shape]:
    """The weights that a network would have; none are made."""
    with torch.device("meta"):
        return shapes_of(network())


def parts_of(plan: Plan, beginning: Beginning) -> dict[str, str]:
    """Which attributes of the network take their weights, and from which there, as the source names them."""
    modules = plan.body.modules
    parts = {}
    for here, there in beginning.nodes.items():
        node, dot, rest = here.partition(".")
        parts[modules.get(node, node) + dot + rest] = there
    return parts


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _shown(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))})"
