"""Finds the sequence that a mask is made for, so that it can be made for sequences of any length."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, fx, nn

from builder.importers.piece import Piece, PieceWire, Scope
from builder.importers.sizes import is_symbolic


def axis_of_steps(module: nn.Module) -> int:
    """The axis of the steps in what a module with attention reads."""
    attention = next(part for part in module.modules() if isinstance(part, nn.MultiheadAttention))
    return 1 if attention.batch_first else 0


def masked_by(port: str) -> str:
    """The port of the sequence whose steps a mask is for."""
    return {"attn_mask": "query", "tgt_mask": "tgt"}.get(port, "src")


def sequence_for(
    read: fx.Node,
    steps: int,
    scopes: tuple[Scope, ...],
    wires: Mapping[fx.Node, PieceWire],
    pieces: Mapping[str, Piece],
) -> PieceWire | None:
    """The wire of a sequence, or of what it is made of with as many steps, that is there in these calls of modules."""
    length, ahead, seen = read.meta["val"].shape[steps], [read], {read}
    while ahead:
        node = ahead.pop(0)
        wire, value = wires.get(node), node.meta.get("val")
        if wire and isinstance(value, Tensor) and value.dim() in (2, 3) and value.shape[steps] == length:
            around = pieces[wire[0]].scopes
            if is_symbolic(value.shape[1 - steps]) and around == scopes[: len(around)]:
                return wire
        before = [each for each in node.all_input_nodes if each not in seen]
        seen |= set(before)
        ahead += before
    return None
