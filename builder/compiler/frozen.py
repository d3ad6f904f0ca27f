"""What is frozen in a drawing, as its source says it: in the line that makes the node."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from builder.checker.analysis import Analysis
from builder.script.freezing import frozen


def as_frozen(found: Analysis, id: str, made: ast.expr) -> ast.expr:
    """The expression that makes a node's module, so that it stays as it is where it is frozen."""
    lock = found.graph.nodes[id].frozen
    if lock == "whole":
        return ast.Call(func=ast.Name(frozen.__name__), args=[made], keywords=[])
    if lock == "weights" and found.weights(id):
        return ast.Call(func=ast.Attribute(made, "requires_grad_"), args=[ast.Constant(value=False)], keywords=[])
    return made


def has_frozen(looks: Iterable[Analysis]) -> bool:
    """Whether anything is frozen whole in these blocks."""
    return any(look.graph.nodes[id].frozen == "whole" for look in looks for id in look.layers)
