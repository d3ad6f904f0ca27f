"""Finds what a folder offers: one thing, one file, and no list that is kept by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator


def walk(package: str, name: str) -> Iterator[object]:
    """The object called ``name`` of every file in a package, or all in ``name`` + S, in the order of the files' names.

    Packages in it hold what the files share, and are passed over.

    Raises:
        TypeError: a file holds neither.
    """
    folder = importlib.import_module(package)
    for found in sorted(pkgutil.iter_modules(folder.__path__), key=lambda module: module.name):
        if found.ispkg:
            continue
        module = importlib.import_module(f"{package}.{found.name}")
        if hasattr(module, f"{name}S"):
            yield from getattr(module, f"{name}S")
        elif hasattr(module, name):
            yield getattr(module, name)
        else:
            raise TypeError(f"{module.__name__} must hold one {name} or several {name}S; see docs/add-a-layer.md")
