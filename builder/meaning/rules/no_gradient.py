"""Between the loss and the weights there must be a way for gradients."""

from __future__ import annotations

from collections.abc import Iterator

from builder.drawing.problems import Fix
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.fixes import remove
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed


def _find(look: Look) -> Iterator[Finding]:
    for id in needed(look, "objective"):
        wire = look.found.wiring.sources[id].get("loss")
        before = look.found.wiring.ancestors([id])
        if wire is None or wire not in look.facts or wire in look.trained:
            continue
        if not any(look.found.learned.get(node) for node in look.found.learning([id])):
            continue  # said already: there is nothing to learn
        stop = _stop(look, before)
        yield Finding(
            node=stop or id,
            message=f"No gradient gets from {id} to any weight: {stop or 'a node on the way'} lets none through.",
            hint="Choosing, rounding, comparing and detaching have no slope. Let the loss judge what comes before.",
            fix=_past(look, stop) if stop else None,
            is_error=True,
        )


def _past(look: Look, stop: str) -> Fix | None:
    """Lead what comes into a node past it, where what comes out has the same shape."""
    source = look.found.wiring.sources[stop].get("input")
    gives = (stop, "output")
    flows = look.found.flows
    if source is None or gives not in flows or flows[source].small != flows[gives].small:
        return None
    return remove(look, stop)


def _stop(look: Look, before: set[str]) -> str | None:
    """The last node that a gradient would have to pass and can't."""
    for id in reversed(look.found.wiring.order):
        wires = look.found.wiring.sources[id].values()
        gives = [(id, port.name) for port in look.found.layers[id].spec.outputs]
        is_layer = id in before and look.found.layers[id].spec.role == "layer"
        if is_layer and look.trained.intersection(wires) and not look.trained.intersection(gives):
            return id
    return None


RULE = Rule(
    code="no_gradient",
    title="No way for gradients",
    what="Between the loss and every weight lies something that has no slope.",
    why="Training follows slopes from the loss back to the weights. An ArgMax, a Round, a comparison or a Detach gives "
    "none, so no weight would know where to go.",
    mend="Let the loss judge the scores themselves, and choose afterwards.",
    case=sketch("""
    data = Curve()
    fc = Linear(out_features=1)(data.x)
    whole = Round()(fc)
    loss = MSELoss()(whole, data.y)
    objective = Objective()(loss)
    """),
    counter=sketch("""
    data = Curve()
    fc = Linear(out_features=1)(data.x)
    whole = Round()(fc)
    answer = Output()(whole)
    loss = MSELoss()(fc, data.y)
    objective = Objective()(loss)
    """),
    find=_find,
)
