"""A learning rate of zero teaches nothing."""

from __future__ import annotations

from collections.abc import Iterator

from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed


def _find(look: Look) -> Iterator[Finding]:
    later = {goal for change in look.found.document.training.changes for goal in change.goals}
    for id in needed(look, "objective"):
        if look.found.params[id].get("lr") == 0 and id not in later:
            usual = look.found.layers[id].param("lr")
            yield Finding(
                node=id,
                message=f"{id} has a learning rate of 0: no weight ever changes.",
                hint="0.001 is usual for Adam, 0.1 for SGD.",
                fix=set_to(id, "lr", usual.default if usual else 0.001),
            )


RULE = Rule(
    code="no_rate",
    title="A learning rate of zero",
    what="An Objective's learning rate is 0, and is not changed on the way.",
    why="Each step goes so far as the rate says. With 0 nothing is learned, though the run looks like any other.",
    mend="Set a rate: 0.001 is usual for Adam, 0.1 for SGD.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective(lr=0.0)(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective(lr=1e-05)(loss)
    """),
    find=_find,
)
