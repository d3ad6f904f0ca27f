"""Kinds of files and of columns, found by walking ``builder/intake/formats`` and ``builder/intake/columns``."""

from __future__ import annotations

from collections.abc import Mapping

from builder.folder.column import Column
from builder.folder.format import Format
from builder.folder.schema import Kind
from builder.registry.walk import every, keyed

FORMATS: Mapping[str, Format] = keyed(
    sorted(every("builder.intake.formats", "FORMAT", Format), key=lambda each: each.order), lambda each: each.key
)
COLUMNS: Mapping[str, Column] = keyed(
    every("builder.intake.columns", "COLUMN", Column),  # type: ignore[type-abstract]
    lambda each: each.kind,
)


def column(kind: Kind) -> Column:
    """The kind of column of this name."""
    return COLUMNS[kind]
