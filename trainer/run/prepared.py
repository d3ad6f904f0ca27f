"""What runs of the same drawing share, so that the second of forty pupils begins in a millisecond."""

from __future__ import annotations

import json
import threading
import zlib
from collections import OrderedDict
from functools import lru_cache

import torch

from builder.compiler.program import Batch, Program, compile
from builder.drawing.document import Document, read_document
from builder.folder.place import DataAway
from builder.kinds.dataset import Dataset
from trainer.problems import TrainingProblem

KEPT = 16
KEPT_BYTES = 2**30
"""What data may take that runs of the same drawing share; some visitors' own are large."""


def program_of(document: Document) -> Program:
    """The drawing as functions. Raises: InvalidDocument."""
    return _program(document.model_dump_json())


def data_of(program: Program, device: torch.device) -> tuple[Batch, Batch, Batch]:
    """The samples to learn from, those to validate on, and those for the test.

    Runs share the first and the last, and never write to them; those to validate on are the run's own.

    Raises:
        TrainingProblem: ``no_data``: the data set is not where it should be, or can't be read.
    """
    name = program.dataset.spec.type
    try:
        program.dataset.must_be_here(program.dataset_params)
        learn, validation, test = _data(program.dataset, json.dumps(program.dataset_params, sort_keys=True))
    except DataAway as error:
        raise TrainingProblem(
            "no_data", f"{name} can't be read: {error}.", "What was learned stays; to learn more, choose other data."
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise TrainingProblem(
            "no_data",
            f"The data set {name} can't be read: {error}.",
            "Put its files back, or choose another data set.",
        ) from error
    return (
        {field: values.to(device) for field, values in learn.items()},
        {field: values.to(device, copy=True) for field, values in validation.items()},
        test,
    )


def digest_of_data(program: Program) -> str:
    """The same for as long as there are the same samples to learn from."""
    return _digest(program.dataset, json.dumps(program.dataset_params, sort_keys=True))


@lru_cache(KEPT)
def _digest(dataset: Dataset, params: str) -> str:
    check = 0
    for name, values in _data(dataset, params)[0].items():
        check = zlib.crc32(values.contiguous().numpy().data, zlib.crc32(name.encode(), check))
    return f"{check:08x}"


@lru_cache(KEPT)
def _program(text: str) -> Program:
    return compile(read_document(text))


class _Kept:
    """The data sets that were read last, as many as a number of bytes holds, and the last one whatever it takes."""

    def __init__(self) -> None:
        self._parts: OrderedDict[tuple[Dataset, str], tuple[Batch, Batch, Batch]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, dataset: Dataset, params: str) -> tuple[Batch, Batch, Batch]:
        """What a data set holds. Several that ask for one at once may each read it: nobody waits for another set."""
        with self._lock:
            found = self._parts.pop((dataset, params), None)
        found = found or dataset.read(json.loads(params))
        with self._lock:
            self._parts[dataset, params] = found
            while len(self._parts) > 1 and self.bytes > KEPT_BYTES:
                self._parts.popitem(last=False)
        return found

    @property
    def bytes(self) -> int:
        """What all that are kept hold."""
        splits = (split for parts in self._parts.values() for split in parts)
        return sum(values.nbytes for split in splits for values in split.values())


_data = _Kept()
