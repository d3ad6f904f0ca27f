"""Which nodes traced operations mean, by the idioms that are known."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from torch import Tensor, fx

from builder.checker.propagation import Flow, Passed, through
from builder.importers.sizes import OpenSize, flow_of
from builder.importers.written import SAME, Drawn, Idiom, Idioms, Written
from builder.kinds.layer import ComputedLayer
from builder.registry.nodes import CATALOG
from builder.registry.walk import every


def _collect() -> Mapping[str, Idiom]:
    known: dict[str, Idiom] = {}
    for family in every("builder.importers.idioms", "FAMILY", Idioms):
        twice = known.keys() & family.known.keys()
        if twice:
            raise TypeError(f"two files know {', '.join(sorted(twice))}")
        known |= family.known
    return MappingProxyType(known)


IDIOMS = _collect()


def meanings(nodes: Iterable[fx.Node], live: Collection[fx.Node]) -> dict[fx.Node, Drawn]:
    """The nodes of the catalogue that operations mean; later ones may do the work of earlier ones."""
    found: dict[fx.Node, Drawn] = {}
    covered: set[fx.Node] = set()
    for node in reversed(list(nodes)):
        drawn = None if node in covered else meaning(node)
        if drawn is not None and _are_its_own(node, drawn.covers, live):
            found[node] = drawn
            covered |= set(drawn.covers)
    return found


def meaning(node: fx.Node) -> Drawn | None:
    """What an operation means, if that gives just what the operation gives."""
    idiom = IDIOMS.get(str(getattr(node.target, "__name__", "")))
    if idiom is None:
        return None
    try:
        drawn = idiom(Written(node))
        return drawn if drawn is not None and _flows(drawn) == list(_wanted(node)) else None
    except OpenSize:
        return None


def _are_its_own(node: fx.Node, covers: tuple[fx.Node, ...], live: Collection[fx.Node]) -> bool:
    """Whether nobody else reads what a node does the work of, in the same call of a module."""
    inside = {node, *covers}
    stack = node.meta.get("nn_module_stack")
    return all(
        each.meta.get("nn_module_stack") == stack and all(user in inside for user in each.users if user in live)
        for each in covers
    )


def _wanted(node: fx.Node) -> Iterator[Flow]:
    value = node.meta["val"]
    for tensor in (value,) if isinstance(value, Tensor) else value:
        yield flow_of(tensor)


def _flows(drawn: Drawn) -> list[Flow] | None:
    """What comes out of a node to be, at all its ports; None where it does not take what comes in."""
    inputs: dict[str, Flow] = {}
    for port, source in drawn.inputs.items():
        given = _flows(source) if isinstance(source, Drawn) else [flow_of(source.meta["val"])]
        if given is None:
            return None
        inputs[port] = given[0]
    if drawn.type == SAME:
        return list(inputs.values())
    if any(isinstance(value, float) and not math.isfinite(value) for value in drawn.params.values()):
        return None  # a document holds plain numbers
    layer = CATALOG[drawn.type]
    params = {param.name: drawn.params.get(param.name, param.default) for param in layer.spec.params}
    layer = layer.for_node(params, tuple(inputs))
    if not isinstance(layer, ComputedLayer) or not _takes(layer, inputs):
        return None
    given_params = {param.name: params[param.name] for param in layer.spec.params if not param.inferred}
    answer = through(layer, given_params, inputs)
    return [flow for _, flow in answer.outputs] if isinstance(answer, Passed) else None


def _takes(layer: ComputedLayer, inputs: Mapping[str, Flow]) -> bool:
    return all(
        expected.fits(len(inputs[port].small), inputs[port].dtype)
        for port, expected in layer.expects.items()
        if port in inputs
    )
