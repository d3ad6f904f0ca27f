"""Divides what was read into training, validation and test, as the columns' roles say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.folder.refused import Refused
from builder.folder.schema import IDS, PART
from builder.folder.told import Choices
from builder.intake.division import TEST, TRAINING, VALIDATION, Places, as_told, by_group, by_time, in_order
from builder.intake.identity import Ids, number_of
from builder.intake.moments import moments
from builder.intake.reading import Read


def parts_of(held: Read, choices: Choices, decimal: str, before: Path | None) -> Places:
    """The part of each sample. Raises: Refused."""
    if held.ids is None:
        raise ValueError("samples have ids")
    if (times := held.roles.get("order")) is not None:
        return by_time(moments(times, decimal), choices.shares)
    groups, classes = _groups(held), _classes(held)
    if (told := held.roles.get("part")) is not None:
        return _completed(as_told(told.to_list(), told.name), groups, classes, choices.shares)
    return by_group(groups, classes, choices.shares, _before(held.ids, groups, before))


def parts_of_steps(held: Read, choices: Choices, decimal: str) -> tuple[Read, Places]:
    """The steps in their order, and the part of each: the first are learned from, the last are for the test."""
    if (times := held.roles.get("order")) is not None:
        held = held.rows(np.argsort(moments(times, decimal), kind="stable"))
    _refuse_other_lengths(held)
    return held, in_order(len(held.fields[0].values), choices.shares)


def _refuse_other_lengths(held: Read) -> None:
    """A text that is gone on with has a step for each letter, and all else a step for each row."""
    first = held.fields[0]
    for each in held.fields:
        if each.field.is_ragged:
            words = f"{each.field.name} differs in length from row to row; steps in time are all of the same length."
            raise Refused("ragged_steps", "", words, "Choose samples, or have it not be used.")
        if len(each.values) != len(first.values):
            words = f"{each.field.name} has {len(each.values):,} steps, {first.field.name} has {len(first.values):,}."
            hint = "Have only the text be used; or choose samples, so that each row is one."
            raise Refused("other_lengths", "", words, hint)


def _groups(held: Read) -> Ids:
    """What has to stay together: what a column says, or else only the same samples."""
    if held.ids is None:
        raise ValueError("samples have ids")
    if (column := held.roles.get("group")) is None:
        return held.ids
    alone = (
        number if cell is None else number_of(str(cell).encode()) for number, cell in zip(held.ids, column, strict=True)
    )
    return np.fromiter(alone, np.uint64, len(held.ids))


def _classes(held: Read) -> NDArray[np.int64]:
    """By what samples are divided evenly."""
    if held.label is None or held.ids is None:
        return np.zeros(0 if held.ids is None else len(held.ids), np.int64)
    return held.label.values.astype(np.int64)


def _before(ids: Ids, groups: Ids, folder: Path | None) -> dict[int, int]:
    """The part that each group had."""
    if folder is None or not (folder / IDS).is_file():
        return {}
    known = dict(zip(np.load(folder / IDS).tolist(), np.load(folder / PART).tolist(), strict=True))
    pairs = zip(groups.tolist(), ids.tolist(), strict=True)
    return {group: known[id] for group, id in reversed(list(pairs)) if id in known}


def _completed(part: Places, groups: Ids, classes: NDArray[np.int64], shares: tuple[float, float]) -> Places:
    """Where files name no validation, or no test, some of what is learned from becomes it."""
    for missing, wanted in ((VALIDATION, (shares[0], 0.0)), (TEST, (0.0, shares[1]))):
        if not (part == missing).any():
            learned = np.flatnonzero(part == TRAINING)
            of_these = by_group(groups[learned], classes[learned], wanted)
            part[learned[of_these == missing]] = missing
    return part
