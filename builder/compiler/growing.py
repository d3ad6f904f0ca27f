"""What grows from stage to stage: a Repeat that uses only its first copies at first."""

from __future__ import annotations

import ast

from builder.checker.analysis import Analysis
from builder.layers.repeat import Growing


def as_growing(found: Analysis, id: str, made: ast.expr) -> ast.expr:
    """The expression that makes a node's module, so that it can use fewer copies than there are."""
    is_row = isinstance(made, ast.Call) and ast.unparse(made.func) == "nn.Sequential"
    if not is_row or id not in grows(found):
        return made
    assert isinstance(made, ast.Call)
    return ast.Call(func=ast.Name(Growing.__name__), args=made.args, keywords=made.keywords)


def grows(found: Analysis) -> set[str]:
    """The nodes of the main block of which some stage uses fewer copies."""
    return {id for stage in found.document.training.stages for id in stage.times} if found.is_main else set()


def has_growing(found: Analysis) -> bool:
    """Whether a Repeat of one input grows, which torch's Sequential can't."""
    ids = [id for id in grows(found) if id in found.layers]
    return any(len(found.layers[id].spec.inputs) == 1 and not found.params[id].get("fades_in") for id in ids)
