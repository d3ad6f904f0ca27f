"""The training loop of exported scripts: read it here, it is printed as it stands.

`trainer.run.loop` does the same in slices; a test holds both to the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from builder.script.measuring import measure_part

Split = dict[str, torch.Tensor]


def train(
    network: Callable[[], Any],
    goals: list[tuple[Callable[[Any, Split], torch.Tensor], Callable[[Any], torch.optim.Optimizer], int]],
    metrics: Callable[[Any, Split], Split],
    data: tuple[Split, Split, Split],
    epochs: int,
    batch_size: int,
    seed: int,
    threads: int = 1,
    sources: Callable[[int, torch.Generator], Split] | None = None,
    schedules: list[Callable[[torch.optim.Optimizer, int], Any] | None] | None = None,
    apart: int = 0,
    fit: Callable[[Any, Split], None] | None = None,
) -> Any:
    """Train a network, print the losses of every step and what each epoch comes to, and return it.

    After each epoch the validation part is measured and, where there are metrics, as much of what is learned; the test
    part once, at the end.

    Each goal is an objective, what makes its optimizer, and once in how many steps it takes a step; each of
    ``schedules`` makes what changes the learning rate of a goal, for so many steps. ``apart`` keeps the chance of the
    validation from that of the first batch. ``fit`` counts over all that is learned from, before the first step.
    """
    torch.set_num_threads(threads)  # another number of threads may round sums differently
    torch.manual_seed(seed)
    learn, validation, test = data
    net = network().to(memory_format=torch.channels_last)  # 2-d convolutions are fastest so
    if fit:
        fit(net.eval(), learn)
    optimizers = [make_optimizer(net) for _, make_optimizer, _ in goals]
    losses = [float("nan")] * len(goals)
    shuffle = torch.Generator().manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    samples = len(next(iter(learn.values())))
    learned = {name: values[: len(next(iter(validation.values())))] for name, values in learn.items()}
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
        scores = measure_part(f"epoch {epoch} validation", net, metrics, validation, sources, seed + apart)
        if len(scores) > len(goals) and not apart:
            measure_part(f"epoch {epoch} training", net, metrics, learned, sources, seed + 2)
    measure_part("test", net, metrics, test, sources, seed + apart + 1)
    return net
