"""The training loop of exported scripts: read it here, it is printed as it stands.

`trainer.loop` does the same in slices; a test holds both to the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

Split = dict[str, torch.Tensor]


def train(
    network: Callable[[], torch.nn.Module],
    make_optimizer: Callable[[Any], torch.optim.Optimizer],
    objective: Callable[[Any, Split], torch.Tensor],
    metrics: Callable[[Any, Split], Split],
    data: tuple[Split, Split],
    epochs: int,
    batch_size: int,
    seed: int,
) -> torch.nn.Module:
    """Train a network, print the loss of every step and the metrics of every epoch, and return it."""
    torch.set_num_threads(1)  # another number of threads may round sums differently
    torch.manual_seed(seed)
    learn, held_out = data
    net = network()
    optimizer = make_optimizer(net)
    shuffle = torch.Generator().manual_seed(seed)
    samples = len(next(iter(learn.values())))
    step = 0
    for epoch in range(1, epochs + 1):
        net.train()
        for rows in torch.randperm(samples, generator=shuffle).split(batch_size):
            batch = {name: values[rows] for name, values in learn.items()}
            loss = objective(net, batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            print(f"step {step} loss {loss.item()!r}")
        net.eval()
        with torch.no_grad():
            scores = metrics(net, held_out)
        print(f"epoch {epoch} " + " ".join(f"{name} {value.item()!r}" for name, value in scores.items()))
    return net
