"""A table that is asked for rows that it does not have."""

from __future__ import annotations

import math
from collections.abc import Iterator

from builder.meaning.facts import Fact
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import set_to
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing

SIZES = ("num_embeddings", "num_classes")


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "embedding"):
        yield from _of(look, id, "num_embeddings", seen.shapes[0][0], seen.facts[1])
    for id in look.found.with_role("layer"):
        classes = look.found.params[id].get("num_classes")
        fact = look.into(id, "input")
        if fact is not None and isinstance(classes, int) and classes > 0 and id in look.needed:
            yield from _of(look, id, "num_classes", classes, fact)


def _of(look: Look, id: str, name: str, rows: int, fact: Fact) -> Iterator[Finding]:
    if not fact.fields or math.isinf(fact.low) or math.isinf(fact.high) or (fact.low >= 0 and fact.high < rows):
        return  # of what was made by arithmetic alone only bounds are known, which it need not reach
    named = ", ".join(sorted(fact.fields)) or "what comes in"
    wanted = int(fact.high) + 1
    is_ours = look.found.layers[id].param(name) is not None
    yield Finding(
        node=id,
        message=f"{id} has {rows} rows, for 0 to {rows - 1}; {named} goes from {fact.low:g} to {fact.high:g}.",
        hint=f"Training would stop at the first value of {rows} or more."
        if fact.high >= rows
        else "There is no row for numbers below 0.",
        fix=set_to(id, name, wanted) if is_ours and fact.low >= 0 else None,
        is_error=fact.is_exact,
    )


RULE = Rule(
    code="too_few_rows",
    title="An embedding or one-hot that is too small",
    what="An Embedding or a OneHot has fewer rows than the field that goes in has values.",
    why="Each value picks the row of its number. One that has no row can't be looked up, and training stops there.",
    mend="Give it as many rows as there are values.",
    case=sketch("""
    data = Digits()
    one = OneHot(num_classes=5)(data.label)
    real = ToFloat()(one)
    fc = Linear(out_features=64)(real)
    flat = Flatten()(data.image)
    loss = MSELoss()(fc, flat)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = Digits()
    one = OneHot(num_classes=10)(data.label)
    real = ToFloat()(one)
    fc = Linear(out_features=64)(real)
    flat = Flatten()(data.image)
    loss = MSELoss()(fc, flat)
    objective = Objective()(loss)
    """),
    find=_find,
)
