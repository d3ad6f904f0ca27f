"""A last layer that was left at its usual width."""

from __future__ import annotations

import math
from collections.abc import Iterator

from builder.checker.advice import widener
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.no_log_probabilities import LOSSES
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing, port_of


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, *LOSSES, roles=("loss",)):
        target, shape = seen.facts[1], seen.shapes[0]
        if math.isinf(target.high) or len(shape) < 2 or not target.fields:
            continue
        classes, scores = int(target.high) + 1, shape[1]
        if scores <= classes:
            continue
        wire = look.found.wiring.sources[id].get(port_of(look, id, seen.facts[0]))
        last = widener(look.found, wire[0]) if wire else None
        named = ", ".join(sorted(target.fields))
        width = look.found.params[last[0]][last[1]] if last else None
        gives = last[0] if last and width == scores else wire[0] if wire else id
        wanted, rest = divmod(classes * width, scores) if isinstance(width, int) else (classes, 0)  # GLU halves them
        yield Finding(
            node=last[0] if last else id,
            message=f"{gives} gives {scores} scores; {named} has {classes} classes, so "
            f"{scores - classes} of them are never right.",
            hint="The last layer has one output for each class.",
            fix=set_to(last[0], last[1], wanted) if last and not rest else None,
        )


RULE = Rule(
    code="more_scores_than_classes",
    title="More scores than classes",
    what="The loss judges more scores than there are classes.",
    why="The surplus scores are never right. The network learns to keep them low, and a wrong answer may be a class "
    "that doesn't exist.",
    mend="Set the last layer's outputs to the number of classes.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear()(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear()(data.point)
    relu = ReLU()(fc)
    fc2 = Linear(out_features=2)(relu)
    loss = CrossEntropyLoss()(fc2, data.label)
    objective = Objective()(loss)
    """),
    find=_find,
)
