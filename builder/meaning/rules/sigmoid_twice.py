"""BCEWithLogitsLoss has a sigmoid of its own."""

from __future__ import annotations

from collections.abc import Iterator

from builder.meaning.look import Look
from builder.meaning.operations.activations import sigmoid
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.bounded_scores import SURE
from builder.meaning.rules.parts.fixes import out_of_the_way
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import cause_of, doing, port_of


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "binary_cross_entropy_with_logits", roles=("loss",)):
        fact = seen.facts[0]
        lowest, highest = sigmoid(fact.low), sigmoid(fact.high)
        if fact.is_constant or (lowest <= 1 - SURE and highest >= SURE):
            continue
        port = port_of(look, id, fact)
        cause = cause_of(look, fact.trait("probabilities", "squashed", "clipped"))
        yield Finding(
            node=cause[1] if cause else id,
            inside=cause[0] if cause else None,
            message=f"{id} takes scores and has a sigmoid of its own; of what {cause[1] if cause else 'it'} "
            f"{'gives' if cause else 'gets'} it makes probabilities from {lowest:.0%} to {highest:.0%} only.",
            hint=f"Let {id} have the scores as the last layer gives them; or keep the Sigmoid and take BCELoss.",
            port=None if cause else port,
            fix=out_of_the_way(look, cause, id, port) if cause else None,
        )


RULE = Rule(
    code="sigmoid_twice",
    title="A sigmoid before a loss that has one",
    what="BCEWithLogitsLoss, which begins with a sigmoid, gets values that went through one already, or are held back.",
    why="A sigmoid of values between 0 and 1 lies between 50 % and 73 %: the network can never say no.",
    mend="Lead the scores into the loss, past the Sigmoid; or keep it and take BCELoss.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=1)(data.point)
    p = Sigmoid()(fc)
    y = ToFloat()(data.label)
    target = Unsqueeze(dim=1)(y)
    loss = BCEWithLogitsLoss()(p, target)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=1)(data.point)
    y = ToFloat()(data.label)
    target = Unsqueeze(dim=1)(y)
    loss = BCEWithLogitsLoss()(fc, target)
    p = Sigmoid()(fc)
    answer = Output()(p)
    objective = Objective()(loss)
    """),
    find=_find,
)
