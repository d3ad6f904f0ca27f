"""What is known of a signal beside its shape: between which bounds it lies, what it sums to, what it was made from.

A fact holds for every input and whatever the weights have become. What can't be known is left open: an operation that
nobody has described gives a fact that says nothing but what it was made from, so that no rule speaks without a reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

INF = math.inf

Kind = Literal["probabilities", "log_probabilities", "squashed", "clipped", "dropped", "affine"]
"""``squashed`` lies between bounds that it never reaches, ``clipped`` stays at one; ``affine``: weights times the last
signal that was not, and nothing since."""


class Place(NamedTuple):
    """A node: the name of its block (None for the main one), and its own."""

    block: str | None
    node: str


class Trait(NamedTuple):
    """Something that a signal became in one place. ``axis`` counts from the last (-1), where it has one."""

    kind: Kind
    axis: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one signal.

    Args:
        low, high: every value lies between them.
        traits: what it became on the way.
        fields: the outputs of data sets that it was made from, such as ``data.label``.
        is_learned: learned weights had a part in it.
        is_weight: it is such a weight, as it is or turned.
        is_fixed: it is the same whatever comes in: a constant, or a weight.
        is_exact: it goes from ``low`` to ``high``, as the data does; else these are bounds that it may not reach.
        is_open: that it may be any number is not known of it, but only that nothing else is.
    """

    low: float = -INF
    high: float = INF
    traits: frozenset[Trait] = frozenset()
    fields: frozenset[str] = frozenset()
    is_learned: bool = False
    is_weight: bool = False
    is_fixed: bool = False
    is_exact: bool = False
    is_open: bool = False

    def within(self, low: float, high: float) -> bool:
        """Whether all values lie between these."""
        return low <= self.low and self.high <= high

    @property
    def is_constant(self) -> bool:
        return self.low == self.high

    def trait(self, *kinds: Kind) -> Trait | None:
        """One of these, if it has one."""
        return next((trait for trait in sorted(self.traits, key=str) if trait.kind in kinds), None)

    def keeping(self, *kinds: Kind) -> frozenset[Trait]:
        """Its traits of these kinds."""
        return frozenset(trait for trait in self.traits if trait.kind in kinds)

    def with_bounds(self, low: float, high: float) -> Fact:
        """The fact between other bounds. What was not a number on the way says nothing."""
        if math.isnan(low) or math.isnan(high) or low > high:
            low, high = -INF, INF
        return replace(self, low=low, high=high)


OPEN = Fact(is_open=True)


def made_of(facts: Iterable[Fact]) -> Fact:
    """What is known of anything that is made of these: what they were made from."""
    all_of = tuple(facts)
    return Fact(
        fields=frozenset().union(*(fact.fields for fact in all_of)),
        is_learned=any(fact.is_learned for fact in all_of),
        is_fixed=all(fact.is_fixed for fact in all_of),
        is_open=True,
    )


def either(facts: Iterable[Fact]) -> Fact:
    """What is known of values that come from any of these: they lie in the bounds of all, and are what all are."""
    all_of = tuple(facts)
    low, high = min(fact.low for fact in all_of), max(fact.high for fact in all_of)
    shared = frozenset.intersection(*(fact.traits for fact in all_of))
    is_open = low == -INF and any(fact.is_open for fact in all_of)
    return replace(made_of(all_of), low=low, high=high, traits=shared, is_open=is_open)
