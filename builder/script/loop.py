"""The training loop of exported scripts: read it here, it is printed as it stands.

`trainer.run.loop` does the same in slices; a test holds both to the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

Split = dict[str, torch.Tensor]


def train(
    network: Callable[[], Any],
    goals: list[tuple[Callable[[Any, Split], torch.Tensor], Callable[[Any], torch.optim.Optimizer], int]],
    metrics: Callable[[Any, Split], Split],
    data: tuple[Split, Split],
    epochs: int,
    batch_size: int,
    seed: int,
    threads: int = 1,
    sources: Callable[[int, torch.Generator], Split] | None = None,
    schedules: list[Callable[[torch.optim.Optimizer, int], Any] | None] | None = None,
    apart: int = 0,
) -> Any:
    """Train a network, print the losses of every step and the metrics of every epoch, and return it.

    Each goal is an objective, what makes its optimizer, and once in how many steps it takes a step; each of
    ``schedules`` makes what changes the learning rate of a goal, for so many steps. ``apart`` keeps the chance of what
    is held out from that of the first batch.
    """
    torch.set_num_threads(threads)  # another number of threads may round sums differently
    torch.manual_seed(seed)
    learn, held_out = data
    net = network().to(memory_format=torch.channels_last)  # 2-d convolutions are fastest so
    optimizers = [make_optimizer(net) for _, make_optimizer, _ in goals]
    losses = [float("nan")] * len(goals)
    shuffle = torch.Generator().manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    samples = len(next(iter(learn.values())))
    steps = -(-samples // batch_size) * epochs
    plans = [
        make(optimizer, -(-steps // every)) if make else None
        for make, optimizer, (_, _, every) in zip(schedules or [None] * len(goals), optimizers, goals, strict=True)
    ]
    step = 0
    for epoch in range(1, epochs + 1):
        net.train()
        order = torch.randperm(samples, generator=shuffle)
        for rows in zip(*(values[order].split(batch_size) for values in learn.values()), strict=True):
            batch = dict(zip(learn, rows, strict=True))
            if sources:
                batch |= sources(len(rows[0]), chance)
            for place, (objective, _, every) in enumerate(goals):
                if step % every == 0:
                    loss = objective(net, batch)
                    optimizers[place].zero_grad()
                    loss.backward()
                    optimizers[place].step()
                    if plan := plans[place]:
                        plan.step()
                    losses[place] = loss.item()
            step += 1
            print(f"step {step} loss", *map(repr, losses))
        net.eval()
        if sources:
            fixed = torch.Generator().manual_seed(seed + apart)
            held_out = {**held_out, **sources(len(next(iter(held_out.values()))), fixed)}
        with torch.no_grad():
            scores = metrics(net, held_out)
        print(f"epoch {epoch} " + " ".join(f"{name} {value.item()!r}" for name, value in scores.items()))
    return net
