"""Keras 3 on torch."""

from __future__ import annotations

import torch

from tests.bench.training.fit import Fit
from tests.bench.training.in_keras import fit_with
from tests.bench.training.workload import Workload


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    torch.set_num_threads(threads)
    return fit_with("torch", workload, epochs)
