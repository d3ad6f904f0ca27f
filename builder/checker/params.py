"""A node's parameters, read against its form: what is missing gets its default, what is wrong a problem."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from builder.drawing.document import LARGEST, Node, Value
from builder.drawing.problems import Fix, Problem, SetParam, UnsetParam
from builder.kinds.layer import Layer
from builder.kinds.spec import Param

MAX_AXES = 8
MAX_NAMES, MAX_COMPARED = 60, 600
"""So many known names are listed where none is like a wrong one, or compared with it."""


def read_params(id: str, node: Node, layer: Layer) -> tuple[dict[str, Value], list[Problem]]:
    """All parameters of a node but the inferred ones, and what is wrong with those given.

    What doesn't matter beside the others is left at its default: torch may refuse it there.
    """
    values: dict[str, Value] = {p.name: p.default for p in layer.spec.params if not p.inferred}
    problems = []
    for name, value in node.params.items():
        param = layer.param(name)
        if param is None:
            problems.append(_unknown(id, node, layer, name))
            continue
        try:
            values[name] = read_value(param, value)
        except ValueError as error:
            problems.append(_bad(id, param, str(error)))
    problems += [_missing(id, p) for p in layer.spec.params if p.required and node.params.get(p.name) is None]
    idle = {p.name: p.default for p in layer.spec.params if not p.matters(values)}
    return values | idle, problems


def read_value(param: Param, value: Value) -> Value:
    """A value as the parameter's kind; whole floats become ints, as browsers send them.

    Raises:
        ValueError: in words, without the node's name.
    """
    if value is None and param.default is None:
        return None
    read = _read_kind(param, value)
    numbers = read if isinstance(read, tuple) else (read,)
    for number in numbers:
        if isinstance(number, int | float) and not isinstance(number, bool):
            _check_range(param, number)
    return read


def _read_kind(param: Param, value: Value) -> Value:
    match param.kind:
        case "bool" if isinstance(value, bool):
            return value
        case "int" if (whole := _whole(value)) is not None:
            return whole
        case "float" if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case "choice" | "size" if isinstance(value, str) and value in param.choices:
            return value
        case "size" if (whole := _whole(value)) is not None:
            return (whole,) if param.per_axis else whole
        case "size" if isinstance(value, tuple) and len(value) in _lengths(param):
            return value
        case "text" | "nodes" if isinstance(value, str) and (not param.pattern or re.fullmatch(param.pattern, value)):
            return value
    raise ValueError(f"{param.name} takes {_takes(param)}; it is {_shown(value)}")


def _lengths(param: Param) -> Iterable[int]:
    return (param.length,) if param.length else range(1, MAX_AXES + 1)


def _whole(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():  # nor is what has no end
        return None
    return int(value) if abs(value) <= LARGEST else None


def _check_range(param: Param, number: float) -> None:
    if param.minimum is not None and number < param.minimum:
        raise ValueError(f"{param.name} must be at least {param.minimum:g}; it is {number:g}")
    if param.maximum is not None and number > param.maximum:
        raise ValueError(f"{param.name} must be at most {param.maximum:g}; it is {number:g}")


def _takes(param: Param) -> str:
    words = {
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "size": "a whole number" + (f", or {param.length} of them" if param.length else ", or one per axis"),
        "text": "text",
        "nodes": "names of nodes, with commas between",
        "choice": "",
    }[param.kind]
    if param.pattern:
        words = f"text such as {param.default!r}"
    return " or ".join([words] * bool(words) + [repr(choice) for choice in param.choices])


def _shown(value: Value) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _bad(id: str, param: Param, message: str) -> Problem:
    return Problem(
        code="bad_param",
        message=f"{id}: {message}.",
        hint=param.help,
        node=id,
        fix=Fix(
            label=f"Set {param.name} back to {param.default}",
            edits=(UnsetParam(id=id, name=param.name),),
        ),
    )


def _missing(id: str, param: Param) -> Problem:
    start = param.minimum if param.minimum is not None else 1
    return Problem(
        code="missing_param",
        message=f"{id} needs a value for {param.name}.",
        hint=param.help,
        node=id,
        fix=Fix(
            label=f"Set {param.name} to {start:g}",
            edits=(SetParam(id=id, name=param.name, value=int(start)),),
        ),
    )


def _unknown(id: str, node: Node, layer: Layer, name: str) -> Problem:
    known = [param.name for param in layer.spec.params]
    return Problem(
        code="unknown_param",
        message=f"{id}: {node.type} has no parameter {name!r}.",
        hint=did_you_mean(name, known, "parameters"),
        node=id,
        fix=Fix(label=f"Remove {name}", edits=(UnsetParam(id=id, name=name),)),
    )


def did_you_mean(name: str, known: Iterable[str], what: str) -> str:
    """A hint that names the closest known name, or all of them."""
    names = sorted(known)
    close = closest(name, names)
    if close:
        return f"Did you mean {close!r}?"
    more = f" and {len(names) - MAX_NAMES:,} more" if len(names) > MAX_NAMES else ""
    return f"Known {what}: {', '.join(names[:MAX_NAMES])}{more}." if names else f"It has no {what}."


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like a wrong one; none where nothing is, or where there are too many to compare."""
    names = sorted(known)
    close = difflib.get_close_matches(name[:MAX_NAMES], names, n=1) if len(names) <= MAX_COMPARED else []
    return close[0] if close else ""
