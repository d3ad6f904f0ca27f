"""How a run's steps are computed: on how many threads, by which kernels. Both decide how sums are rounded.

How exactly, `builder.script.precision` says; here is what happens where torch can't compute so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from builder.drawing.document import Kernels, Training
from trainer.problems import TrainingProblem

ABOUT_PRECISION = ("bfloat16", "low precision", "autocast", "dtype", "scalar type")
"""What messages of torch speak of when an operation is not there in a precision."""


@contextmanager
def computing(training: Training) -> Iterator[None]:
    """Inside, torch computes as these settings say; the process goes on after it as before.

    Raises:
        TrainingProblem: ``not_in_bfloat16``, ``not_compiled``.
    """
    with on_threads(training.threads or 1), by_kernels(training.kernels or "usual"), in_words(training):
        yield


@contextmanager
def on_threads(threads: int) -> Iterator[None]:
    """Inside, so many threads share each operation, or what was set anew there."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def by_kernels(kernels: Kernels) -> Iterator[None]:
    """Inside, these kernels multiply large matrices.

    The switch by which torch leaves them to oneDNN allows it to round to bfloat16, which it does not do where that is
    no faster. Torch's fused attention loses by the switch, so with it attention is computed by plain products.
    """
    matmul: Any = torch.backends.mkldnn.matmul  # type: ignore[attr-defined]
    had_flash = torch.backends.cuda.flash_sdp_enabled()
    before = matmul.fp32_precision
    matmul.fp32_precision = "bf16" if kernels == "onednn" else "none"
    torch.backends.cuda.enable_flash_sdp(kernels == "usual")  # the switch for CPUs too, whatever its name says
    try:
        yield
    finally:
        matmul.fp32_precision = before
        torch.backends.cuda.enable_flash_sdp(had_flash)


@contextmanager
def in_words(training: Training) -> Iterator[None]:
    """Inside, what torch can't compute as these settings say is a problem with advice.

    Raises:
        TrainingProblem: ``not_in_bfloat16``, ``not_compiled``.
    """
    try:
        yield
    except RuntimeError as error:
        if problem := settings_problem(training, error):
            raise problem from error
        raise


def settings_problem(training: Training, error: Exception) -> TrainingProblem | None:
    """What to do about an error that comes of how it is computed, not of what is drawn; nothing, for any other."""
    return not_compiled(training, error) or not_in_bfloat16(training, error)


def not_compiled(training: Training, error: Exception) -> TrainingProblem | None:
    """What to do about an error that came while a loss was being compiled."""
    if not training.compiled or not type(error).__module__.startswith(("torch._dynamo", "torch._inductor")):
        return None
    return TrainingProblem(
        "not_compiled",
        "What computes the loss can't be compiled here.",
        "Take compiled out of the training settings; on a CPU it also needs a C++ compiler.",
    )


def not_in_bfloat16(training: Training, error: Exception) -> TrainingProblem | None:
    """What to do about an error that an operation raises which is not there in bfloat16."""
    if not isinstance(error, RuntimeError):
        return None
    if training.precision == "bfloat16" and any(words in str(error).lower() for words in ABOUT_PRECISION):
        return TrainingProblem(
            "not_in_bfloat16",
            "This network has an operation that torch can't compute in bfloat16 here.",
            "Choose float32 as the precision of the training.",
        )
    return None
