"""Files and choices become a folder with a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.folder.limits import LIMITS, Limits
from builder.folder.refused import Refused
from builder.folder.told import Choices, Prepared
from builder.folder.writing import Array, Filled, write_folder
from builder.intake.choosing import completed
from builder.intake.division import FEWEST
from builder.intake.opening import opened
from builder.intake.parting import parts_of, parts_of_steps
from builder.intake.reading import read
from builder.intake.twins import twins_of

Say = Callable[[float], None]
READ = 0.8
"""The share of the work that reading is."""


def prepare(
    files: Mapping[str, Path],
    choices: Choices,
    out: Path,
    *,
    limits: Limits = LIMITS,
    key: str = "",
    before: Path | None = None,
    say: Say = lambda share: None,
) -> Prepared:
    """The folder ``out`` of what the files hold.

    Args:
        choices: columns that they say nothing of are taken as guessed.
        key: chance that tells these data from the same ones of somebody else.
        before: the folder of the version before: its samples keep their parts.
        say: hears which share is done.

    Raises:
        Refused: in words; nothing is left in ``out`` then.
    """
    with opened(files, limits) as (_, table):
        choices = completed(choices, table)
        held = read(table, choices, limits, lambda share: say(READ * share))
    notes = (*table.notes, *(note for each in held.fields for note in each.notes))
    held = held.whole(choices.removed)
    _refuse_too_large(held.fields, limits)
    if choices.form == "steps":
        held, part = parts_of_steps(held, choices, table.decimal)
    else:
        part = parts_of(held, choices, table.decimal, before)
    if min(np.count_nonzero(part == each) for each in range(FEWEST)) < 1:
        words = f"There are {len(part):,} samples; each of training, validation and test needs one at least."
        raise Refused("too_few", "", words, "Bring more, or fewer groups that have to stay together.")
    schema = write_folder(out, choices.name, held.fields, part, held.ids, form=choices.form or "samples", key=key)
    say(1)
    pictures = next((_bytes_of(each.values) for each in held.fields if each.field.kind == "image"), None)
    twins = () if held.ids is None else twins_of(pictures, held.ids, part)
    return Prepared(schema=schema, choices=choices, twins=twins, notes=notes)


def _bytes_of(pictures: Array) -> NDArray[np.uint8]:
    """Shades of 0 to 255."""
    if pictures.dtype == np.uint8:
        return pictures.astype(np.uint8, copy=False)
    values = pictures.astype(np.float32)
    low, high = float(values.min()), float(values.max())
    return ((values - low) * (255 / max(high - low, 1e-12))).astype(np.uint8)


def _refuse_too_large(fields: list[Filled], limits: Limits) -> None:
    """Data are learned from in memory: as float32, or int64 where they are classes."""
    total = sum(_bytes(each) for each in fields)
    if total > limits.tensor_bytes:
        words = f"The samples would take {total / 1e6:,.0f} MB while they are learned from; at most "
        words += f"{limits.tensor_bytes / 1e6:,.0f} MB are taken."
        raise Refused("too_large", "", words, "Make pictures smaller, cut sounds or texts shorter, or bring fewer.")


def _bytes(filled: Filled) -> int:
    many = len(filled.values) if filled.lengths is None else len(filled.lengths)
    return many * int(np.prod(filled.field.shape, dtype=np.int64)) * (8 if filled.field.classes else 4)
