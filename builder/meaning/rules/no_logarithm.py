"""Logarithms, roots and variances of what can be negative."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import Fix
from builder.meaning.look import Look
from builder.meaning.reading import Seen
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import insert
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing, needed, port_of

LOGS, ROOTS = ("log", "log2", "log10"), ("sqrt", "rsqrt")
FEW = 4
"""What does more than so many operations is no function of a learner's, and keeps itself within bounds."""
SMALL = 1e-6
VARIANCES = ("var", "variance")


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, *LOGS, *ROOTS, "log1p", "pow"):
        fact = seen.facts[0]
        least = _least(seen)
        if len(look.seen[id]) > FEW or least is None or fact.is_open or (fact.is_fixed and not fact.fields):
            continue
        is_zero = fact.low == least and seen.name in LOGS and not fact.trait("probabilities", "squashed")
        is_zero = is_zero and (bool(fact.trait("clipped")) or bool(fact.fields and not fact.is_learned))
        if fact.low >= least and not is_zero:
            continue
        what = "logarithm" if "log" in seen.name else "root" if seen.name in ROOTS else "power"
        yield Finding(
            node=id,
            message=f"{id} takes a {what} of what can be {'zero' if is_zero else 'negative'}: the result is no number.",
            hint="A Clamp before it keeps values above zero; Softplus and Exp give positive ones.",
            fix=_clamped(look, id, port_of(look, id, fact), least),
        )
    for id in needed(look, "loss"):
        for port in VARIANCES:
            variance = look.into(id, port)
            if variance is not None and variance.low < 0 and not variance.is_open:
                yield Finding(
                    node=id,
                    message=f"{port} of {id} is a variance, which is never negative; what comes in can be.",
                    hint="A Softplus before it makes positive numbers of any.",
                    port=port,
                    fix=insert(look, "Softplus", id, port),
                    is_error=True,
                )


def _least(seen: Seen) -> float | None:
    """From where on there is a result; None where there always is one."""
    if seen.name == "log1p":
        return -1.0
    if seen.name == "pow":
        exponent = seen.args[1]
        return 0.0 if isinstance(exponent, float) and exponent != int(exponent) else None
    return 0.0


def _clamped(look: Look, id: str, port: str, least: float) -> Fix | None:
    return insert(look, "Clamp", id, port, min=least + SMALL)


RULE = Rule(
    code="no_logarithm",
    title="A logarithm or root of what can be negative",
    what="A Log, a Sqrt or a power gets values for which there is no result; a variance may be negative.",
    why="The logarithm of a negative number is no number, and one such value makes the whole loss, and from it all "
    "weights, no number.",
    mend="Keep it above zero: a Clamp, a Softplus or an Exp before it.",
    case=sketch("""
    data = Curve()
    fc = Linear(out_features=1)(data.x)
    log = Log()(fc)
    loss = MSELoss()(log, data.y)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = Curve()
    fc = Linear(out_features=1)(data.x)
    plus = Softplus()(fc)
    log = Log()(plus)
    loss = MSELoss()(log, data.y)
    objective = Objective()(loss)
    """),
    find=_find,
)
