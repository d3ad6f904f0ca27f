"""Finds the code of ours that a drawing's source must hold so that it runs without Layerloom."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from symtable import SymbolTable, symtable
from typing import Any

from builder.drawing.parsing import code_of


def with_helpers(targets: Iterable[Callable[..., Any]]) -> list[Callable[..., Any]]:
    """Our functions and classes and what of ours they use, each once, in the order in which Python needs them."""
    return list(dict.fromkeys(part for target in targets for part in _parts(target)))


def source_of(target: Callable[..., Any]) -> str:
    """The code of a function or class of ours as it stands in its file."""
    return code_of(target)


def is_ours(thing: object) -> bool:
    """Whether a function or class stands in one of our files."""
    return (inspect.isfunction(thing) or inspect.isclass(thing)) and thing.__module__.startswith("builder.")


def in_our_words(error: Exception) -> bool:
    """Whether code of ours refused what it got: then the message is meant for whoever draws."""
    *_, (innermost, _) = traceback.walk_tb(error.__traceback__)
    return isinstance(error, ValueError) and innermost.f_globals["__name__"].startswith(_REFUSING)


_REFUSING = ("builder.modules.", "builder.samplers.", "builder.kinds.many_ports")


def _parts(target: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    known = vars(sys.modules[target.__module__])
    for name in sorted(set(_names_from_outside(symtable(source_of(target), "own", "exec")))):
        helper = known.get(name)
        if helper is not None and is_ours(helper) and helper is not target:
            yield from _parts(helper)
    yield target


def _names_from_outside(scope: SymbolTable) -> Iterator[str]:
    """The names that some code takes from its file, not from its own arguments and variables."""
    for symbol in scope.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or scope.get_type() == "module"):
            yield symbol.get_name()
    for inner in scope.get_children():
        yield from _names_from_outside(inner)
