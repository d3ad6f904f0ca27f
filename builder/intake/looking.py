"""What the columns of a table look like: examples, bars, what kind each seems to be, what for, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Column, Guess
from builder.folder.schema import Kind
from builder.folder.table import Table
from builder.folder.told import Bar, ColumnTold, Possible
from builder.intake.columns.number import CLEAR
from builder.intake.columns.parts.numbers import numbers
from builder.intake.roles import Seen, roles_of
from builder.intake.texts import beginning_of

EXAMPLES, LONGEST, BINS, MOST_BARS = 3, 80, 10, 10


def look(table: Table, columns: Mapping[str, Column]) -> tuple[ColumnTold, ...]:
    """Each column of the head, with the kinds that it could be, the likeliest first, and what it seems to be for."""
    seen = [_seen(cells, table, columns) for cells in table.head.iter_columns()]
    roles = roles_of(seen, table)
    seen = [_as_input(each) if role == "input" else each for each, (role, _) in zip(seen, roles, strict=True)]
    return tuple(
        ColumnTold(
            name=each.name,
            examples=_examples(each, table),
            missing=each.cells.null_count(),
            distinct=each.distinct,
            bars=_bars(each, table.decimal),
            kinds=each.kinds,
            role=role,
            why_role=why,
        )
        for each, (role, why) in zip(seen, roles, strict=True)
    )


def _seen(cells: pl.Series, table: Table, columns: Mapping[str, Column]) -> Seen:
    """Numbers that are nothing but numbers are looked at as such, or as classes: that is most of wide tables."""
    number = columns["number"].guess(cells.name, cells, table)
    tried = columns.values() if number is None or number.surety < CLEAR else [columns["class"]]
    guesses: list[tuple[Kind, Guess | None]] = [("number", number)]
    guesses += [(each.kind, each.guess(cells.name, cells, table)) for each in tried if each.kind != "number"]
    likely = sorted(((kind, guess) for kind, guess in guesses if guess is not None), key=lambda each: -each[1].surety)
    kinds = tuple(Possible(kind=kind, why=guess.why) for kind, guess in likely)
    return Seen(cells.name, cells, cells.drop_nulls().n_unique(), kinds, likely[0][1].surety if likely else 0.0)


def _as_input(seen: Seen) -> Seen:
    """0 and 1 are two classes where they are to be foretold; to learn from they are numbers already."""
    number = next((each for each in seen.kinds if each.kind == "number"), None)
    if number is None or seen.kinds[0].kind != "class" or set(seen.held.unique()) != {"0", "1"}:
        return seen
    said = Possible(kind="number", why="0 and 1: numbers that can be learned from as they are")
    return replace(seen, kinds=(said, *(each for each in seen.kinds if each is not number)))


def _examples(seen: Seen, table: Table) -> tuple[str, ...]:
    """The first three that differ; of texts in files how they begin."""
    first = seen.cells.drop_nulls().head(1_000).unique(maintain_order=True)[:EXAMPLES].to_list()
    if seen.name in table.media and seen.kinds and seen.kinds[0].kind == "text":
        first = [beginning_of(table.files[cell], cell) if cell in table.files else cell for cell in first]
    return tuple(cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…" for cell in first)


def _bars(seen: Seen, decimal: str) -> tuple[Bar, ...]:
    """How often there is what: numbers in ten steps, classes the most frequent first, of all else how long it is."""
    kind: Kind | None = seen.kinds[0].kind if seen.kinds else None
    held = seen.cells.drop_nulls()
    if not len(held) or kind in ("image", "audio", "mask", "graph"):
        return ()
    if kind == "number":
        values, _ = numbers(held, decimal)
        return _steps(values[~np.isnan(values)])
    if kind in ("class", None) or seen.distinct <= MOST_BARS:
        return _counts(held)
    return _steps(held.str.len_chars().to_numpy().astype(np.float64), " letters")


def _steps(values: NDArray[np.float64], unit: str = "") -> tuple[Bar, ...]:
    if not len(values):
        return ()
    counts, edges = np.histogram(values, BINS)
    labels = [f"{_short(low)} to {_short(high)}{unit}" for low, high in pairwise(edges)]
    return tuple(Bar(label=label, count=int(count)) for label, count in zip(labels, counts, strict=True))


def _short(number: float) -> str:
    return f"{number:,.0f}" if 1_000 <= abs(number) < 1e9 else f"{number:.3g}"


def _counts(held: pl.Series) -> tuple[Bar, ...]:
    counted = held.alias("cell").value_counts(sort=True, name="count").sort("count", "cell", descending=[True, False])
    shown = counted if len(counted) <= MOST_BARS else counted[: MOST_BARS - 1]
    bars = [Bar(label=cell[:LONGEST], count=count) for cell, count in shown.iter_rows()]
    if len(shown) < len(counted):
        others = len(counted) - len(shown)
        bars.append(Bar(label=f"{others:,} others", count=len(held) - int(shown["count"].sum())))
    return tuple(bars)
