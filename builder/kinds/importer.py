"""A file format that a network can be imported from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import Tensor

from builder.drawing.document import Document
from builder.drawing.problems import Problem

Sizes = Mapping[str, int]
"""Sizes that a file leaves open, by their names in the file."""


@dataclass(frozen=True)
class Imported:
    """A module, imported.

    ``weights`` is the state of ``builder.network(document)``. ``inputs`` are the names of its arguments, in the
    order in which the module took them, without those that change nothing. ``outputs`` says for each tensor that
    the module answers where it stands in what the network answers. ``problems`` are warnings.
    """

    document: Document
    weights: dict[str, Tensor]
    inputs: tuple[str, ...]
    outputs: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


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
