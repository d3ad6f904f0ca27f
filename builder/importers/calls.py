"""Sees which modules are called with more than what they need: a mask, a first state, a switch."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn

_HARMLESS = {"need_weights"}
"""Arguments that only say which answers are given."""


@contextmanager
def calls_with_more(module: nn.Module) -> Iterator[set[nn.Module]]:
    """Collects, while the module runs, the modules inside it that a call gives more than what they need."""
    found: set[nn.Module] = set()

    def look(part: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if _gives_more(part, args, kwargs):
            found.add(part)

    hooks = [
        part.register_forward_pre_hook(look, with_kwargs=True)
        for part in module.modules()
        if (type(part).forward.__module__ or "").startswith("torch.nn.")
    ]
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()


def _gives_more(part: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    forward = inspect.signature(part.forward)
    given = forward.bind(*args, **kwargs).arguments
    defaults = {each.name: each.default for each in forward.parameters.values() if each.default is not each.empty}
    more = {name: value for name, value in given.items() if name in defaults and name not in _HARMLESS}
    return any(isinstance(value, Tensor) or value != defaults[name] for name, value in more.items())
