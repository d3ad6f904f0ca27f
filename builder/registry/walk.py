"""Finds what a folder offers: one thing, one file, and no list that is kept by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

Thing = TypeVar("Thing")


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


def every(package: str, name: str, *kinds: type[Thing]) -> Iterator[Thing]:
    """What `walk` finds, all of it of these kinds.

    Raises:
        TypeError: a file holds something else, or none.
    """
    for thing in walk(package, name):
        if not isinstance(thing, kinds):
            raise TypeError(f"{thing!r} in {package} is not a {' or a '.join(kind.__name__ for kind in kinds)}")
        yield thing


def keyed(things: Iterable[Thing], key: Callable[[Thing], str]) -> Mapping[str, Thing]:
    """Things by their keys, in the order in which they come.

    Raises:
        TypeError: two have the same key.
    """
    by_key: dict[str, Thing] = {}
    for thing in things:
        if key(thing) in by_key:
            raise TypeError(f"two things have the key {key(thing)!r}: {by_key[key(thing)]!r} and {thing!r}")
        by_key[key(thing)] = thing
    return MappingProxyType(by_key)
