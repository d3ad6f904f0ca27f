"""A drawing with what its signals mean: facts on every wire, and what each node does to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.checker.trace import Reach
from builder.checker.wiring import Wire
from builder.drawing.problems import Problem
from builder.kinds.dataset import DataField, Dataset
from builder.kinds.layer import Params
from builder.meaning.facts import OPEN, Fact, Place, Trait, made_of
from builder.meaning.reading import Seen, read

MOST_ROUNDS = 8
"""Copies of a repeated block that are followed one by one; most come to the same after the first."""

BOUNDED = {"Softsign": (-1.0, 1.0), "Normalize": (-1.0, 1.0), "CosineSimilarity": (-1.0, 1.0)}
"""What is a quotient whose two parts belong together: bounds of each by itself don't show those of the whole."""


@dataclass
class Look:
    """One block with what comes into it in one place.

    Args:
        facts: what is known of each wire.
        trained: the wires from which a gradient gets to learned weights.
        seen: what each node does.
        inside: for each node that uses a block, the looks into that; ``outer`` is the look that this one is in.
        problems: what the rules say of this look and all in it, once they were asked.
    """

    found: Analysis
    outer: Look | None = None
    facts: dict[Wire, Fact] = field(default_factory=dict)
    trained: set[Wire] = field(default_factory=set)
    seen: dict[str, tuple[Seen, ...]] = field(default_factory=dict)
    inside: dict[str, list[Look]] = field(default_factory=dict)
    problems: tuple[Problem, ...] | None = None

    def everywhere(self) -> Iterator[Look]:
        """This look and all in it."""
        yield self
        for looks in self.inside.values():
            for look in looks:
                yield from look.everywhere()

    def place(self, id: str) -> Place:
        """Where a node of this block is."""
        return Place(None if self.found.is_main else self.found.name, id)

    def into(self, id: str, port: str) -> Fact | None:
        """What is known of what comes into a node; None where nothing does."""
        wire = self.found.wiring.sources[id].get(port)
        return None if wire is None else self.facts.get(wire, OPEN)

    @cached_property
    def consumers(self) -> Mapping[Wire, tuple[Wire, ...]]:
        """The inputs that each output goes into, as node and port."""
        targets: dict[Wire, list[Wire]] = {}
        for id, sources in self.found.wiring.sources.items():
            for port, wire in sources.items():
                targets.setdefault(wire, []).append((id, port))
        return {wire: tuple(inputs) for wire, inputs in targets.items()}

    @cached_property
    def needed(self) -> set[str]:
        """The nodes that something rests on."""
        return self.found.needed


def look_at(found: Analysis) -> Look:
    """What the signals of a whole drawing mean, from its main block on; worked out once."""
    if not isinstance(found.meaning, Look):
        found.meaning = _look(found, {}, frozenset())
    return found.meaning


def _look(found: Analysis, given: Mapping[str, Fact], trained: frozenset[str], outer: Look | None = None) -> Look:
    look = Look(found, outer)
    for id in found.wiring.order:
        _follow(look, id, given, trained)
    return look


def _follow(look: Look, id: str, given: Mapping[str, Fact], trained: frozenset[str]) -> None:
    found = look.found
    layer, sources = found.layers[id], found.wiring.sources[id]
    inputs = {port: look.facts.get(wire, OPEN) for port, wire in sources.items()}
    if isinstance(layer, Dataset):
        for each in layer.fields:
            look.facts[id, each.name] = _of_field(layer, each, found.params[id], f"{id}.{each.name}")
    elif layer.spec.role == "input":
        look.facts[id, "output"] = given.get(id, OPEN)
        look.trained |= {(id, "output")} if id in trained else set()
    elif isinstance(layer, BoundUse):
        _follow_inside(look, id, layer, inputs)
    elif layer.spec.role != "sampler" and (trace := found.traces.get(id)):
        known = read(trace, tuple(sorted(inputs.items())))
        look.seen[id] = known.seen
        bounds = BOUNDED.get(layer.spec.type)
        for port, fact in known.outputs:
            told = replace(fact.with_bounds(*bounds), traits=fact.traits | {Trait("squashed")}) if bounds else fact
            look.facts[id, port] = _placed(told, look.place(id))
            reach = trace.reach.get(port)
            if reach and _is_trained(look, id, reach):
                look.trained.add((id, port))
    else:
        _guess(look, id, inputs)


def _is_trained(look: Look, id: str, reach: Reach) -> bool:
    """Whether a gradient gets from what a node gives to weights that are not frozen."""
    sources = look.found.wiring.sources[id]
    learns = reach.own and bool(look.found.learned.get(look.found.shares(id) or id))
    return learns or any(sources.get(name) in look.trained for name in reach.inputs)


def _of_field(dataset: Dataset, field: DataField, params: Params, name: str) -> Fact:
    low, high = dataset.bounds(field, params)
    return Fact(low, high, fields=frozenset({name}), is_exact=bool(field.classes))


def _guess(look: Look, id: str, inputs: Mapping[str, Fact]) -> None:
    """A node that could not be followed: what comes out was made from what came in, and may be learned."""
    learns = bool(look.found.learned.get(look.found.shares(id) or id))
    is_trained = learns or any(wire in look.trained for wire in look.found.wiring.sources[id].values())
    fact = replace(made_of(inputs.values()), is_fixed=False)
    for port in look.found.layers[id].spec.outputs:
        look.facts[id, port.name] = replace(fact, is_learned=fact.is_learned or learns)
        if is_trained:
            look.trained.add((id, port.name))


def _follow_inside(look: Look, id: str, use: BoundUse, inputs: Mapping[str, Fact]) -> None:
    _guess(look, id, inputs)
    if use.looked is None:
        return
    is_frozen = bool(look.found.graph.nodes[id].frozen)
    inner: Analysis = use.looked.inside
    trained = frozenset(port for port, wire in look.found.wiring.sources[id].items() if wire in look.trained)
    last: Look | None = None
    match use.user.spec.type:
        case "Block":
            last = _enter(look, id, inner, inputs, trained)
        case "Repeat" if not look.found.params[id]["fades_in"]:
            last = _repeat(look, id, use, inner, inputs, trained)
        case _:  # over time, or as long as a solver wants: bounds need not hold
            everything = {port.name: replace(made_of(inputs.values()), is_fixed=False) for port in use.block_inputs}
            _enter(look, id, inner, everything, frozenset(everything) if trained else frozenset())
    if last is None:
        return
    for port in use.spec.outputs:
        look.facts[id, port.name], is_trained = _out(last, port.name)
        is_trained = is_trained and not (is_frozen and not trained)
        (look.trained.add if is_trained else look.trained.discard)((id, port.name))


def _enter(look: Look, id: str, inner: Analysis, inputs: Mapping[str, Fact], trained: frozenset[str]) -> Look:
    """The look into a block where a node uses it."""
    inside = _look(inner, inputs, trained, look)
    look.inside.setdefault(id, []).append(inside)
    return inside


def _repeat(
    look: Look, id: str, use: BoundUse, inner: Analysis, inputs: Mapping[str, Fact], trained: frozenset[str]
) -> Look | None:
    """The look into the last copy of a block; none where the copies are too many and do not come to the same."""
    known, first, (output,) = dict(inputs), use.block_inputs[0].name, inner.with_role("output")
    times = int(str(look.found.params[id]["times"]))
    for copy in range(1, MOST_ROUNDS + 1):
        inside = _enter(look, id, inner, known, trained)
        fact, is_trained = _out(inside, output)
        if copy == times or known.get(first) == fact:
            return inside
        known[first], trained = fact, trained | {first} if is_trained else trained - {first}
    return None


def _out(inside: Look, id: str) -> tuple[Fact, bool]:
    """What leaves a block by one of its Output nodes, and whether a gradient gets to weights from there."""
    wires = tuple(inside.found.wiring.sources[id].values())
    return (inside.facts.get(wires[0], OPEN), wires[0] in inside.trained) if wires else (OPEN, False)


def _placed(fact: Fact, place: Place) -> Fact:
    """The fact, with the place in which it got its new traits."""
    if all(trait.place for trait in fact.traits):
        return fact
    return replace(fact, traits=frozenset(t if t.place else Trait(t.kind, t.axis, place) for t in fact.traits))
