"""Scores that a softmax follows must be free to grow: probabilities, sigmoids, ReLUs and clips are not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from builder.meaning.facts import Fact
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import out_of_the_way
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import cause_of, doing, port_of

SURE = 0.99
"""A network that can't ever say so much to a class is held back."""


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "_softmax", "_log_softmax"):
        fact, classes = seen.facts[0], seen.shapes[0][int(seen.args[1])]
        is_judge = look.found.layers[id].spec.role == "loss"
        if classes < 2 or not (is_judge or fact.trait("probabilities")):
            continue
        said = _said(fact, classes)
        if said is None:
            continue
        port = port_of(look, id, fact)
        cause = cause_of(look, fact.trait("probabilities", "squashed", "clipped"))
        cause = None if cause == (look, id) else cause
        where = f"{cause[1]} gives it" if cause else "it gets"
        yield Finding(
            node=cause[1] if cause else id,
            inside=cause[0] if cause else None,
            message=f"{id} takes scores and makes probabilities of them itself; {where} {said}.",
            hint=f"Let {id} have the scores as the last layer gives them. The answer may keep its probabilities.",
            port=None if cause else port,
            fix=out_of_the_way(look, cause, id, port) if cause else None,
        )


def _said(fact: Fact, classes: int) -> str | None:
    """What is wrong with scores, if anything is."""
    if fact.is_constant:
        return None
    most = _most(fact, classes)
    if fact.trait("probabilities"):
        return f"probabilities, with which no class gets more than {most:.0%}"
    if most < SURE:
        return f"values from {fact.low:g} to {fact.high:g}, with which no class gets more than {most:.0%}"
    if fact.low >= 0 and fact.trait("clipped"):
        return "values that are never below zero, and learns nothing of those that were"
    return None


def _most(fact: Fact, classes: int) -> float:
    width = fact.high - fact.low
    return 1 / (1 + (classes - 1) * math.exp(-width)) if width < 700 else 1.0


RULE = Rule(
    code="bounded_scores",
    title="A softmax of what can't grow",
    what="CrossEntropyLoss, which begins with a softmax, gets probabilities or other values that are held back.",
    why="A softmax of values between 0 and 1 stays close to even: with ten classes no one gets more than 23 %, so the "
    "loss can't come near zero and training is slow.",
    mend="Lead the scores of the last layer into the loss, past the Softmax, Sigmoid, ReLU or Clamp.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    soft = Softmax()(fc)
    loss = CrossEntropyLoss()(soft, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    soft = Softmax()(fc)
    answer = Output()(soft)
    objective = Objective()(loss)
    """),
    find=_find,
)
