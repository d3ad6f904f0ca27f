"""Targets of the wrong kind: classes where numbers are compared, numbers where classes are chosen between."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from builder.checker.advice import Advice, Step, insert_into, inserted, retyped, swapped, with_article
from builder.checker.analysis import Analysis
from builder.checker.propagation import Flow
from builder.checker.wiring import Wire
from builder.drawing.problems import Fix

TO_FLOAT: Step = ("numbers", "ToFloat", {})
MEASURES = {"CrossEntropyLoss": "MSELoss", "NLLLoss": "MSELoss", "MultiMarginLoss": "MSELoss"}
"""The loss of numbers that takes the place of one of classes."""


def as_numbers(found: Analysis, id: str, port: str, source: Wire, received: Flow) -> tuple[Fix, ...]:
    """Nodes to put into a wire of classes, tokens or yes-and-no, so that real numbers come out of it."""
    ways: list[tuple[Step, ...]]
    if port == "target":
        scores = found.inputs(id).get("input")
        ways = list(_like(scores, received)) if scores else [(TO_FLOAT,)]
    elif received.dtype == torch.int64 and len(received.small) == 2:
        ways = [(("embedding", "Embedding", {}),), (TO_FLOAT,)]
    else:
        ways = [(TO_FLOAT,)]
    return tuple(_fix(found, id, port, source, steps) for steps in ways)


def _fix(found: Analysis, id: str, port: str, source: Wire, steps: tuple[Step, ...]) -> Fix:
    return insert_into(found, id, port, source, *steps)


def _like(scores: Flow, target: Flow) -> Iterator[tuple[Step, ...]]:
    """What makes numbers of a target, in the shape of what it is compared with."""
    said, wanted = scores.small, target.small
    if said == (*wanted, 1):
        yield TO_FLOAT, ("column", "Unsqueeze", {"dim": -1})
    elif wanted == (*said, 1):
        yield TO_FLOAT, ("row", "Squeeze", {"dim": -1})
    if len(said) == 2 and len(wanted) == 1:
        many = target.classes or 2
        one_hot: tuple[Step, ...] = (("places", "OneHot", {"num_classes": many}), TO_FLOAT)
        column: tuple[Step, ...] = (TO_FLOAT, ("column", "Unsqueeze", {"dim": -1}))
        yield from (one_hot, column) if many == said[1] or many > 2 else (column, one_hot)
    yield (TO_FLOAT,)


def measured(found: Analysis, id: str, source: Wire, received: Flow) -> Advice:
    """A target of real numbers where classes are wanted."""
    fixes: list[Fix] = []
    before = found.wiring.sources[source[0]].get("input")
    if (
        found.layers[source[0]].spec.type == "ToFloat"
        and before
        and len(received.small) == 1
        and _is_whole(found, before)
    ):
        fixes.append(Fix(label=f"Connect {'.'.join(before)}", edits=inserted(found, before, ((id, "target"),))))
    scores = found.inputs(id).get("input")
    if scores and not scores.dtype.is_floating_point:
        ends = found.graph.edges
        fixes.append(swapped(id, ("input", ends[f"{id}.input"]), ("target", ends[f"{id}.target"])))
    if len(received.small) >= 2 and received.small[1] >= 2:
        steps: tuple[Step, ...] = (("classes", "ArgMax", {"dim": 1}),)
        fixes.append(_fix(found, id, "target", source, steps))
        return Advice(
            hint="It compares the score of each class with the one that is right; ArgMax gives the one with the "
            "largest share.",
            fixes=tuple(fixes),
        )
    if not found.layers[id].expects["input"].takes(torch.float32):
        return Advice(hint="These are measured numbers, not tokens or classes.", fixes=tuple(fixes))
    type_name = found.layers[id].spec.type
    other = MEASURES.get(type_name, "MeanAbsoluteError" if found.layers[id].spec.role == "metric" else "")
    if other:
        edit = retyped(found, id, other, {})
        fixes.append(Fix(label=f"Make {id} {with_article(other)}", edits=(edit,)))
    hint = f"These are measured numbers, not classes. {other or 'MSELoss'} says how far off a number is."
    return Advice(hint=hint, fixes=tuple(fixes))


def _is_whole(found: Analysis, wire: Wire) -> bool:
    flow = found.flows.get(wire)
    return flow is not None and not flow.dtype.is_floating_point
