"""Reads a table once, piece by piece, into the fields that were chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Filler
from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.folder.schema import MAX_FIELDS
from builder.folder.table import Table
from builder.folder.told import Choices, Role
from builder.folder.writing import Filled
from builder.intake.arrays import filled_array
from builder.intake.identity import Ids, ids_of, ids_of_arrays, name_of
from builder.intake.names import port_name
from builder.registry.intake import column


@dataclass(frozen=True)
class Read:
    """The fields, the checksum of each row, and the cells of columns that say what rows belong to.

    ``ids`` are None where rows follow each other in time. ``label`` is the field by whose classes samples are divided.
    """

    fields: list[Filled]
    ids: Ids | None
    roles: dict[Role, pl.Series] = field(default_factory=dict)
    label: Filled | None = None

    def whole(self, removed: Collection[str]) -> Read:
        """Without the rows that could not be read, and without those that were taken out."""
        unread = {row for each in self.fields for row in each.unread}
        if self.ids is not None and removed:
            gone = np.array([int(name, 16) for name in removed], np.uint64)
            unread |= set(np.flatnonzero(np.isin(self.ids, gone)).tolist())
        if not unread:
            return self
        many = len(self.ids) if self.ids is not None else len(next(iter(self.fields)).values)
        kept = np.ones(many, np.bool_)
        kept[list(unread)] = False
        return self.rows(np.flatnonzero(kept))

    def rows(self, places: NDArray[np.intp]) -> Read:
        """Some rows alone, in that order. Shape: places (M,)."""
        return replace(
            self,
            fields=[each.rows(places) for each in self.fields],
            ids=None if self.ids is None else self.ids[places],
            roles={role: cells.gather(places.tolist()) for role, cells in self.roles.items()},
            label=None if self.label is None else self.label.rows(places),
        )


@dataclass(frozen=True)
class _Planned:
    """The columns that become one field, and what takes their cells."""

    columns: tuple[str, ...]
    filler: Filler
    role: Role


def read(table: Table, choices: Choices, limits: Limits, say: Callable[[float], None]) -> Read:
    """All rows. Raises: Refused."""
    plans = list(_planned(table, choices, limits))
    _refuse_many_fields(len(plans) + len(table.arrays), table.name)
    is_steps, label = choices.form == "steps", _label(choices)
    known = [name for name in table.head.columns if choices.columns[name].role == "input"]
    known = known or [name for name in table.head.columns if choices.columns[name].role == "answer"]
    roles = {choices.columns[name].role: name for name in _with_roles(choices, "group", "order", "part")}
    ids: list[Ids] = []
    cells: dict[Role, list[pl.Series]] = {role: [] for role in roles}
    done = 0
    for raw in table.pieces():
        piece = raw
        if not is_steps and known:
            ids.append(ids_of([raw[name] for name in known], table.files, table.media))
            piece = _relabelled(raw, ids[-1], label, choices)
        for plan in plans:
            plan.filler.add([piece[name] for name in plan.columns])
        for role, name in roles.items():
            cells[role].append(piece[name])
        say((done := done + len(piece)) / max(1, table.rows))
    filled = [(plan, each) for plan in plans for each in plan.filler.done()]
    for plan, each in filled:
        each.field = each.field.model_copy(update={"is_answer": plan.role == "answer"})
    arrays = _arrays(table, choices, {each.field.name for _, each in filled})
    fields = [each for _, each in filled] + arrays
    if not fields:
        raise Refused("nothing_used", "", "No column is used.", "Use one as an input, or as an answer.")
    answers = [each for plan, each in filled if plan.role == "answer"]
    return Read(
        fields=fields,
        ids=None if is_steps else np.concatenate(ids) if ids else ids_of_arrays([each.values for each in arrays]),
        roles={role: pl.concat(pieces).alias(roles[role]) for role, pieces in cells.items()},
        label=next((each for each in (*answers, *fields) if each.field.kind == "class" and not each.field.shape), None),
    )


def _refuse_many_fields(many: int, where: str) -> None:
    if many >= MAX_FIELDS:
        words = f"{many:,} columns would be ports of their own; fewer than {MAX_FIELDS} are taken"
        raise Refused("too_many_fields", where, words, "Let columns be numbers, which are one port, or leave some out.")


def _with_roles(choices: Choices, *roles: Role) -> list[str]:
    return [name for name, choice in choices.columns.items() if choice.role in roles]


def _label(choices: Choices) -> str | None:
    """The column that says of which class a sample is."""
    classes = [name for name in _with_roles(choices, "answer") if choices.columns[name].kind == "class"]
    return classes[0] if classes else None


def _planned(table: Table, choices: Choices, limits: Limits) -> Iterator[_Planned]:
    """A field for each column that is learned from or foretold; one for all numbers that are learned from."""
    taken: set[str] = set()
    gathered: dict[str, list[str]] = {}
    alone: list[str] = []
    for name in table.head.columns:
        choice = choices.columns[name]
        if choice.role == "input" and (into := column(choice.kind).gathered):
            gathered.setdefault(into, []).append(name)
        elif choice.role in ("input", "answer"):
            alone.append(name)
    for into, names in gathered.items():
        taken.add(into)
        yield _Planned(tuple(names), _filler(into, names, table, choices, limits), "input")
    for name in alone:
        taken.add(port := port_name(name, taken))
        yield _Planned((name,), _filler(port, [name], table, choices, limits), choices.columns[name].role)


def _filler(port: str, names: list[str], table: Table, choices: Choices, limits: Limits) -> Filler:
    return column(choices.columns[names[0]].kind).filler(port, names, table, choices, limits)


def _relabelled(piece: pl.DataFrame, ids: Ids, label: str | None, choices: Choices) -> pl.DataFrame:
    if label is None or not choices.relabelled:
        return piece
    cells = [choices.relabelled.get(name_of(int(id)), cell) for id, cell in zip(ids, piece[label], strict=True)]
    return piece.with_columns(pl.Series(label, cells, pl.String))


def _arrays(table: Table, choices: Choices, taken: set[str]) -> list[Filled]:
    fields = []
    for name, values in table.arrays.items():
        if name in _with_roles(choices, "input", "answer"):
            taken.add(port := port_name(name, taken))
            filled = filled_array(port, name, values, choices.columns[name].kind)
            filled.field = filled.field.model_copy(update={"is_answer": choices.columns[name].role == "answer"})
            fields.append(filled)
    return fields
