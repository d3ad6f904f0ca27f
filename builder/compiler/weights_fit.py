"""What of some weights a drawing takes, told by its nodes: asked before anything is trained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict

from builder.compiler.plan import Plan, plan
from builder.compiler.program import NAME
from builder.compiler.weights import Fit, Shape, fit_of, parts_of, shapes_of, shapes_of_plan
from builder.compiler.writer import write_network
from builder.drawing.document import Beginning, Document

MOST_UNUSED = 100
"""Names of weights that nothing takes; a file may hold thousands."""
MOST_ALIKE = 20


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Misshapen(_Told):
    """A weight of another shape: ``here`` in the drawing, ``there`` where it would come from."""

    name: str
    here: Shape
    there: Shape


class NodeFit(_Told):
    """What a node of the main block, or all that is inside of it, takes: names as in its state dict.

    ``alike`` are the places there whose weights have all of its names and shapes.
    """

    node: str
    taken: tuple[str, ...] = ()
    misshapen: tuple[Misshapen, ...] = ()
    fresh: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


class Place(_Told):
    """What a node may take its weights from: the first part of names there, and how many weights it has."""

    name: str
    weights: int


class WeightsFit(_Told):
    """What of some weights a drawing takes. ``fits`` is false where it takes none: such a run does not begin."""

    fits: bool
    words: str
    counts: dict[str, int]
    nodes: tuple[NodeFit, ...]
    unused: tuple[str, ...]
    there: tuple[Place, ...]


def weights_fit(document: Document, beginning: Beginning, given: Mapping[str, Shape]) -> WeightsFit:
    """What a drawing takes of weights with these names and shapes; it needs no data and no Objective.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
    """
    planned = plan(document, to_train=False)
    wanted = _shapes(planned)
    fit = fit_of(wanted, given, parts_of(planned, beginning))
    lists = {name: getattr(fit, name) for name in ("taken", "misshapen", "fresh", "unused")}
    return WeightsFit(
        fits=bool(fit.taken),
        words=fit.words,
        counts={name: len(names) for name, names in lists.items()},
        nodes=tuple(_by_node(planned, fit, _alike(wanted, given))),
        unused=fit.unused[:MOST_UNUSED],
        there=tuple(_places(given)),
    )


def _shapes(planned: Plan) -> dict[str, Shape]:
    """The weights of the network by name. One that computes with its weights as it is made has to be made for real."""
    space: dict[str, Any] = {"__name__": NAME}
    exec(write_network(planned), space)
    try:
        return shapes_of_plan(space["Network"])
    except (RuntimeError, NotImplementedError):
        with torch.random.fork_rng(devices=[]):
            return shapes_of(space["Network"]())


def _by_node(planned: Plan, fit: Fit, alike: Mapping[str, tuple[str, ...]]) -> Iterable[NodeFit]:
    """In the order in which the network has them."""
    node_of = {attribute: node for node, attribute in reversed(planned.body.modules.items())}
    found: dict[str, dict[str, list[Any]]] = {}
    for kind, names in (("taken", fit.taken), ("misshapen", fit.misshapen), ("fresh", fit.fresh)):
        for name in names:
            attribute, _, rest = name.partition(".")
            lists = found.setdefault(attribute, {"taken": [], "misshapen": [], "fresh": []})
            lists[kind].append(_misshapen(rest, fit.misshapen[name]) if kind == "misshapen" else rest)
    for attribute in dict.fromkeys([*planned.body.modules.values(), *found]):
        if attribute in found:
            yield NodeFit(node=node_of.get(attribute, attribute), alike=alike[attribute], **found[attribute])


def _misshapen(name: str, shapes: tuple[Shape, Shape]) -> Misshapen:
    return Misshapen(name=name, here=shapes[0], there=shapes[1])


def _places(given: Mapping[str, Shape]) -> Iterable[Place]:
    parts = _parts(given)
    return (Place(name=name, weights=len(inside)) for name, inside in parts.items() if "" not in inside)


def _alike(wanted: Mapping[str, Shape], given: Mapping[str, Shape]) -> dict[str, tuple[str, ...]]:
    here, there = _parts(wanted), _parts(given)
    return {name: tuple(each for each in there if there[each] == here[name])[:MOST_ALIKE] for name in here}


def _parts(shapes: Mapping[str, Shape]) -> dict[str, dict[str, Shape]]:
    """The weights of each first part of a name, by what follows it; nothing follows where it is a weight itself."""
    parts: dict[str, dict[str, Shape]] = {}
    for name, shape in shapes.items():
        top, _, rest = name.partition(".")
        parts.setdefault(top, {})[rest] = shape
    return parts
