"""A metric of yes or no must ask at a value that lies in the middle of what comes in."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import Fix, UnsetParam
from builder.meaning.facts import Fact
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing, needed


def _find(look: Look) -> Iterator[Finding]:
    for id in needed(look, "metric"):
        set_to, fact = look.found.graph.nodes[id].params.get("threshold"), look.into(id, "input")
        if not isinstance(set_to, int | float) or fact is None:
            continue
        said = _said(look, id, float(set_to), fact)
        if said is None:
            continue
        yield Finding(
            node=id,
            message=f"{id} takes values above {set_to:g} for a yes; {said}.",
            hint="Left out, the threshold follows from what comes in: 0.5 for probabilities, 0 for scores.",
            fix=Fix(label=f"Let threshold of {id} follow", edits=(UnsetParam(id=id, name="threshold"),)),
        )


def _said(look: Look, id: str, threshold: float, fact: Fact) -> str | None:
    """What is wrong with a threshold, if anything is."""
    if threshold >= fact.high or threshold < fact.low:
        return f"what comes in lies between {fact.low:g} and {fact.high:g}, so the answer is always the same"
    if fact.within(0, 1) and threshold in (0, 1):
        return "what comes in lies between 0 and 1, so the answer is nearly always the same"
    wire = look.found.wiring.sources[id].get("input")
    for loss, _ in doing(look, "binary_cross_entropy_with_logits", roles=("loss",)):
        if look.found.wiring.sources[loss].get("input") == wire and threshold != 0:
            return f"what comes in are scores, of which {loss} takes those above 0 for a yes"
    return None


RULE = Rule(
    code="wrong_threshold",
    title="A threshold that doesn't suit what comes in",
    what="A metric of yes or no asks at a value that is not in the middle of what comes in: 0.5 of scores, 0 of "
    "probabilities.",
    why="A score of 0 means that yes and no are as probable; a probability of 0.5 does. With the other's threshold a "
    "network that is right looks as if it were wrong.",
    mend="Leave the threshold out: it follows from what comes in.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=1)(data.point)
    p = Sigmoid()(fc)
    y = ToFloat()(data.label)
    target = Unsqueeze(dim=1)(y)
    loss = BCELoss()(p, target)
    right = BinaryAccuracy(threshold=0.0)(p, target)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=1)(data.point)
    p = Sigmoid()(fc)
    y = ToFloat()(data.label)
    target = Unsqueeze(dim=1)(y)
    loss = BCELoss()(p, target)
    right = BinaryAccuracy(threshold=0.7)(p, target)
    objective = Objective()(loss)
    """),
    find=_find,
)
