"""Every node type there is, found by walking ``builder/layers``, ``modules``, ``samplers`` and ``datasets``.

A file there holds one ``LAYER``, or several kindred ones as ``LAYERS``, a ``SAMPLER``, or a ``DATASET``; nothing lists
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.kinds.layer import Layer
from builder.kinds.spec import NodeType
from builder.registry.walk import walk


def _collect() -> Mapping[str, Layer]:
    layers: dict[str, Layer] = {}
    modules = (layer for layer in walk("builder.modules", "LAYER") if layer is not None)  # None: no node by itself
    samplers = walk("builder.samplers", "SAMPLER")
    for layer in (*walk("builder.datasets", "DATASET"), *walk("builder.layers", "LAYER"), *modules, *samplers):
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
