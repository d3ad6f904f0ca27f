"""Nodes whose numbers are counted over the data before the first step, and where they can't be."""

from __future__ import annotations

from builder.checker.advice import bypass
from builder.checker.analysis import Analysis
from builder.drawing.problems import Fix, Problem
from builder.kinds.dataset import Source
from builder.kinds.fitted_module import FittedModule
from builder.kinds.layer import on_meta

FITTED = "counts over the data before the first step"


def fitted(found: Analysis) -> list[str]:
    """The nodes of a block that are fitted, in computing order."""
    return [id for id in found.wiring.order if isinstance(found.layers[id], FittedModule)]


def fitting_problems(found: Analysis) -> list[Problem]:
    """What keeps nodes of a block from being fitted on what is learned from."""
    return [problem for id in fitted(found) if (problem := _problem(found, id))]


def _problem(found: Analysis, id: str) -> Problem | None:
    """The first thing that is wrong before a node."""
    if not found.is_main:
        hint = f"Put {id} into the main drawing, on the wire that leads from the data into the block."
        return _said(found, id, "stands in a block, which does not know them", hint)
    before = found.wiring.ancestors(node for node, _ in found.wiring.into(id).values())
    for node in (node for node in found.wiring.order if node in before):
        if isinstance(found.layers[node], Source):
            what = f"{node} before it draws something new for each batch"
            return _said(found, id, what, f"Put {id} on what comes from the data alone.")
        if found.weights(node):
            hint = f"Put {id} between the data and the first node that learns. For what layers give, take LayerNorm "
            return _said(found, id, f"{node} before it learns", hint + "or BatchNorm.")
        if (of := found.shares(node)) is not None:
            return _said(found, id, f"{node} before it rests on {of}", f"Put {id} before {node}.")
    flows, layer = found.all_inputs(id), found.layers[id]
    assert isinstance(layer, FittedModule)
    is_followed = (id, layer.spec.outputs[0].name) in found.flows  # what else is wrong with what comes in is said there
    if is_followed and flows.keys() >= {*layer.fitted_on}:
        refusal = layer.refusal({port: on_meta(flow.small, flow.dtype) for port, flow in flows.items()})
        return _unsuited(id, layer, refusal) if refusal else None
    return None


def _unsuited(id: str, layer: FittedModule, refusal: str) -> Problem:
    port = layer.fitted_on[-1]
    message = f"{id} can't be fitted on what comes into it."
    return Problem(code="shape_mismatch", message=message, hint=refusal, node=id, port=port)


def _said(found: Analysis, id: str, what: str, hint: str) -> Problem:
    fix = Fix(label=f"Remove {id}", edits=bypass(found, id).edits)
    return Problem(code="not_fitted", message=f"{id} {FITTED}; {what}.", hint=hint, node=id, fix=fix)
