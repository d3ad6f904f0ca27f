"""Lays pieces out as a document: names, wires, weights, and a place for every node."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping

from torch import Tensor, nn

from builder.document import Block, Document, Node, Value, free_id
from builder.importers.layout import places
from builder.importers.piece import Piece, PieceWire

_TAKEN = {"training", "self", "net", "batch", "torch", "nn", "F", "Tensor", "Network"}


def node_name(wish: str, taken: Mapping[str, object]) -> str:
    """A name for a node that is none of Python's or of torch's, near what was wished for."""
    words = re.sub(r"\W+", "_", wish, flags=re.ASCII).strip("_").lower() or "node"
    words = f"n{words}" if words[0].isdigit() else words
    while keyword.iskeyword(words) or keyword.issoftkeyword(words) or hasattr(nn.Module, words) or words in _TAKEN:
        words += "_node"
    return free_id(words, taken)


def draw_flat(
    pieces: Mapping[str, Piece], answers: Iterable[tuple[str, PieceWire]]
) -> tuple[Document, dict[str, str], dict[str, Tensor]]:
    """All pieces in one drawing: the document, the names of the nodes by piece, the weights."""
    names: dict[str, str] = {}
    for piece in pieces.values():
        names[piece.key] = node_name(piece.wish, {name: None for name in names.values()})
    nodes: dict[str, Node] = {}
    edges: dict[str, str] = {}
    weights: dict[str, Tensor] = {}
    for piece in pieces.values():
        params: dict[str, Value] = {"of": names[piece.of]} if piece.of else piece.params
        nodes[names[piece.key]] = Node(type=piece.type, params=params)
        edges |= {f"{names[piece.key]}.{port}": f"{names[key]}.{out}" for port, (key, out) in piece.inputs.items()}
        weights |= {f"{names[piece.key]}.{name}": tensor for name, tensor in piece.weights.items()}
    for wish, (key, out) in answers:
        name = node_name(wish, nodes)
        nodes[name] = Node(type="Output")
        edges[f"{name}.input"] = f"{names[key]}.{out}"
    placed = places(nodes, edges)
    block = Block(
        nodes={id: node.model_copy(update={"position": placed[id]}) for id, node in nodes.items()}, edges=edges
    )
    return Document(blocks={"main": block}), names, weights
