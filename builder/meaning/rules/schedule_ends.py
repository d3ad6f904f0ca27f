"""A schedule that brings the rate to nothing while most of the data has not been seen once."""

from __future__ import annotations

import math
from collections.abc import Iterator

from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.rows import rows
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed

LEFT = 0.05
"""Of all that a rate moves weights by in a run, so little is left after the first epoch of a schedule that is over."""


def _find(look: Look) -> Iterator[Finding]:
    training = look.found.document.training
    for id in needed(look, "objective"):
        params = look.found.params[id]
        name, gamma = str(params["schedule"]), float(str(params["gamma"]))
        every = {"StepLR": int(str(params["step_size"])), "ExponentialLR": 1}.get(name)
        if every is None or gamma >= 1 or training.epochs < 2 or (many := rows(look)) is None:
            continue
        if params["unit"] == "epochs":
            continue
        batches = math.ceil(many / training.batch_size) // int(str(params["every"]))
        epoch = max(1, batches // int(str(params["accumulate"])))
        run = epoch * training.epochs
        left = 1 - _moved(gamma, every, epoch) / _moved(gamma, every, run)
        if left > LEFT:
            continue
        yield Finding(
            node=id,
            message=f"{id}: {name} takes the learning rate down by {gamma:g} every {every:,} "
            f"{'step' if every == 1 else 'steps'}; after the first epoch, of {epoch:,} steps, next to nothing of it is "
            "left.",
            hint=f"It counts steps; its unit may be epochs. Let it come down over the whole run of {run:,} steps.",
            fix=set_to(id, "step_size", max(1, run // 3))
            if name == "StepLR"
            else set_to(id, "gamma", round(0.01 ** (1 / run), 6)),
        )


def _moved(gamma: float, every: int, steps: int) -> float:
    """The sum of the rates of so many steps, in units of the first."""
    falls, rest = divmod(steps, every)
    return every * (1 - gamma**falls) / (1 - gamma) + rest * gamma**falls


RULE = Rule(
    code="schedule_ends",
    title="A schedule that is over in the first epoch",
    what="A schedule has brought the learning rate to next to nothing before the first epoch ends.",
    why="Schedules count steps, if not told to count epochs. What is meant for epochs is over after a few batches, and "
    "nothing more is learned.",
    mend="Count epochs, or reckon in steps: an epoch has as many as there are samples, divided by the batch size.",
    case=sketch(
        """
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective(schedule='StepLR', step_size=10, gamma=0.1)(loss)
    """
    ),
    counter=sketch(
        """
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective(schedule='StepLR', step_size=100, gamma=0.1)(loss)
    """
    ),
    find=_find,
)
