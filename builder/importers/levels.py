"""Columns and levels as the editor arranges them: a residual dips under its bypass, encoder and decoder are a U.

What lies under one more bypass, a wire that leads past some nodes to where they lead too, stands one level lower.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_NODES, MOST_BYPASSES = 200, 60
"""In larger drawings, and with more bypasses, levels are no picture that one sees."""

Links = Mapping[str, Sequence[str]]
Cell = tuple[int, int]
"""A column and a level."""


@dataclass(frozen=True)
class Bypass:
    """A wire past the nodes beside it."""

    start: str
    end: str
    past: frozenset[str]


def cells(before: Links) -> dict[str, Cell] | None:
    """A column and a level for each node; None where bypasses cross each other, which makes no steps.

    Args:
        before: what each node reads; each stands behind what it reads.
    """
    if len(before) > MOST_NODES:
        return None
    after: dict[str, list[str]] = {id: [] for id in before}
    for id, sources in before.items():
        for source in sources:
            after[source].append(id)
    bypasses = _bypasses(before, after)
    if len(bypasses) > MOST_BYPASSES or not _are_nested(bypasses):
        return None
    depth = _depths(before, after, bypasses)
    is_deep = any(len(one.past) > 2 and any(one.past < other.past for other in bypasses) for one in bypasses)
    return _placed(before, after, depth, _columns(before, after, depth, is_deep), bypasses)


def _reached(start: str, links: Links) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for other in links[ahead.pop()]:
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found


def _bypasses(before: Links, after: Links) -> list[Bypass]:
    found = []
    for end, sources in before.items():
        if len(set(sources)) > 1:
            leading = _reached(end, before)
            pasts = [(start, frozenset(_reached(start, after) & leading)) for start in dict.fromkeys(sources)]
            found += [Bypass(start, end, past) for start, past in pasts if past]
    return found


def _are_nested(bypasses: Sequence[Bypass]) -> bool:
    return all(
        not one.past & other.past or one.past <= other.past or other.past <= one.past
        for one in bypasses
        for other in bypasses
    )


def _depths(before: Links, after: Links, bypasses: Sequence[Bypass]) -> dict[str, int]:
    """How many bypasses each node lies under; what only feeds others lies where they do."""
    depth = {id: sum(id in bypass.past for bypass in bypasses) for id in before}
    for id in reversed(list(before)):
        if not before[id] and after[id]:
            depth[id] = min(depth[reader] for reader in after[id])
    return depth


def _columns(before: Links, after: Links, depth: Mapping[str, int], is_deep: bool) -> dict[str, int]:
    """Each node right of what feeds it; on the steps of a U below or above it, which makes the U half as wide."""
    columns: dict[str, int] = {}
    for id, sources in before.items():
        steps = (columns[source] + (0 if is_deep and depth[source] != depth[id] else 1) for source in sources)
        columns[id] = max(steps, default=0)
    for id in before:
        if not before[id] and after[id]:
            columns[id] = max(0, min(columns[reader] for reader in after[id]) - 1)
    return columns


def _placed(
    before: Links,
    after: Links,
    depth: Mapping[str, int],
    columns: Mapping[str, int],
    bypasses: Sequence[Bypass],
) -> dict[str, Cell]:
    """A cell for each node: its column at its depth, or near it where that is taken or a bypass runs through."""
    taken = {
        (column, depth[bypass.start])
        for bypass in bypasses
        for column in range(columns[bypass.start] + 1, columns[bypass.end])
    }
    last = max(columns.values(), default=0)
    found: dict[str, Cell] = {}
    for id in _by_weight(before, after):
        cell = _free((columns[id], depth[id]), last if not after[id] else columns[id], taken)
        taken.add(cell)
        found[id] = cell
    return found


def _free(wanted: Cell, last: int, taken: set[Cell]) -> Cell:
    """The free cell that is nearest: up to a last column to the right of one below, or below."""
    column, level = wanted
    away = 0
    while True:
        for right in range(min(max(0, away - 1), last - column), -1, -1):
            cell = (column + right, level + away - right)
            if cell not in taken:
                return cell
        away += 1


def _by_weight(before: Links, after: Links) -> list[str]:
    """Who has most nodes after it chooses its place first, and what only feeds others last."""
    length: dict[str, int] = {}
    for id in reversed(list(before)):
        length[id] = max((1 + length[reader] for reader in after[id]), default=0)
    first = next(iter(before), "")
    return sorted(before, key=lambda id: (not before[id] and id != first, -length[id]))
