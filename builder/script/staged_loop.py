"""The training loop of exported scripts for runs that go through stages.

In each stage it does what `builder.script.steered_loop` does. A test holds it to the numbers of `trainer.run.loop`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from builder.script.beginning import new_network
from builder.script.holding import grow, hold
from builder.script.measuring import measure_both
from builder.script.stage import Course, Split, Stage
from builder.script.steering import after_epoch, begin_plan, plan_again, set_optimizer, take_step


def train(
    network: Callable[[], Any],
    stages: list[Stage],
    batch_size: int,
    seed: int,
    threads: int = 1,
    sources: Callable[[int, torch.Generator], Split] | None = None,
    fit: Callable[[Any, Split], None] | None = None,
    counted: Split | None = None,
    changes: list[tuple[int, dict[Any, Any]]] | None = None,
) -> Any:
    """Train a network stage by stage, print the losses of every step and what each epoch comes to, and return it.

    Optimizers and schedules begin anew with each stage; the weights, the order of the samples and chance go on. After
    each epoch the validation part of the stage's data is measured and, where there are metrics, as much of what is
    learned; the test part once, at the end.

    ``fit`` counts over all that is learned from, ``counted``, before the first step. ``changes`` says after which step
    what was set anew: epochs in all, batch_size, threads, or settings of the optimizer of a goal, by its objective.
    """
    torch.set_num_threads(threads)  # another number of threads may round sums differently
    torch.manual_seed(seed)
    net = new_network(network, fit, counted or {})
    shuffle = torch.Generator().manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    course, optimizers = Course(stages, batch_size, list(changes or [])), list[torch.optim.Optimizer]()
    for number, stage in enumerate(stages, 1):
        print("stage", number, stage.name)
        let_go = hold(net, stage.held)
        grow(net, stage.times)
        optimizers = train_stage(net, stage, course, seed, shuffle, chance, sources)
        let_go()
        if stage.early_stopping and stage.early_stopping.weights:
            net.load_state_dict(stage.early_stopping.weights)
            optimizers = []  # they keep no averages of these
    measure_both("test", net, stage.metrics, stage.data[2], sources, seed + stage.apart + 1, optimizers)
    return net


def train_stage(
    net: Any,
    stage: Stage,
    course: Course,
    seed: int,
    shuffle: torch.Generator,
    chance: torch.Generator,
    sources: Callable[[int, torch.Generator], Split] | None,
) -> list[torch.optim.Optimizer]:
    """Train a network through one stage, from where the course is; its optimizers, which may keep averages."""
    learn, validation, _ = stage.data
    samples = len(next(iter(learn.values())))
    learned = {name: values[: len(next(iter(validation.values())))] for name, values in learn.items()}
    optimizers = [make_optimizer(net) for _, make_optimizer, _ in stage.goals]
    losses = [float("nan")] * len(stage.goals)
    course.enter(stage, samples)
    plans = [
        begin_plan(optimizer, make, course.turns(optimizer, every, 0), course.settings_of(objective, stage))
        for (objective, _, every), make, optimizer in zip(stage.goals, stage.makers, optimizers, strict=True)
    ]
    left, shuffled = 0, learn
    while True:
        for settings in course.changes_now():
            for place, (objective, _, every) in enumerate(stage.goals):
                set_optimizer(optimizers[place], plans[place], settings.get(objective, {}))
                to_go = course.turns(optimizers[place], every, left)
                to_go = to_go if {"epochs", "batch_size"} & settings.keys() else 0
                plans[place] = plan_again(optimizers[place], plans[place], stage.makers[place], to_go)
        if not left and course.epoch >= course.until:
            return optimizers
        if not left:
            order = torch.randperm(samples, generator=shuffle)
            shuffled = {name: values[order] for name, values in learn.items()}
            left, course.epoch = samples, course.epoch + 1
            net.train()
        begin, rows = samples - left, min(course.size, left)
        batch = {name: values[begin : begin + rows] for name, values in shuffled.items()}
        batch |= sources(rows, chance) if sources else {}
        left -= rows
        for place, (objective, _, every) in enumerate(stage.goals):
            if course.step % every == 0:
                losses[place] = take_step(objective(net, batch), optimizers[place], plans[place])
        course.step += 1
        print(f"step {course.step} loss", *map(repr, losses))

        if not left:
            title, held_out = f"epoch {course.epoch}", seed + stage.apart
            measured = net, stage.metrics
            scores = measure_both(f"{title} validation", *measured, validation, sources, held_out, optimizers)
            if len(scores) > len(stage.goals) and not stage.apart:
                measure_both(f"{title} training", *measured, learned, sources, seed + 2, optimizers)
            after_epoch(optimizers, plans, scores)
            early = stage.early_stopping
            if early and early.look(course.epoch, scores[early.monitor], net, optimizers):
                course.until = course.epoch
