"""The loop one writes by hand: data in memory, batches by index. Same first weights, order and memory format as ours.

The first losses of ours are held against these.
"""

from __future__ import annotations

import time

import torch
from torch import nn

import builder
from tests.bench.training.fit import Fit
from tests.bench.training.workload import Workload


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    torch.set_num_threads(threads)
    inputs, targets = workload.data[0]
    seed = workload.document.training.seed
    net = _with_our_weights(workload, seed)
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # how sums of convolutions are rounded
    optimizer = torch.optim.Adam(net.parameters(), lr=workload.lr)
    shuffle = torch.Generator().manual_seed(seed)
    losses, begun = [], 0.0
    for epoch in range(epochs + 1):
        begun = time.perf_counter() if epoch == 1 else begun
        for rows in torch.randperm(len(inputs), generator=shuffle).split(workload.batch_size):
            optimizer.zero_grad()
            loss = workload.loss(net(inputs[rows]), targets[rows])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return Fit(losses, time.perf_counter() - begun, workload.accuracy(net))


def _with_our_weights(workload: Workload, seed: int) -> nn.Module:
    net = workload.module()
    torch.manual_seed(seed)
    drawn = builder.compile(workload.document).network()
    with torch.no_grad():
        for mine, theirs in zip(net.parameters(), drawn.parameters(), strict=True):
            assert mine.shape == theirs.shape
            mine.copy_(theirs)
    return net
