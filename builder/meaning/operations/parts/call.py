"""One operation, as its description sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from builder.meaning.facts import INF, Fact, Kind, Trait, made_of

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with what is known of its arguments.

    Args:
        facts: those of its tensors, in order; ``shapes`` likewise.
        args: its arguments in order; a tensor's place is taken by its fact.
    """

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    facts: tuple[Fact, ...]
    shapes: tuple[Shape, ...]
    result: Shape

    @property
    def fact(self) -> Fact:
        """What is known of the first tensor."""
        return self.facts[0]

    @property
    def shape(self) -> Shape:
        """That of the first tensor."""
        return self.shapes[0]

    def arg(self, place: int, default: Any = None, name: str = "") -> Any:
        """An argument by its place or name."""
        return self.args[place] if len(self.args) > place else self.kwargs.get(name, default)

    def made(self, low: float, high: float, *traits: Trait) -> Fact:
        """A fact of what comes out."""
        fact = made_of(self.facts).with_bounds(low, high)
        is_open = fact.low == -INF and any(each.is_open for each in self.facts)
        return replace(fact, traits=frozenset(traits), is_open=is_open)

    def carried(self, low: float, high: float, *kinds: Kind) -> Fact:
        """A fact of what comes out, which keeps these traits of what came in."""
        kept = frozenset[Trait]().union(*(fact.keeping(*kinds) for fact in self.facts))
        if "squashed" in kinds:  # what summed to one does so no more, and yet is held back from where it was made
            were = frozenset[Trait]().union(*(fact.keeping("probabilities") for fact in self.facts))
            kept |= {Trait("squashed", None, trait.place) for trait in were}
        return self.made(low, high, *kept)


Describe = Callable[[Call], Fact]


def from_end(axis: int, rank: int) -> int:
    """An axis, counted from the last (-1)."""
    return axis if axis < 0 else axis - rank
