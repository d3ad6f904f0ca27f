"""Several data sets that one drawing learns from, as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from builder.kinds.dataset import Dataset, Parts, Split, rows_of


def together(sets: dict[str, Parts]) -> Parts:
    """Several data sets as one: each batch holds samples of all of them, a field is called after its set too.

    An epoch passes through the largest set once, and through smaller ones again and again. What is measured counts
    every sample of a set equally often: it has as many rows as that allows.
    """
    training, validation, test = ({name: parts[place] for name, parts in sets.items()} for place in range(3))
    longest = max(rows_of(split) for split in training.values())
    return repeated(training, longest), repeated(validation, even(validation)), repeated(test, even(test))


def repeated(sets: dict[str, Split], rows: int) -> Split:
    """So many rows of each set, from the first on, again and again. Shape: each (n, ...) -> (rows, ...)."""
    return {
        f"{name}_{field}": values[torch.arange(rows) % len(values)]
        for name, split in sets.items()
        for field, values in split.items()
    }


def even(sets: dict[str, Split]) -> int:
    """The most rows in which no sample of a set stands more often than another one that stands there."""
    sizes = [rows_of(split) for split in sets.values()]
    return next(rows for rows in range(max(sizes), 0, -1) if all(size >= rows or rows % size == 0 for size in sizes))


class Joined(Dataset):
    """Data sets by the ids of their nodes; parameters are those of each by the same ids."""

    def __init__(self, sets: Mapping[str, Dataset]) -> None:
        self.sets = sets
        super().__init__(
            together,
            type_name=" and ".join(dict.fromkeys(each.spec.type for each in sets.values())),
            summary="Several data sets that one drawing learns from.",
            fields=tuple(
                replace(
                    field,
                    name=joined_name(id, field.name),
                    follows=joined_name(id, field.follows) if field.follows else "",
                )
                for id, each in sets.items()
                for field in each.fields
            ),
        )

    def code(self, params: Mapping[str, Any]) -> list[Callable[..., Any]]:
        return [together, *(part for id, each in self.sets.items() for part in each.code(params[id]))]

    def expression(self, params: Mapping[str, Any]) -> str:
        return f"together({{{', '.join(f'{id!r}: {each.expression(params[id])}' for id, each in self.sets.items())}}})"

    def must_be_here(self, params: Mapping[str, Any]) -> None:
        for id, each in self.sets.items():
            each.must_be_here(params[id])

    def read(self, params: dict[str, Any]) -> Parts:
        return together({id: each.read(params[id]) for id, each in self.sets.items()})

    def drawn(self, field: str) -> Callable[[Tensor], Tensor] | None:
        for id, each in self.sets.items():
            for own in each.fields:
                if joined_name(id, own.name) == field:
                    return each.drawn(own.name)
        return None


def joined_name(id: str, field: str) -> str:
    """What a field of one of several data sets is called."""
    return f"{id}_{field}"
