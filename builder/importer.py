"""A file format that a network can be imported from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.importers.module import Imported

Sizes = Mapping[str, int]
"""Sizes that a file leaves open, by their names in the file."""


@dataclass(frozen=True)
class Importer:
    """One format. ``order`` is that in which formats are listed; ``summary`` is one sentence.

    ``suffixes`` are the endings of its files. ``read`` makes a drawing of a file's content. ``trusts_file`` where
    reading one may run code that is in it: such files are opened on the command line only.
    ``is_quick`` where reading one takes no more than reading text.
    """

    key: str
    order: int
    title: str
    summary: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, Sizes], Imported]
    trusts_file: bool = False
    is_quick: bool = False
