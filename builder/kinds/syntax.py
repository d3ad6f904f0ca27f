"""The pieces of Python that layers put together into source; nothing but these gets into it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from builder.drawing.document import Value

TENSOR = ast.Name("Tensor")


def given(params: Mapping[str, Value], defaults: Mapping[str, Any]) -> list[ast.keyword]:
    """The arguments that differ from a function's defaults, or have none."""
    return [
        ast.keyword(arg=name, value=literal(value))
        for name, value in params.items()
        if name not in defaults or value != defaults[name]
    ]


def literal(value: Value | tuple[float, ...] | ast.expr) -> ast.expr:
    """A parameter as a Python literal, or the name that stands for it; nothing else can get into the source."""
    if isinstance(value, ast.expr):
        return value
    if isinstance(value, tuple):
        return ast.Tuple(elts=[literal(item) for item in value], ctx=ast.Load())
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=-value))
    return ast.Constant(value=value)


def dotted(*names: str) -> ast.expr:
    """``dotted("nn", "Linear")`` is the expression ``nn.Linear``."""
    expression: ast.expr = ast.Name(id=names[0])
    for name in names[1:]:
        expression = ast.Attribute(value=expression, attr=name)
    return expression


def function(
    name: str, arguments: Mapping[str, ast.expr | None], body: list[ast.stmt], returns: ast.expr | None = None
) -> ast.FunctionDef:
    """A function definition."""
    return ast.FunctionDef(
        name=name,
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(arg=argument, annotation=annotation) for argument, annotation in arguments.items()],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
        returns=returns,
    )
