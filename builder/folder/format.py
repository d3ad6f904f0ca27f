"""What a kind of file is: how it is told, and how it is read as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.folder.limits import Limits
from builder.folder.table import Table


@dataclass(frozen=True)
class Format:
    """One kind of file, or of folder.

    Args:
        suffixes: endings of names, in small letters; they are only a hint.
        takes: whether it reads these files: their paths as they came, each with where it lies. It looks into them:
            names and content types are not believed. The format of the lowest ``order`` that takes them reads them.
        read: raises Refused, in words.
    """

    key: str
    title: str
    suffixes: tuple[str, ...]
    takes: Callable[[Mapping[str, Path]], bool]
    read: Callable[[Mapping[str, Path], Limits], Table]
    order: int = 50
