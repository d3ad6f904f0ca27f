"""Sees where a module takes values out of tensors while it runs: to decide by them, or to count with them."""

from __future__ import annotations

import linecache
import sys
from pathlib import PurePath
from typing import Any

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

_TAKES = {
    getattr(Tensor, name)
    for name in ("item", "tolist", "numpy", "__bool__", "__int__", "__float__", "__index__", "__array__")
}
LETTERS = 100


class ValuesTaken(TorchFunctionMode):
    """While it is entered, ``places`` collects the lines of modules that take values out of tensors, in words."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func in _TAKES and (place := _place()) and place not in self.places:
            self.places.append(place)
        return func(*args, **(kwargs or {}))


def _place() -> str:
    """The innermost line of a module's own code, of torch's modules too, that runs now."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        owner = frame.f_locals.get(next(iter(frame.f_code.co_varnames), ""))
        if isinstance(owner, nn.Module):
            file, line = frame.f_code.co_filename, frame.f_lineno
            code = linecache.getline(file, line).strip()[:LETTERS]
            return f"in {type(owner).__name__}, at `{code}`, line {line} of {PurePath(file).name}"
        frame = frame.f_back
    return ""
