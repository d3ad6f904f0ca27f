"""The textbook loop: Dataset, DataLoader, Adam, and ``loss.item()`` at each step."""

from __future__ import annotations

import time

import torch
from torch.utils.data import DataLoader, TensorDataset

from tests.bench.training.fit import Fit
from tests.bench.training.workload import Workload


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(*workload.data[0]), batch_size=workload.batch_size, shuffle=True)
    net = workload.module()
    optimizer = torch.optim.Adam(net.parameters(), lr=workload.lr)
    losses, begun = [], 0.0
    for epoch in range(epochs + 1):
        begun = time.perf_counter() if epoch == 1 else begun
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = workload.loss(net(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return Fit(losses, time.perf_counter() - begun, workload.accuracy(net))
