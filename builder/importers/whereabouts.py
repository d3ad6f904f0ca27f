"""Where in a module something happened that can't be imported."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Iterator
from types import FrameType

from torch import nn

LETTERS = 100


def place_of(error: BaseException) -> str:
    """The innermost line of a module's own ``forward`` that led to an error, in words; empty when there is none."""
    calls = list(_calls(error))
    if not calls:
        return ""
    kind, code = calls[-1]
    return f" in {kind}, at `{code[:LETTERS]}`" if code else ""


def _calls(error: BaseException) -> Iterator[tuple[str, str]]:
    """The methods of modules that an error came through, the outermost first: class and line of code."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        owner = frame.f_locals.get(next(iter(frame.f_code.co_varnames), ""))
        if isinstance(owner, nn.Module) and not _is_torch(frame):
            yield type(owner).__name__, linecache.getline(frame.f_code.co_filename, line).strip()


def caller() -> str:
    """The innermost line of somebody's own code that is being run, in words; empty when there is none."""
    for frame, line in traceback.walk_stack(None):
        if not _is_torch(frame) and not str(frame.f_globals.get("__name__", "")).startswith("contextlib"):
            code = linecache.getline(frame.f_code.co_filename, line).strip()
            return f", at `{code[:LETTERS]}` (line {line} of {frame.f_code.co_filename.rpartition('/')[2]})"
    return ""


def _is_torch(frame: FrameType) -> bool:
    home = str(frame.f_globals.get("__name__", ""))
    return home.startswith(("torch.", "builder.importers."))
