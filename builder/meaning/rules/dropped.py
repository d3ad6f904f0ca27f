"""A dropout leaves holes: the loss must not see them, and something must be left."""

from __future__ import annotations

from collections.abc import Iterator

from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import out_of_the_way, set_to
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import cause_of, here, needed


def _find(look: Look) -> Iterator[Finding]:
    for (id, _), fact in look.facts.items():
        is_dropout = here(look, fact.trait("dropped")) == id and bool(look.found.wiring.sources[id])
        if fact.is_constant and is_dropout and id in look.needed:
            yield Finding(
                node=id,
                message=f"{id} drops everything: nothing gets through but zeros.",
                hint="The share that is dropped lies between 0 and 1; 0.1 to 0.5 is usual.",
                fix=set_to(id, "p", 0.5) if look.found.layers[id].param("p") else None,
            )
    for id in needed(look, "loss"):
        fact_in = look.into(id, "input")
        if fact_in is None or fact_in.is_constant or not (trait := fact_in.trait("dropped")):
            continue
        cause = cause_of(look, trait)
        yield Finding(
            node=cause[1] if cause else id,
            inside=cause[0] if cause else None,
            message=f"{cause[1] if cause else 'A dropout'} sets a part of what {id} judges to zero: the "
            "network is blamed for what it never said.",
            hint="A Dropout goes between hidden layers, not after the last one.",
            port=None if cause else "input",
            fix=out_of_the_way(look, cause, id, "input") if cause else None,
        )


RULE = Rule(
    code="dropped",
    title="Dropout at the end, or of everything",
    what="A dropout lies right before the loss, or drops all there is.",
    why="It sets values to zero at random while training. Right before the loss these are answers, which then are "
    "wrong whatever the network does.",
    mend="Put it between hidden layers, with a share of 0.1 to 0.5.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    drop = Dropout()(fc)
    loss = CrossEntropyLoss()(drop, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=8)(data.point)
    relu = ReLU()(fc)
    drop = Dropout()(relu)
    fc2 = Linear(out_features=2)(drop)
    loss = CrossEntropyLoss()(fc2, data.label)
    objective = Objective()(loss)
    """),
    find=_find,
)
