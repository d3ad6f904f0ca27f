"""Reads Python, one thread at a time.

CPython 3.11 counts how deep a syntax tree is in a place that all threads share: two that parse at once can make
`ast.parse` raise ``SystemError: AST constructor recursion depth mismatch`` (python/cpython#106905). A web process
compiles drawings in several threads.
"""

from __future__ import annotations

import ast
import inspect
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_one_at_a_time = threading.RLock()


def parsed(text: str) -> ast.Module:
    """The statements of a text. Raises: what `ast.parse` does."""
    with _one_at_a_time:
        return ast.parse(text)


def parsed_expression(text: str) -> ast.expr:
    """The expression that a text is. Raises: what `ast.parse` does."""
    with _one_at_a_time:
        return ast.parse(text, mode="eval").body


@lru_cache(4096)
def code_of(target: Callable[..., Any]) -> str:
    """The code of a function or class as it stands in its file; of a class, Python parses the file for it."""
    with _one_at_a_time:
        return inspect.getsource(target).rstrip()
