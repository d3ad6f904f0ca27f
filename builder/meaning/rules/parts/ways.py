"""Ways along wires: what a signal came from, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from builder.checker.wiring import Wire
from builder.meaning.facts import Fact, Trait
from builder.meaning.look import Look
from builder.meaning.reading import Seen


def needed(look: Look, *roles: str) -> list[str]:
    """The nodes of these roles that something rests on, in computing order."""
    return [id for id in look.found.with_role(*roles) if id in look.needed]


def doing(look: Look, *names: str, roles: tuple[str, ...] = ()) -> Iterator[tuple[str, Seen]]:
    """What nodes do of these operations, with the node."""
    for id, seen in look.seen.items():
        if id in look.needed and (not roles or look.found.layers[id].spec.role in roles):
            for each in seen:
                if each.name in names:
                    yield id, each


def here(look: Look, trait: Trait | None) -> str | None:
    """The node of this block in which a signal got a trait."""
    if trait is None or trait.place is None or trait.place != look.place(trait.place.node):
        return None
    return trait.place.node


def cause_of(look: Look, trait: Trait | None) -> tuple[Look, str] | None:
    """The node in which a signal got a trait, and the look at its block: this one, one inside, or one around it."""
    if trait is None or trait.place is None:
        return None
    there: Look | None = look
    while there is not None:
        for each in there.everywhere():
            if each.place(trait.place.node) == trait.place:
                return each, trait.place.node
        there = there.outer
    return None


def port_of(look: Look, id: str, fact: Fact, default: str = "input") -> str:
    """The input of a node that a fact came in by."""
    for port in look.found.wiring.sources[id]:
        if look.into(id, port) == fact:
            return port
    return default


def between(look: Look, first: str, id: str, port: str) -> list[Wire]:
    """The inputs on the way from a node to the input of another, that one last; empty if none leads there."""
    wire = look.found.wiring.sources[id].get(port)
    if wire is None:
        return []
    if wire[0] == first:
        return [(id, port)]
    for before in look.found.wiring.sources[wire[0]]:
        if way := between(look, first, wire[0], before):
            return [*way, (id, port)]
    return []
