"""What stands where nobody chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from builder.folder.refused import Refused
from builder.folder.table import Table
from builder.folder.told import Choices, ColumnChoice, ColumnTold, Survey
from builder.intake.arrays import told_of_arrays
from builder.intake.looking import look
from builder.registry.intake import COLUMNS


def told_of(table: Table) -> tuple[ColumnTold, ...]:
    """What each column looks like."""
    return (*look(table, COLUMNS), *told_of_arrays(table))


def choices_of(surveyed: Survey) -> Choices:
    """What stands if nobody chooses anything."""
    return Choices(name=surveyed.name, columns=_guessed(surveyed.columns), form=surveyed.form)


def completed(choices: Choices, table: Table) -> Choices:
    """What was chosen, with guesses for all else.

    Raises:
        Refused: ``no_column``: something was chosen of a column that there is not.
    """
    names = [*table.head.columns, *table.arrays]
    guessed = _guessed(told_of(table)) if set(names) - set(choices.columns) else {}
    if unknown := sorted(set(choices.columns) - set(names)):
        known = ", ".join(names[:20])
        words = f"there is no column {unknown[0]!r}."
        raise Refused("no_column", table.name, words, f"The columns are: {known}.")
    columns = guessed | choices.columns
    return choices.model_copy(update={"columns": columns, "form": choices.form or form_of(table, columns.values())})


def form_of(table: Table, columns: Iterable[ColumnChoice | ColumnTold]) -> Literal["samples", "steps"]:
    """Whether each row is a sample, or a step of a series: rows are in order, and no column is to be foretold."""
    roles = {each.role for each in columns}
    return "steps" if table.is_ordered or ("order" in roles and "answer" not in roles) else "samples"


def _guessed(columns: Iterable[ColumnTold]) -> dict[str, ColumnChoice]:
    return {
        told.name: ColumnChoice(kind=told.kinds[0].kind if told.kinds else "text", role=told.role) for told in columns
    }
