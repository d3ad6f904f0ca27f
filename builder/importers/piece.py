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
    weights it shares. ``frozen`` is what of it does not learn.
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
