"""Reads a form from torch's own signatures and docstrings, so that the catalogue can't drift from torch."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal

from builder.document import Value
from builder.spec import Param, ParamKind

# Placement, memory and deprecated arguments: never a learner's business.
NEVER_SHOWN = frozenset({"device", "dtype", "inplace", "return_indices", "size_average", "reduce", "out"})

_ARGUMENT = re.compile(r"^(?P<indent> *)(?P<name>\w+)(?: \((?P<type>[^)]*)\))?: (?P<text>.*)$")


def params_of(
    target: Callable[..., Any],
    *,
    inferred: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(),
    starts: Mapping[str, Value] | None = None,
    limits: Mapping[str, tuple[float | None, float | None]] | None = None,
) -> tuple[Param, ...]:
    """The form of a torch class or function, in torch's own order.

    Args:
        inferred: parameters that follow from the input.
        hidden: parameters left at torch's default and not shown.
        starts: friendly first values for what torch has no default for.
        limits: smallest and largest sensible values.
    """
    starts, limits = starts or {}, limits or {}
    helps = argument_docs(inspect.getdoc(target) or "")
    params = []
    for name, argument in inspect.signature(target).parameters.items():
        if name in NEVER_SHOWN | hidden or argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
            continue
        kind, choices = _kind(argument)
        has_default = argument.default is not inspect.Parameter.empty
        default = starts.get(name, argument.default if has_default else None)
        minimum, maximum = limits.get(name, (None, None))
        params.append(
            Param(
                name=name,
                kind=kind,
                default=default,
                required=not has_default and name not in starts and name not in inferred,
                inferred=name in inferred,
                choices=choices,
                minimum=minimum,
                maximum=maximum,
                help=helps.get(name, ""),
            )
        )
    return tuple(params)


def _kind(argument: inspect.Parameter) -> tuple[ParamKind, tuple[str, ...]]:
    annotation = argument.annotation
    if typing.get_origin(annotation) is Literal:
        return "choice", typing.get_args(annotation)
    members = _members(annotation) or {type(argument.default)}
    if any(typing.get_origin(member) is tuple for member in members):
        return "size", ("same", "valid") if str in members else ()
    for python_type, kind in ((bool, "bool"), (int, "int"), (float, "float")):
        if python_type in members:
            return typing.cast(ParamKind, kind), ()
    return "text", ()


def _members(annotation: Any) -> set[Any]:
    if annotation is inspect.Parameter.empty:
        return set()
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return set(typing.get_args(annotation)) - {type(None)}
    return {annotation}


def argument_docs(doc: str) -> dict[str, str]:
    """What the ``Args:`` section says of each argument, as one plain line."""
    found: dict[str, str] = {}
    indent = current = None
    for line in _section(doc, "Args:"):
        match = _ARGUMENT.match(line)
        if match and (indent is None or match["indent"] == indent):
            indent, current = match["indent"], match["name"]
            found[current] = match["text"]
        elif current and line.strip():
            found[current] += " " + line.strip()
    return {name: plain(text) for name, text in found.items()}


def _section(doc: str, title: str) -> list[str]:
    lines = doc.splitlines()
    if title not in lines:
        return []
    rest = lines[lines.index(title) + 1 :]
    end = next((i for i, line in enumerate(rest) if line and not line.startswith(" ")), len(rest))
    return rest[:end]


def plain(text: str) -> str:
    """Sphinx roles, backticks and simple LaTeX as a plain sentence; the form shows the default by itself."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?([^`<]+)(?: <[^`]*>)?`", r"\1", text)
    text = re.sub(r"\\text\{([^}]*)\}", r"\1", text).replace("\\times", "x").replace("\\", "")
    text = re.sub(r"[\s.,]*\(?default( value)?( is|:| =)\s*\S+?\)?\.?$", "", text.replace("`", "").strip(), flags=re.I)
    text = re.sub(r"\s+", " ", re.sub(r"<http[^>]*>_*", "", text)).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
