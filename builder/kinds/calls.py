"""How torch's own functions are called in source: where they live, and what they take when nothing is said."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

import torch
from torch.nn import functional as F

_HOMES: Mapping[tuple[str, ...], ModuleType] = {
    ("F",): F,
    ("torch",): torch,
    ("torch", "fft"): torch.fft,
    ("torch", "linalg"): torch.linalg,
}


@cache
def home_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The words that name a function of torch in source: ``("F", "relu")``, ``("torch", "fft", "rfft")``."""
    for home, module in _HOMES.items():
        for name, value in vars(module).items():
            if value is function and not name.startswith("_"):
                return *home, name
    raise LookupError(f"{function} is no function of torch, torch.fft, torch.linalg or torch.nn.functional")


@cache
def defaults_of(function: Callable[..., Any]) -> Mapping[str, Any]:
    """What a function of torch takes for arguments that are left out."""
    try:
        arguments = inspect.signature(function).parameters.values()
    except ValueError:  # written in C: the operator set knows
        return _schema_defaults(function.__name__)
    return {each.name: each.default for each in arguments if each.default is not each.empty}


def _schema_defaults(name: str) -> Mapping[str, Any]:
    packet = getattr(torch.ops.aten, name)
    schema = getattr(packet, packet.overloads()[0])._schema
    return {each.name: each.default_value for each in schema.arguments if each.has_default_value()}
