"""What an imported network is made of, before it is laid out as blocks and nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor

from builder.drawing.document import Lock, Value

PieceWire = tuple[str, str]
"""A piece and its output port."""


@dataclass(frozen=True)
class Scope:
    """One call of a module: ``key`` is its own for every call, ``path`` the module's place, ``kind`` its class."""

    key: str
    path: str
    kind: str


@dataclass
class Piece:
    """One node to be. ``key`` names it among all pieces, ``wish`` is the name that it would like.

    ``scopes`` are the calls of modules that it stands in, the outermost first. ``of`` is the piece whose
    weights it shares. ``frozen`` is what of it does not learn. ``body`` is what is done at each step, of a loop.
    """

    key: str
    type: str
    wish: str
    params: dict[str, Value] = field(default_factory=dict)
    inputs: dict[str, PieceWire] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()
    weights: Mapping[str, Tensor] = field(default_factory=dict)
    of: str | None = None
    frozen: Lock = ""
    body: Body | None = None


@dataclass(frozen=True)
class Body:
    """One step of a loop: its pieces, which read what it ``takes`` as ports of a piece without a name.

    ``gives`` are the ports that come out, ``wires`` what is on them.
    """

    pieces: Mapping[str, Piece]
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    wires: tuple[PieceWire, ...]


def common(one: tuple[Scope, ...], other: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """The calls of modules that two pieces both stand in."""
    shared = []
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared.append(left)
    return tuple(shared)
