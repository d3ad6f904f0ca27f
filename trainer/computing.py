"""How a run's steps are computed: on how many threads, by which kernels. Both decide how sums are rounded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from builder.document import Kernels, Training


@contextmanager
def computing(training: Training) -> Iterator[None]:
    """Inside, torch computes as these settings say; the process goes on after it as before."""
    with on_threads(training.threads or 1), by_kernels(training.kernels or "usual"):
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
