"""Follows facts through what one node does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from builder.checker.trace import Op, Ref, Trace
from builder.meaning.facts import OPEN, Fact, made_of
from builder.meaning.operations.parts.call import Call, Describe, Shape
from builder.registry.walk import walk


def _collect() -> Mapping[str, Describe]:
    families = cast(Iterable[Mapping[str, Describe]], walk("builder.meaning.operations", "OPERATIONS"))
    described = [item for family in families for item in family.items()]
    if len(dict(described)) < len(described):
        raise TypeError("an operation is described twice")
    return dict(described)


DESCRIBED: Mapping[str, Describe] = _collect()
LISTS = frozenset({"split", "unsafe_split", "split_with_sizes", "chunk", "unbind"})
"""Operations of whose results what is known of the first is known of all."""
REMEMBERED = 50_000

Facts = tuple[tuple[str, Fact], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An operation that a node does, with what is known of its tensors.

    ``name`` is torch's, without what says that it works in place. Shapes are those for the smaller batch.
    """

    name: str
    args: tuple[Any, ...]
    facts: tuple[Fact, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What a node gives, and what it does to get there."""

    outputs: Facts
    seen: tuple[Seen, ...]


@lru_cache(REMEMBERED)
def read(trace: Trace, inputs: Facts) -> Read:
    """What comes out of a node for what is known of its inputs, by port."""
    given = dict(inputs)
    known = {place: given.get(name, OPEN) for name, place in trace.inputs.items()}
    known |= dict.fromkeys(trace.weights, Fact(is_learned=True, is_weight=True, is_fixed=True))
    seen = tuple(_follow(trace, op, known) for op in trace.ops)
    everything = made_of([*given.values(), *([Fact(is_learned=True)] if trace.weights else [])])
    unknown = replace(everything, is_fixed=False)
    return Read(tuple((name, known.get(place, unknown)) for name, place in trace.outputs.items()), seen)


def _follow(trace: Trace, op: Op, known: dict[int, Fact]) -> Seen:
    name = op.name.removeprefix("aten.")
    name = name.rstrip("_") if op.changes else name
    places = [*_refs(op.args), *_refs(tuple(op.kwargs.values()))]
    facts, shapes = tuple(known.get(place, OPEN) for place in places), tuple(trace.shapes[place] for place in places)
    args = tuple(_seen(arg, known) for arg in op.args)
    kwargs = {key: _seen(value, known) for key, value in op.kwargs.items()}
    for place, result in enumerate(op.results):
        is_told = name in DESCRIBED and (place == 0 or name in LISTS)
        call = Call(args, kwargs, facts, shapes, trace.shapes[result])
        fact = DESCRIBED[name](call) if is_told else made_of(facts)
        fact = fact if is_told else replace(fact, is_fixed=fact.is_fixed and bool(facts))
        if op.changes:
            _disturb(trace, result, fact, known)
        known[result] = fact
    return Seen(name, args, facts, shapes)


def _disturb(trace: Trace, changed: int, by: Fact, known: dict[int, Fact]) -> None:
    """What shares its place in memory with a tensor that was changed may now hold anything."""
    for place, fact in known.items():
        if trace.storages[place] == trace.storages[changed] and place != changed:
            known[place] = made_of((fact, by))


def _refs(args: tuple[Any, ...]) -> list[int]:
    found = []
    for arg in args:
        if isinstance(arg, Ref):
            found.append(arg.index)
        elif isinstance(arg, tuple):
            found += _refs(arg)
    return found


def _seen(arg: Any, known: Mapping[int, Fact]) -> Any:
    return known.get(arg.index, OPEN) if isinstance(arg, Ref) else arg
