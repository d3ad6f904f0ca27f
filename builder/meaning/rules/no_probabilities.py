"""BCELoss takes probabilities, and torch refuses others in the middle of training."""

from __future__ import annotations

from collections.abc import Iterator

from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import insert
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing, port_of

ROUNDING = 1e-6


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "binary_cross_entropy", roles=("loss",)):
        for place, words in ((0, "probabilities"), (1, "right answers")):
            fact = seen.facts[place]
            is_known = fact.low > -1e30 or fact.high < 1e30 or bool(fact.trait("affine", "log_probabilities"))
            if fact.within(-ROUNDING, 1 + ROUNDING) or (place == 1 and not is_known):
                continue
            port = port_of(look, id, fact, ("input", "target")[place])
            yield Finding(
                node=id,
                message=f"{id} takes {words} between 0 and 1; what comes into {port} {_range(fact.low, fact.high)}.",
                hint="A Sigmoid before it makes probabilities of scores; BCEWithLogitsLoss has one of its own."
                if place == 0
                else "Right answers are 0 for no and 1 for yes: bring them between these.",
                port=port,
                fix=insert(look, "Sigmoid", id, port) if place == 0 else None,
                is_error=fact.is_exact or bool(fact.trait("affine")),
            )


def _range(low: float, high: float) -> str:
    if low < -1e30 and high > 1e30:
        return "may be any number"
    if high > 1e30:
        return f"may be any number from {low:g} on"
    return f"may be any number up to {high:g}" if low < -1e30 else f"lies between {low:g} and {high:g}"


RULE = Rule(
    code="no_probabilities",
    title="Scores into BCELoss",
    what="BCELoss gets values that may lie outside of 0..1.",
    why="It takes the logarithm of what it gets and of one minus that. torch refuses what has none, in the middle of "
    "training.",
    mend="Put a Sigmoid before it, or take BCEWithLogitsLoss, which has one.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=1)(data.point)
    y = ToFloat()(data.label)
    target = Unsqueeze(dim=1)(y)
    loss = BCELoss()(fc, target)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=1)(data.point)
    p = Sigmoid()(fc)
    y = ToFloat()(data.label)
    target = Unsqueeze(dim=1)(y)
    loss = BCELoss()(p, target)
    objective = Objective()(loss)
    """),
    find=_find,
)
