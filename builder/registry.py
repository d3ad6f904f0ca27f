"""Every node type there is, found by walking ``builder/layers``, ``builder/modules`` and ``builder/datasets``.

A file there holds one ``LAYER``, or several kindred ones as ``LAYERS``, or a ``DATASET``; nothing lists them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType

import builder.datasets
import builder.layers
import builder.modules
from builder.layer import Layer
from builder.spec import NodeType


def walk(package: ModuleType, name: str) -> Iterator[object]:
    """The object called ``name`` of every file in a package, or all in ``name`` + S, in the order of the files' names.

    Raises:
        TypeError: a file holds neither.
    """
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        if hasattr(module, f"{name}S"):
            yield from getattr(module, f"{name}S")
        elif hasattr(module, name):
            yield getattr(module, name)
        else:
            raise TypeError(f"{module.__name__} must hold one {name} or several {name}S; see docs/add-a-layer.md")


def _collect() -> Mapping[str, Layer]:
    layers: dict[str, Layer] = {}
    modules = (layer for layer in walk(builder.modules, "LAYER") if layer is not None)  # None: no node by itself
    for layer in (*walk(builder.datasets, "DATASET"), *walk(builder.layers, "LAYER"), *modules):
        if not isinstance(layer, Layer):
            raise TypeError(f"{layer!r} is not a Layer")
        if layer.spec.type in layers:
            raise TypeError(f"the node type is offered twice: {layer.spec.type}")
        layers[layer.spec.type] = layer
    return MappingProxyType(layers)


CATALOG: Mapping[str, Layer] = _collect()


def catalog() -> list[NodeType]:
    """The facts of every node type, for the palette."""
    return [layer.spec for layer in CATALOG.values()]
