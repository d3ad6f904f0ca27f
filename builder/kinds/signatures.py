"""Reads a form from torch's own signatures and docstrings, so that the catalogue can't drift from torch."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal

from builder.drawing.document import Value
from builder.kinds.spec import OnlyIf, Param, ParamKind
from builder.kinds.words import words_for

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
    choices: Mapping[str, tuple[str, ...]] | None = None,
    only_if: Mapping[str, OnlyIf] | None = None,
) -> tuple[Param, ...]:
    """The form of a torch class or function, in torch's own order.

    Args:
        inferred: parameters that follow from the input.
        hidden: parameters left at torch's default and not shown.
        starts: friendly first values for what torch has no default for.
        limits: smallest and largest sensible values.
        choices: what a text may be, where torch's annotation doesn't say.
        only_if: which parameters matter only beside a value of another one; for those that the form has.
    """
    starts, limits, choices, only_if = starts or {}, limits or {}, choices or {}, only_if or {}
    helps = argument_docs(docs_of(target))
    params = []
    for argument in arguments_of(target):
        name = argument.name
        if name in NEVER_SHOWN | hidden or name.startswith("_"):
            continue
        has_default = argument.default is not inspect.Parameter.empty
        default = starts.get(name, argument.default if has_default else None)
        kind, options = ("choice", choices[name]) if name in choices else _kind(argument, default)
        minimum, maximum = limits.get(name, (None, None))
        params.append(
            Param(
                name=name,
                kind=kind,
                default=default,
                required=not has_default and name not in starts and name not in inferred,
                inferred=name in inferred,
                choices=options,
                length=_length(argument) if kind == "size" else None,
                per_axis=kind == "size" and int not in _members(argument.annotation),
                minimum=minimum,
                maximum=maximum,
                only_if=(only_if[name],) if name in only_if else (),
                help=(words_for(target.__name__, name) if is_torchs(target) else "") or helps.get(name, ""),
            )
        )
    return tuple(params)


def documented(params: tuple[Param, ...], doc: str, starts: Mapping[str, Value]) -> tuple[Param, ...]:
    """The form of a function that has no signature to read: help from its docstring, friendly first values."""
    helps = argument_docs(doc)
    return tuple(
        param.model_copy(
            update={
                "help": param.help or helps.get(param.name, ""),
                "default": starts.get(param.name, param.default),
                "required": param.required and param.name not in starts,
            }
        )
        for param in params
    )


# An argument that does nothing any more, a paragraph that names some, and sentences about them elsewhere.
_GIVEN_UP = (
    re.compile(r"^( +)\w+ \([^)]*\): Deprecated .*\n(?:\1 +.*\n)*", re.MULTILINE),
    re.compile(r"(?:(?<=\n\n)|^)(?:.+\n)*?.*have been deprecated.*\n(?:.+\n)*\n?", re.MULTILINE),
    re.compile(r" *(?:Note:|When)\s+:attr:`size_average`[^.]*\."),
)


def docs_of(target: Callable[..., Any]) -> str:
    """A docstring without what torch has given up."""
    docs = inspect.getdoc(target) or ""
    for given_up in _GIVEN_UP:
        docs = given_up.sub("", docs)
    return docs


def is_torchs(target: Callable[..., Any]) -> bool:
    """Whether a class or function is torch's; what is written in C may not say where it comes from."""
    return (target.__module__ or "torch").split(".")[0] in ("torch", "torchvision")


def arguments_of(target: Callable[..., Any]) -> list[inspect.Parameter]:
    """What a class or function takes by name; the first overload says it where the signature itself does not."""
    overloads = typing.get_overloads(target.__init__) if inspect.isclass(target) else []
    arguments = list(inspect.signature(overloads[0] if overloads else target).parameters.values())
    return [
        argument.replace(default=argument.default.__name__) if inspect.isfunction(argument.default) else argument
        for argument in arguments[1 if overloads else 0 :]
        if argument.kind not in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD)
    ]


def _kind(argument: inspect.Parameter, default: Value) -> tuple[ParamKind, tuple[str, ...]]:
    annotation = argument.annotation
    if typing.get_origin(annotation) is Literal:
        return "choice", typing.get_args(annotation)
    members = _members(annotation) or {int if default is None else type(default)}  # what torch leaves open are sizes
    if any(typing.get_origin(member) is tuple and float not in typing.get_args(member) for member in members):
        return "size", ("same", "valid") if str in members else ()
    for python_type, kind in ((bool, "bool"), (int, "int"), (float, "float")):
        if python_type in members:
            return typing.cast(ParamKind, kind), ()
    return "text", ()


def _length(argument: inspect.Parameter) -> int | None:
    """How many numbers a tuple has, where the annotation says so."""
    tuples = [typing.get_args(m) for m in _members(argument.annotation) if typing.get_origin(m) is tuple]
    return len(tuples[0]) if tuples and ... not in tuples[0] else None


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
