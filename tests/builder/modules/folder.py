"""Walks ``builder/modules``: every file there has a test file of its own, which holds its EXAMPLE."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import builder.modules
from builder.kinds.layer import ComputedLayer
from tests.builder.modules.example import Example

FILES = sorted(found.name for found in pkgutil.iter_modules(builder.modules.__path__))


def file(name: str) -> ModuleType:
    """A file of the folder."""
    return importlib.import_module(f"builder.modules.{name}")


NODES = [name for name in FILES if file(name).LAYER is not None]


def layer(name: str) -> ComputedLayer:
    """What a file offers in the catalogue."""
    offered = file(name).LAYER
    assert isinstance(offered, ComputedLayer)
    return offered


def code(name: str) -> Callable[..., Any]:
    """The module or function that a file offers."""
    (offered,) = layer(name).own_code
    return offered


def example(name: str) -> Example:
    """What a file's tests give it."""
    found = importlib.import_module(f"tests.builder.modules.test_{name}").EXAMPLE
    assert isinstance(found, Example)
    return found
