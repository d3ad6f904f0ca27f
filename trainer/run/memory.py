"""Watches how much memory a run takes, and says in words when it was too much."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from trainer.problems import TrainingProblem

_STATM = Path("/proc/self/statm")


def resident_bytes() -> int:
    """The memory that this process takes now; where only the most it ever took is known, that."""
    if _STATM.exists():
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def check_growth(since_bytes: int, limit_bytes: int) -> None:
    """Stop a run that takes more than it may.

    Raises:
        TrainingProblem: ``out_of_memory``.
    """
    grown = resident_bytes() - since_bytes
    if grown > limit_bytes:
        raise _problem(
            f"The run took {grown / 2**30:,.1f} GiB of memory; {limit_bytes / 2**30:,.1f} GiB are allowed for one run."
        )


@contextmanager
def memory_in_words() -> Iterator[None]:
    """Inside, an allocation that fails is a problem with advice, not a message of torch's allocator.

    Raises:
        TrainingProblem: ``out_of_memory``.
    """
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not _is_out_of_memory(error):
            raise
        raise _problem("This machine has not enough memory for the next step.") from error


def _is_out_of_memory(error: BaseException) -> bool:
    words = ("can't allocate memory", "out of memory", "not enough memory")
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or any(word in str(error) for word in words)


def _problem(message: str) -> TrainingProblem:
    return TrainingProblem(
        "out_of_memory", message, "Use smaller batches, make layers narrower, or pool images sooner."
    )
