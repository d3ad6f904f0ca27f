"""What an Objective waits for, and the run is over before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from builder.drawing.document import Value
from builder.kinds.schedules import PLATEAU
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.rows import rows
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed


def _find(look: Look) -> Iterator[Finding]:
    training = look.found.document.training
    waiting = [id for id in needed(look, "objective") if _waits(look.found.params[id])]
    if training.stages or not waiting or (many := rows(look)) is None:  # to count samples may be to make them
        return
    run = math.ceil(many / training.batch_size) * training.epochs
    for id in waiting:
        params = look.found.params[id]
        batches = math.ceil(run / int(str(params["every"])))
        gathered, warm_up = int(str(params["accumulate"])), int(str(params["warm_up"]))
        patience = int(str(params["patience"]))
        if gathered > batches:
            yield Finding(
                node=id,
                message=f"{id} gathers the gradients of {gathered:,} batches before it moves anything, and the run has "
                f"{batches:,}: nothing is ever learned.",
                hint="Gather fewer, or train for more epochs.",
                fix=set_to(id, "accumulate", max(1, batches // training.epochs)),
                is_error=True,
            )
        elif warm_up >= (updates := batches // gathered):
            yield Finding(
                node=id,
                message=f"{id} warms up over {warm_up:,} updates, and the run has {updates:,}: lr is never reached.",
                hint="A tenth of the run is usual, or less.",
                fix=set_to(id, "warm_up", updates // 10),
            )
        elif params["schedule"] == PLATEAU and patience + 1 >= training.epochs:
            yield Finding(
                node=id,
                message=f"{id} waits for {patience:,} epochs without a gain before it lowers lr, and the run has "
                f"{training.epochs:,}: it never does.",
                hint="Wait for fewer epochs, or train for more.",
                fix=set_to(id, "patience", training.epochs // 4),
            )


def _waits(params: Mapping[str, Value]) -> bool:
    return params["accumulate"] != 1 or params["warm_up"] != 0 or params["schedule"] == PLATEAU


RULE = Rule(
    code="longer_than_the_run",
    title="A warm-up, a wait or a gathering that the run is too short for",
    what="An Objective warms up, waits for a plateau or gathers gradients for longer than the run lasts.",
    why="lr never gets where it was set, or never changes; with too many batches to gather, nothing is learned at all.",
    mend="Count updates: an epoch has as many as samples divided by the batch size, by every and by accumulate.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective(warm_up=1000000)(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective(warm_up=10)(loss)
    """),
    find=_find,
)
