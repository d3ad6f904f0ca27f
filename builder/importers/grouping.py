"""Finds what repeats: calls of modules that are built alike, which become one block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from builder.importers.piece import Piece, PieceWire, Scope

Signature = tuple[object, ...]


@dataclass
class Group:
    """One call of a module: its pieces, and the calls inside it."""

    scope: Scope | None
    members: list[Piece | Group] = field(default_factory=list)
    calls: dict[Scope, Group] = field(default_factory=dict)
    signature: Signature = ()
    inputs: tuple[PieceWire, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """Everything in it, in computing order."""
        for member in self.members:
            if isinstance(member, Group):
                yield from member.pieces()
            else:
                yield member

    def groups(self) -> Iterator[Group]:
        """The calls inside it, at any depth."""
        for call in self.calls.values():
            yield call
            yield from call.groups()


class Grouping:
    """The calls of an imported network, which of them are blocks, and what comes out of those.

    Args:
        answers: the wires that the network answers with.
    """

    def __init__(self, pieces: Mapping[str, Piece], answers: set[PieceWire]) -> None:
        self.root = _tree(pieces)
        self._readers = _readers(pieces)
        self._answers = answers
        self._sharers = {piece.of: piece.key for piece in pieces.values() if piece.of}
        for group in self.root.groups():
            group.signature, group.inputs = _signature(group)
        self._counts = Counter(group.signature for group in self.root.groups() if self._stands_alone(group))
        self.outputs = self._outputs()

    def is_block(self, group: Group, around: int) -> bool:
        """Whether a call is drawn as a block; ``around`` is how many pieces the block around it has."""
        many = sum(1 for _ in group.pieces())
        return 1 < many < around and self._counts[group.signature] > 1 and self._stands_alone(group)

    def units(self, group: Group, around: int) -> list[Piece | Group]:
        """What is drawn inside a group: pieces, and the calls that are blocks."""
        found: list[Piece | Group] = []
        for member in group.members:
            if isinstance(member, Piece) or self.is_block(member, around):
                found.append(member)
            else:
                found += self.units(member, around)
        return found

    def wires_out(self, group: Group) -> list[PieceWire]:
        """The wires that come out of a block, in the order of its ports."""
        keys = [piece.key for piece in group.pieces()]
        return [(keys[place], port) for place, port in self.outputs[group.signature]]

    def read_by(self, wire: PieceWire) -> set[str]:
        """The pieces that read a wire; the network's answers count as one, without a name."""
        return self._readers.get(wire, set()) | ({""} if wire in self._answers else set())

    def _stands_alone(self, group: Group) -> bool:
        """Whether weights are shared only inside the group."""
        keys = {piece.key for piece in group.pieces()}
        borrowed = (piece.of for piece in group.pieces() if piece.of)
        lent = (self._sharers[key] for key in keys if key in self._sharers)
        return all(key in keys for key in (*borrowed, *lent))

    def _outputs(self) -> dict[Signature, list[tuple[int, str]]]:
        """What any call of a kind gives to others: the place of the piece, and its port."""
        found: dict[Signature, set[tuple[int, str]]] = {}
        for group in self.root.groups():
            places = {piece.key: place for place, piece in enumerate(group.pieces())}
            given = found.setdefault(group.signature, set())
            for wire in (*self._readers, *self._answers):
                if wire[0] in places and not self.read_by(wire) <= places.keys():
                    given.add((places[wire[0]], wire[1]))
        return {signature: sorted(given) for signature, given in found.items()}


def _tree(pieces: Mapping[str, Piece]) -> Group:
    root = Group(None)
    for piece in pieces.values():
        group = root
        for scope in piece.scopes[1:]:  # the first is the whole module
            if scope not in group.calls:
                group.calls[scope] = Group(scope)
                group.members.append(group.calls[scope])
            group = group.calls[scope]
        group.members.append(piece)
    return root


def _readers(pieces: Mapping[str, Piece]) -> dict[PieceWire, set[str]]:
    readers: dict[PieceWire, set[str]] = {}
    for piece in pieces.values():
        for wire in piece.inputs.values():
            readers.setdefault(wire, set()).add(piece.key)
    return readers


def _signature(group: Group) -> tuple[Signature, tuple[PieceWire, ...]]:
    """How a call is built, whatever its name and place, and the wires that come into it."""
    assert group.scope is not None
    start = len(group.scope.path) + 1
    places: dict[str, int] = {piece.key: place for place, piece in enumerate(group.pieces())}
    inputs: dict[PieceWire, int] = {}
    parts: list[object] = [group.scope.kind]
    for piece in group.pieces():
        inside = tuple(scope.path[start:] for scope in piece.scopes if len(scope.path) >= start)
        wires = []
        for port, wire in piece.inputs.items():
            if wire[0] in places:
                wires.append((port, "inside", places[wire[0]], wire[1]))
            else:
                wires.append((port, "outside", inputs.setdefault(wire, len(inputs)), ""))
        of = places.get(piece.of or "")
        parts.append((piece.type, inside, tuple(sorted(piece.params.items())), tuple(wires), of, piece.frozen))
    return tuple(parts), tuple(inputs)
