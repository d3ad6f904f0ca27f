"""scikit-learn's MLPClassifier. It tells one loss an epoch, not one a step."""

from __future__ import annotations

import time

import torch
from sklearn.neural_network import MLPClassifier
from torch import nn

from tests.bench.training.fit import Fit, NotOffered
from tests.bench.training.workload import Workload


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    """Train; the number of threads is that of BLAS, which reads it from the environment."""
    layers = list(workload.module().children())
    if not all(isinstance(layer, nn.Linear | nn.ReLU) for layer in layers):
        raise NotOffered("scikit-learn has multilayer perceptrons only")
    torch.set_num_threads(threads)
    widths = [layer.out_features for layer in layers if isinstance(layer, nn.Linear)]
    net = MLPClassifier(
        tuple(widths[:-1]), batch_size=workload.batch_size, learning_rate_init=workload.lr, alpha=0.0, random_state=0
    )
    (inputs, targets), (held_out, labels) = ((x.numpy(), y.numpy()) for x, y in workload.data)
    losses, begun = [], 0.0
    for epoch in range(epochs + 1):
        begun = time.perf_counter() if epoch == 1 else begun
        net.partial_fit(inputs, targets, classes=range(widths[-1]))
        losses.append(net.loss_)
    return Fit(losses, time.perf_counter() - begun, float(net.score(held_out, labels)))
