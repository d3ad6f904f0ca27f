"""NLLLoss and KLDivLoss take the logarithms of probabilities."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import AddNode, Connect, Fix
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import insert, replace
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing, here, needed, port_of

LOSSES = ("nll_loss_forward", "nll_loss2d_forward", "nll_loss_nd")


def _find(look: Look) -> Iterator[Finding]:
    yield from _divergences(look)
    for id, seen in doing(look, *LOSSES, roles=("loss",)):
        fact, axis = seen.facts[0], 1 - len(seen.shapes[0]) if len(seen.shapes[0]) > 1 else -1
        if any(trait.axis == axis for trait in fact.keeping("log_probabilities")) or fact.is_constant:
            continue
        port = port_of(look, id, fact)
        cause = here(look, fact.trait("probabilities"))
        are = "probabilities" if fact.trait("probabilities") else "no log-probabilities"
        yield Finding(
            node=id,
            message=f"{id} takes the logarithms of probabilities; what comes in are {are}"
            f"{f', from {cause}' if cause else ''}.",
            hint="Its loss falls below zero without end. A LogSoftmax over the classes before it makes scores fit; "
            "CrossEntropyLoss has one of its own.",
            port=port,
            fix=_instead(look, cause, id, port) if cause else insert(look, "LogSoftmax", id, port, dim=1),
        )


def _divergences(look: Look) -> Iterator[Finding]:
    """KLDivLoss comes down to sums and products, which show no more what it takes."""
    for id in needed(look, "loss"):
        fact = look.into(id, "input")
        if look.found.layers[id].spec.type != "KLDivLoss" or fact is None or fact.trait("log_probabilities"):
            continue
        yield Finding(
            node=id,
            message=f"{id} takes the logarithms of probabilities; what comes in are none.",
            hint="A LogSoftmax before it makes log-probabilities of scores. Its target are probabilities.",
            port="input",
            fix=insert(look, "LogSoftmax", id, "input", dim=-1),
        )


def _instead(look: Look, softmax: str, id: str, port: str) -> Fix | None:
    """A LogSoftmax in place of the Softmax; beside it, for the loss alone, where others need that."""
    if len(look.consumers.get((softmax, "output"), ())) == 1:
        return replace(look, softmax, "LogSoftmax", dim=1)
    source = look.found.wiring.sources[softmax].get("input")
    made = insert(look, "LogSoftmax", id, port, dim=1)
    if source is None or made is None:
        return made
    add, _, connect = made.edits
    assert isinstance(add, AddNode)
    return Fix(label=made.label, edits=(add, Connect(target=f"{add.id}.input", source=".".join(source)), connect))


RULE = Rule(
    code="no_log_probabilities",
    title="Scores into NLLLoss",
    what="NLLLoss gets scores or probabilities where it takes logarithms of probabilities.",
    why="It only adds up what it gets for the right classes. Scores can grow without end, so the loss falls far below "
    "zero and says nothing.",
    mend="Put a LogSoftmax over the classes before it, or take CrossEntropyLoss, which has one.",
    case=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    loss = NLLLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = TwoMoons()
    fc = Linear(out_features=2)(data.point)
    p = Softmax()(fc)
    logs = Log()(p)
    loss = NLLLoss()(logs, data.label)
    objective = Objective()(loss)
    """),
    find=_find,
)
