"""The plain document of a drawing that is edited by many: dangling wires dropped, whole numbers whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import builder
from builder.drawing.document import Document, read_document, split_port
from webapp.storable import storable

_WHOLE = ("int", "size")


def projection(tree: Mapping[str, Any]) -> Document:
    """The document that a Yjs tree holds.

    Two people may delete a node and connect it at the same time: such a wire is dropped. JavaScript
    has one kind of number, so 64 may arrive as 64.0: where the catalogue says int it becomes one, and so
    do a block's own parameters, whose kind nobody says.

    Raises:
        InvalidDocument: the tree is not a document.
    """
    tree = storable(tree)
    blocks = tree.get("blocks")
    if not isinstance(blocks, Mapping):
        return read_document(tree)
    version = tree.get("version")
    whole = {
        **tree,
        "version": int(version) if isinstance(version, float) else version,
        "blocks": {name: _block(block) for name, block in blocks.items()},
    }
    return read_document(whole)


def _block(block: Any) -> Any:
    nodes, edges = _mapping(block, "nodes"), _mapping(block, "edges")
    if nodes is None or edges is None:
        return block  # read_document says what is wrong
    params = _mapping(block, "params")
    return {
        **block,
        "params": block.get("params", {}) if params is None else _all_whole(params),
        "nodes": {name: _node(node) for name, node in nodes.items()},
        "edges": {
            target: source
            for target, source in edges.items()
            if split_port(target)[0] in nodes and split_port(str(source))[0] in nodes
        },
    }


def _node(node: Any) -> Any:
    params = _mapping(node, "params")
    if params is None:
        return node
    if isinstance(params.get("block"), str):
        return {**node, "params": _all_whole(params)}
    whole = _whole_params().get(node.get("type"), frozenset())
    return {**node, "params": {k: _whole(v) if k in whole else v for k, v in params.items()}}


def _all_whole(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _whole(value) for name, value in params.items()}


def _whole(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _mapping(parent: Any, key: str) -> Mapping[str, Any] | None:
    child = parent.get(key) if isinstance(parent, Mapping) else None
    return child if isinstance(child, Mapping) else None


@cache
def _whole_params() -> dict[str, frozenset[str]]:
    return {
        each.type: frozenset(param.name for param in each.params if param.kind in _WHOLE) for each in builder.catalog()
    }
