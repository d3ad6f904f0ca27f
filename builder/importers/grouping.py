"""Finds what is drawn as a block: calls of modules that are built alike, or that are a part of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from builder.importers.piece import Piece, PieceWire, Scope

Signature = tuple[object, ...]
BEGINNING = ("start", "level", "spread", "values")

CONTAINERS = ("Sequential", "ModuleList", "ModuleDict")
"""Classes of torch that only hold others: what is in them once is drawn where they stand."""
LEAST = 3
"""How many nodes a part must have that is used once, and how many must stand beside it."""
CROWDED = 24
"""With more nodes than this in one drawing, containers become blocks too."""


@dataclass
class Group:
    """One call of a module: its pieces, and the calls inside it.

    ``of`` is an earlier call of the same module, whose weights this one uses.
    """

    scope: Scope | None
    members: list[Piece | Group] = field(default_factory=list)
    calls: dict[Scope, Group] = field(default_factory=dict)
    signature: Signature = ()
    inputs: tuple[PieceWire, ...] = ()
    of: Group | None = None

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
        self._pieces = pieces
        self.root = _tree(pieces)
        self._readers = _readers(pieces)
        self._answers = answers
        self._groups = list(self.root.groups())
        for group in self._groups:
            group.signature, group.inputs = _signature(group, pieces)
        self._sharers = _sharers(pieces)
        self._find_lenders()
        self._lenders = {id(group.of) for group in self._groups if group.of}
        self._alone = {id(group): self._stands_alone(group) for group in self._groups}
        self._counts = Counter(group.signature for group in self._groups if self._alone[id(group)])
        self.outputs = self._outputs()
        self._apart: set[int] = set()
        self._homes: dict[int, Group] = {}
        while not self._decide():
            pass

    def is_block(self, group: Group) -> bool:
        """Whether a call is drawn as a node of its own: a block, or another use of one."""
        return id(group) in self._homes

    def is_lent(self, group: Group) -> bool:
        """Whether later calls use the weights of this one."""
        return id(group) in self._lenders

    def units(self, group: Group) -> list[Piece | Group]:
        """What is drawn inside a group: pieces, and the calls that are blocks."""
        found: list[Piece | Group] = []
        for member in group.members:
            if isinstance(member, Piece) or self.is_block(member):
                found.append(member)
            else:
                found += self.units(member)
        return found

    def wires_out(self, group: Group) -> list[PieceWire]:
        """The wires that come out of a block, in the order of its ports."""
        keys = [piece.key for piece in group.pieces()]
        return [(keys[place], port) for place, port in self.outputs[group.signature]]

    def read_by(self, wire: PieceWire) -> set[str]:
        """The pieces that read a wire; the network's answers count as one, without a name."""
        return self._readers.get(wire, set()) | ({""} if wire in self._answers else set())

    # Which calls are blocks

    def _decide(self) -> bool:
        """Decide for all calls; False where one shares weights with a block that turned out to stand elsewhere."""
        self._homes = {}
        return self._decide_in(self.root, self.root, with_containers=False)

    def _decide_in(self, sheet: Group, group: Group, *, with_containers: bool) -> bool:
        """Decide for the calls that may stand in one drawing, and in those that do."""
        for call in group.calls.values():
            if call.of is not None and self._may_be_block(sheet, call, with_containers=True):
                if self._homes.get(id(call.of)) is not sheet:
                    self._apart |= {id(call), id(call.of)}
                    return False
                self._homes[id(call)] = sheet
            elif self._may_be_block(sheet, call, with_containers=with_containers):
                self._homes[id(call)] = sheet
                if not self._decide_in(call, call, with_containers=False):
                    return False
            elif not self._decide_in(sheet, call, with_containers=with_containers):
                return False
        if sheet is group and not with_containers and len(self.units(sheet)) > CROWDED:
            return self._decide_in(sheet, sheet, with_containers=True)
        return True

    def _may_be_block(self, sheet: Group, call: Group, *, with_containers: bool) -> bool:
        many, around = _size(call), sum(1 for piece in sheet.pieces() if piece.inputs)
        if id(call) in self._apart or not self._alone[id(call)] or not 1 < many < around or not call.inputs:
            return False
        if self._counts[call.signature] > 1:
            return True
        assert call.scope is not None
        is_part = with_containers or call.scope.kind not in CONTAINERS
        return is_part and many >= LEAST and around - many >= LEAST

    def _find_lenders(self) -> None:
        """Note of each call whether it is an earlier one once more, with all of its weights."""
        first: dict[tuple[str, Signature], Group] = {}
        for group in self._groups:
            assert group.scope is not None
            lender = first.setdefault((group.scope.path, group.signature), group)
            if lender is not group and self._shares_all(group, lender):
                group.of = lender

    def _shares_all(self, group: Group, lender: Group) -> bool:
        shared = [(mine, theirs) for mine, theirs in zip(group.pieces(), lender.pieces(), strict=True) if mine.of]
        weighted = [piece for piece in group.pieces() if piece.weights]
        return bool(shared) and not weighted and all(mine.of == theirs.key for mine, theirs in shared)

    def _stands_alone(self, group: Group) -> bool:
        """Whether weights are shared only inside the group, or with other calls of the whole."""
        keys = {piece.key for piece in group.pieces()}
        again = {piece.key for call in self._groups if call.of is group for piece in call.pieces()}
        borrowed = set() if group.of else {piece.of for piece in group.pieces() if piece.of}
        lent = {sharer for key in keys for sharer in self._sharers.get(key, ())}
        return borrowed <= keys and lent <= keys | again

    def _outputs(self) -> dict[Signature, list[tuple[int, str]]]:
        """What any call of a kind gives to others: the place of the piece, and its port."""
        found: dict[Signature, set[tuple[int, str]]] = {}
        for group in self._groups:
            places = {piece.key: place for place, piece in enumerate(group.pieces())}
            given = found.setdefault(group.signature, set())
            for wire in (*self._readers, *self._answers):
                if wire[0] in places and not self.read_by(wire) <= places.keys():
                    given.add((places[wire[0]], wire[1]))
        return {signature: sorted(given) for signature, given in found.items()}


def _size(group: Group) -> int:
    return sum(1 for _ in group.pieces())


def _sharers(pieces: Mapping[str, Piece]) -> dict[str, list[str]]:
    """Who uses the weights of each piece."""
    found: dict[str, list[str]] = {}
    for piece in pieces.values():
        if piece.of:
            found.setdefault(piece.of, []).append(piece.key)
    return found


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


def _signature(group: Group, pieces: Mapping[str, Piece]) -> tuple[Signature, tuple[PieceWire, ...]]:
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
        meant = pieces[piece.of] if piece.type == "Share" and piece.of and of is None else piece
        parts.append((meant.type, inside, _settings(meant), tuple(wires), of, meant.frozen))
    return tuple(parts), tuple(inputs)


def _settings(piece: Piece) -> tuple[object, ...]:
    """What decides how a node computes; not what learned tensors begin with, which differs by chance."""
    learns = piece.type == "Parameter" and piece.params.get("learns", True)
    return tuple(sorted((k, v) for k, v in piece.params.items() if not (learns and k in BEGINNING)))
