"""Keras 3 on jax, compiled by XLA in the epoch that is not timed."""

from __future__ import annotations

import os

import torch

from tests.bench.training.fit import Fit
from tests.bench.training.in_keras import fit_with
from tests.bench.training.workload import Workload


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    torch.set_num_threads(1)  # it loads the data and is not used after
    if hasattr(os, "sched_setaffinity"):  # XLA takes as many threads as it has cores
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    return fit_with("jax", workload, epochs)
