"""The training loop of exported scripts for runs that were changed on their way, or that stop early.

It does what `builder.script.loop` does, and is kept apart so that the scripts of other runs read without it. A
test holds both to the numbers of `trainer.run.loop`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from builder.script.beginning import new_network
from builder.script.early_stopping import EarlyStopping
from builder.script.measuring import measure_both
from builder.script.steering import after_epoch, plan_again, set_optimizer, take_step, turns

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
    changes: list[tuple[int, dict[Any, Any]]] | None = None,
    early_stopping: EarlyStopping | None = None,
) -> Any:
    """Train a network, print the losses of every step and what each epoch comes to, and return it.

    After each epoch the validation part is measured and, where there are metrics, as much of what is learned; the test
    part once, at the end.

    Each goal is an objective, what makes its optimizer, and once in how many steps it takes a step; each of
    ``schedules`` makes what changes the learning rate of a goal, for so many steps. ``apart`` keeps the chance of the
    validation from that of the first batch. ``fit`` counts over all that is learned from, before the first step.
    ``changes`` says after which step what was set anew: epochs, batch_size, threads, or settings of the optimizer of a
    goal, by its objective.
    With ``early_stopping`` the network comes back with its best weights.
    """
    torch.set_num_threads(threads)  # another number of threads may round sums differently
    torch.manual_seed(seed)
    learn, validation, test = data
    net = new_network(network, fit, learn)
    optimizers = [make_optimizer(net) for _, make_optimizer, _ in goals]
    losses = [float("nan")] * len(goals)
    shuffle = torch.Generator().manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    samples = len(next(iter(learn.values())))
    learned = {name: values[: len(next(iter(validation.values())))] for name, values in learn.items()}
    makers = schedules or [None] * len(goals)
    plans = [
        make(optimizer, turns(optimizer, every, 0, -(-samples // batch_size) * epochs, epochs)) if make else None
        for make, optimizer, (_, _, every) in zip(makers, optimizers, goals, strict=True)
    ]
    left, epoch, step, shuffled = 0, 0, 0, learn
    while True:
        for settings in [settings for after, settings in changes or [] if after == step]:
            epochs, batch_size = settings.get("epochs", epochs), settings.get("batch_size", batch_size)
            torch.set_num_threads(settings.get("threads", torch.get_num_threads()))
            if "epochs" in settings and early_stopping:
                early_stopping.go_on(epoch)
            total = step - (-left // batch_size) - (-samples // batch_size) * (epochs - epoch)
            for place, (objective, _, every) in enumerate(goals):
                set_optimizer(optimizers[place], plans[place], settings.get(objective, {}))
                to_go = turns(optimizers[place], every, step, total, epochs - epoch + bool(left))
                to_go = to_go if {"epochs", "batch_size"} & settings.keys() else 0
                plans[place] = plan_again(optimizers[place], plans[place], makers[place], to_go)
        if not left and epoch >= epochs:
            break
        if not left:
            order = torch.randperm(samples, generator=shuffle)
            shuffled = {name: values[order] for name, values in learn.items()}
            left, epoch = samples, epoch + 1
            net.train()
        rows = min(batch_size, left)
        batch = {name: values[samples - left :][:rows] for name, values in shuffled.items()}
        batch |= sources(rows, chance) if sources else {}
        left -= rows
        for place, (objective, _, every) in enumerate(goals):
            if step % every == 0:
                losses[place] = take_step(objective(net, batch), optimizers[place], plans[place])
        step += 1
        print(f"step {step} loss", *map(repr, losses))

        if not left:
            scores = measure_both(
                f"epoch {epoch} validation", net, metrics, validation, sources, seed + apart, optimizers
            )
            if len(scores) > len(goals) and not apart:
                measure_both(f"epoch {epoch} training", net, metrics, learned, sources, seed + 2, optimizers)
            after_epoch(optimizers, plans, scores)
            if early_stopping and early_stopping.look(epoch, scores[early_stopping.monitor], net, optimizers):
                epochs = epoch

    if early_stopping and early_stopping.weights:
        net.load_state_dict(early_stopping.weights)
        optimizers = []  # they keep no averages of these
    measure_both("test", net, metrics, test, sources, seed + apart + 1, optimizers)
    return net
