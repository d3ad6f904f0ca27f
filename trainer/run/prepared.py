"""What runs of the same drawing share, so that the second of forty pupils begins in a millisecond."""

from __future__ import annotations

import json
from functools import lru_cache

import torch

from builder.compiler.program import Batch, Program, compile
from builder.drawing.document import Document, read_document
from builder.kinds.dataset import Dataset
from trainer.problems import TrainingProblem

KEPT = 16


def program_of(document: Document) -> Program:
    """The drawing as functions. Raises: InvalidDocument."""
    return _program(document.model_dump_json())


def data_of(program: Program, device: torch.device) -> tuple[Batch, Batch]:
    """The samples to learn from, which runs share and never write to, and held-out ones of the run's own.

    Raises:
        TrainingProblem: ``no_data``: the data set is not where it should be, or can't be read.
    """
    name = program.dataset.spec.type
    try:
        learn, held_out = _data(program.dataset, json.dumps(program.dataset_params, sort_keys=True))
    except (OSError, EOFError, ValueError) as error:
        raise TrainingProblem(
            "no_data",
            f"The data set {name} can't be read: {error}.",
            "Put its files back, or choose another data set.",
        ) from error
    return (
        {field: values.to(device) for field, values in learn.items()},
        {field: values.to(device, copy=True) for field, values in held_out.items()},
    )


@lru_cache(KEPT)
def _program(text: str) -> Program:
    return compile(read_document(text))


@lru_cache(KEPT)
def _data(dataset: Dataset, params: str) -> tuple[Batch, Batch]:
    return dataset.read(json.loads(params))
