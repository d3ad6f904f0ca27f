"""What there is in somebody's files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.folder.limits import LIMITS, Limits
from builder.folder.told import Survey
from builder.intake.choosing import form_of, told_of
from builder.intake.names import plain
from builder.intake.opening import opened


def survey(files: Mapping[str, Path], limits: Limits = LIMITS) -> Survey:
    """What there is, and for each column what it seems to be, and why.

    Args:
        files: by their paths as they came.

    Raises:
        Refused: in words.
    """
    with opened(files, limits) as (title, table):
        columns = told_of(table)
        return Survey(
            name=plain(table.name),
            format=title,
            source=table.source,
            rows=table.rows,
            looked_at=len(table.head) or table.rows,
            columns=columns,
            form=form_of(table, columns),
            notes=table.notes,
        )
