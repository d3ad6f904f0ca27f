"""Samples as classical methods take them: a row of numbers for each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from builder.compiler.program import Batch
from builder.kinds.dataset import DataField

MOST_ROWS, MOST_COLUMNS, MOST_VALUES = 5_000, 2_000, 2_000_000
"""What is fitted is at most so large: it takes seconds."""


@dataclass(frozen=True)
class Form:
    """How fields become columns. ``are_counts`` says that all of them count something; ``words`` tell how."""

    fields: tuple[DataField, ...]
    columns: int
    are_counts: bool
    words: str


def form_of(fields: tuple[DataField, ...], samples: Batch) -> Form:
    """How samples with these fields become rows; ``samples`` are some of what is learned from."""
    few = {field.name: samples[field.name][:2] for field in fields}
    parts = [_columns(field, few[field.name]) for field in fields]
    columns = sum(part.shape[1] for part in parts)
    words = " and ".join(_words(field, part.shape[1]) for field, part in zip(fields, parts, strict=True))
    if columns > MOST_COLUMNS:
        words = f"{MOST_COLUMNS:,} of {columns:,} numbers, evenly chosen, of {words}"
    return Form(fields, min(columns, MOST_COLUMNS), all(map(_is_counted, fields)), words)


def rows_in(form: Form, samples: Batch) -> numpy.ndarray:
    """Samples as rows. Shape: -> (N, columns)."""
    table = torch.cat([_columns(field, samples[field.name]) for field in form.fields], dim=1)
    if table.shape[1] > form.columns:
        table = table[:, torch.arange(form.columns) * table.shape[1] // form.columns]
    rows: numpy.ndarray = table.double().numpy()
    return rows


def some_rows(many: int, columns: int, seed: int) -> Tensor:
    """Which of so many rows are fitted, in their order: all of them, or as many as can be, by chance."""
    most = max(100, min(MOST_ROWS, MOST_VALUES // max(1, columns)))
    if many <= most:
        return torch.arange(many)
    return torch.randperm(many, generator=torch.Generator().manual_seed(seed))[:most].sort().values


def _is_counted(field: DataField) -> bool:
    """Whether a field is a series of classes, such as letters: how often each comes is what is counted."""
    return bool(field.classes) and field.time_axis is not None


def _columns(field: DataField, values: Tensor) -> Tensor:
    """One field as columns. Shape: (N, ...) -> (N, columns)."""
    if not field.classes or field.dtype.is_floating_point:
        values = values.float()
        while field.kind == "image" and values.dim() == 4 and math.prod(values.shape[1:]) > MOST_COLUMNS:
            values = functional.avg_pool2d(values, 2, ceil_mode=True)
        return values.reshape(len(values), math.prod(values.shape[1:]))
    one_hot = functional.one_hot(values.long().clamp(0, len(field.classes) - 1), len(field.classes)).float()
    flat = one_hot.reshape(len(values), math.prod(values.shape[1:]), len(field.classes))
    return flat.sum(dim=1) if _is_counted(field) else flat.flatten(1)


def _words(field: DataField, columns: int) -> str:
    if _is_counted(field):
        return f"how often each of {columns:,} tokens comes in {field.name}"
    if field.kind == "image" and columns < math.prod(field.shape):
        return f"{field.name}, shrunk to {columns:,} numbers"
    return f"{field.name} ({columns:,} {'number' if columns == 1 else 'numbers'})"
