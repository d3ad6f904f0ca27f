"""Where in a module something happened that can't be imported."""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Iterator
from pathlib import Path, PurePath
from types import FrameType

import torch
from torch import fx, nn

LETTERS = 100
_FRAME = re.compile(r'File "([^"]+)", line (\d+), in [^\n]*\n([^\n]*)')
_NOT_THEIRS = (str(Path(torch.__file__).parent), str(Path(__file__).parent))


def place_of(error: BaseException) -> str:
    """The innermost line of a module's own ``forward`` that led to an error, in words; empty when there is none."""
    calls = list(_calls(error))
    if not calls:
        return ""
    kind, file, line, code = calls[-1]
    return f" in {kind}, at `{code[:LETTERS]}`, line {line} of {PurePath(file).name}," if code else ""


def line_of(node: fx.Node) -> str:
    """The innermost line of code that is none of torch's own from which an operation came, in words."""
    frames = _FRAME.findall(node.meta.get("stack_trace") or "")
    own = [(file, line, code) for file, line, code in frames if not file.startswith(_NOT_THEIRS)]
    if not own:
        return ""
    file, line, code = own[-1]
    return f", line {line} of {PurePath(file).name} (`{code.strip()[:LETTERS]}`)"


def _calls(error: BaseException) -> Iterator[tuple[str, str, int, str]]:
    """The methods of modules that an error came through, the outermost first: class, file, line and its code."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        owner = frame.f_locals.get(next(iter(frame.f_code.co_varnames), ""))
        if isinstance(owner, nn.Module) and not _is_torch(frame):
            file = frame.f_code.co_filename
            yield type(owner).__name__, file, line, linecache.getline(file, line).strip()


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
