"""Lays pieces out as a document: blocks for what repeats, names, wires, weights, and a place for every node."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from torch import Tensor, nn

from builder.drawing.document import Block, Document, Node, Value, free_id, read_document
from builder.importers.grouping import Group, Grouping, Signature
from builder.importers.layout import ACROSS, DOWN, places
from builder.importers.piece import Body, Piece, PieceWire
from builder.importers.reading import ROOT

_TAKEN = {"training", "self", "net", "batch", "torch", "nn", "F", "Tensor", "Network"}


@dataclass(frozen=True)
class Drawing:
    """The document, where each wire of a piece is in the main drawing, and the weights."""

    document: Document
    wires: Mapping[PieceWire, str]
    weights: dict[str, Tensor]


@dataclass
class Sheet:
    """One block while it is drawn.

    ``paths`` says where in the compiled module each piece is, ``blocks`` which node each call is.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, str] = field(default_factory=dict)
    wires: dict[PieceWire, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    blocks: dict[int, str] = field(default_factory=dict)

    def add(self, wish: str, type: str, params: dict[str, Value] | None = None) -> str:
        """Put a node on the sheet; gives its name."""
        name = node_name(wish, self.nodes)
        self.nodes[name] = Node(type=type, params=params or {})
        return name


@dataclass(frozen=True)
class Definition:
    """A block as it was drawn for the first call: its ports, and where each of its pieces is in it."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    paths: tuple[str, ...]


def draw(pieces: Mapping[str, Piece], shapes: Mapping[PieceWire, str], answers: Mapping[str, PieceWire]) -> Drawing:
    """All pieces as a document; ``answers`` are what the network answers, by name.

    Raises:
        InvalidDocument: there are more nodes than a document holds.
    """
    return _Drawer(pieces, shapes, answers).draw()


class _Drawer:
    def __init__(
        self,
        pieces: Mapping[str, Piece],
        shapes: Mapping[PieceWire, str],
        answers: Mapping[str, PieceWire],
        blocks: dict[str, Block] | None = None,
    ) -> None:
        self._pieces, self._shapes, self._answers = pieces, shapes, answers
        self._ports: dict[str, set[str]] = {key: set() for key in ("", *pieces)}
        for key, port in (*answers.values(), *(wire for piece in pieces.values() for wire in piece.inputs.values())):
            self._ports[key].add(port)
        self._grouping = Grouping(pieces, set(answers.values()))
        self._blocks: dict[str, Block] = {"main": Block()} if blocks is None else blocks
        self._definitions: dict[Signature, Definition] = {}

    def draw(self) -> Drawing:
        sheet = Sheet()
        self._fill(sheet, self._grouping.root, ROOT)
        for wish, wire in self._answers.items():
            sheet.edges[f"{sheet.add(wish, 'Output')}.input"] = sheet.wires[wire]
        self._blocks["main"] = Block(nodes=_placed(sheet), edges=sheet.edges)
        return Drawing(read_document({"blocks": self._blocks}), sheet.wires, self._weights(sheet))

    def _fill(self, sheet: Sheet, group: Group, path: str) -> None:
        runs = self._runs(self._grouping.units(group))
        inputs: list[tuple[str, PieceWire]] = []
        for run in runs:
            first = run[0]
            if isinstance(first, Piece):
                inputs += self._add_piece(sheet, first, path)
            elif first.of is not None:
                inputs += self._add_use(sheet, first, path)
            else:
                inputs += self._add_block(sheet, [call for call in run if isinstance(call, Group)], path)
        for target, wire in inputs:
            sheet.edges[target] = sheet.wires[wire]

    def _add_piece(self, sheet: Sheet, piece: Piece, path: str) -> list[tuple[str, PieceWire]]:
        params = {"of": sheet.paths[piece.of], **piece.params} if piece.of else piece.params
        if piece.body is not None:
            params = {**params, "block": self._define_step(piece, piece.body)}
        wish = piece.wish.removeprefix(path.removeprefix(ROOT).removeprefix(".")).strip(".")
        name = sheet.add(wish or piece.type, piece.type, dict(params))
        sheet.nodes[name] = sheet.nodes[name].model_copy(update={"frozen": piece.frozen})
        sheet.paths[piece.key] = name
        sheet.wires |= {(piece.key, port): f"{name}.{port}" for port in self._ports[piece.key]}
        return [(f"{name}.{port}", wire) for port, wire in piece.inputs.items()]

    def _define_step(self, piece: Piece, body: Body) -> str:
        """The block of a loop's step, and what it has learned, as a part of the loop."""
        name = free_id("Step", self._blocks)
        self._blocks[name] = Block()
        within = len(piece.scopes) - 1
        pieces = {key: replace(each, scopes=each.scopes[within:]) for key, each in body.pieces.items()}
        answers = dict(zip(body.gives, body.wires, strict=True))
        drawer = _Drawer(pieces, self._shapes, answers, self._blocks)
        self._blocks[name], learned = drawer.draw_step(body, piece.scopes[-1].path if piece.scopes else ROOT)
        piece.weights = {f"cell.{path}": tensor for path, tensor in learned.items()}
        return name

    def draw_step(self, body: Body, path: str) -> tuple[Block, dict[str, Tensor]]:
        """All pieces as a block that takes a step and states, and the weights in it."""
        sheet = Sheet()
        inputs = [sheet.add(port, "Input") for port in body.takes]
        sheet.wires |= {("", port): f"{id}.output" for port, id in zip(body.takes, inputs, strict=True)}
        self._fill(sheet, self._grouping.root, path)
        outputs = [sheet.add(port, "Output") for port in body.gives]
        sheet.edges |= {f"{id}.input": sheet.wires[wire] for id, wire in zip(outputs, body.wires, strict=True)}
        return Block(nodes=_with_ports(_placed(sheet), inputs, outputs), edges=sheet.edges), self._weights(sheet)

    def _weights(self, sheet: Sheet) -> dict[str, Tensor]:
        return {
            f"{sheet.paths[piece.key]}.{name}": tensor
            for piece in self._pieces.values()
            for name, tensor in piece.weights.items()
        }

    def _add_block(self, sheet: Sheet, calls: list[Group], path: str) -> list[tuple[str, PieceWire]]:
        first, last = calls[0], calls[-1]
        assert first.scope is not None
        block = self._define(first)
        params: dict[str, Value] = {"block": block.name}
        if len(calls) > 1:
            params["times"] = len(calls)
        wish = first.scope.path.removeprefix(path).strip(".")
        name = sheet.add(wish, "Repeat" if len(calls) > 1 else "Block", params)
        sheet.blocks[id(first)] = name
        copies = f"{name}." if len(block.inputs) == 1 else f"{name}.blocks."
        for place, call in enumerate(calls):
            inside = f"{copies}{place}" if len(calls) > 1 else name
            sheet.paths |= {p.key: f"{inside}.{at}" for p, at in zip(call.pieces(), block.paths, strict=True)}
        wires = self._grouping.wires_out(last)
        sheet.wires |= {wire: f"{name}.{port}" for wire, port in zip(wires, block.outputs, strict=True)}
        return [(f"{name}.{port}", wire) for port, wire in zip(block.inputs, first.inputs, strict=True)]

    def _add_use(self, sheet: Sheet, call: Group, path: str) -> list[tuple[str, PieceWire]]:
        """A module that is called once more: the block of its first call, with the same weights."""
        assert call.scope is not None
        assert call.of is not None
        block = self._define(call.of)
        name = sheet.add(call.scope.path.removeprefix(path).strip("."), "Share", {"of": sheet.blocks[id(call.of)]})
        pairs = zip(call.pieces(), call.of.pieces(), strict=True)
        sheet.paths |= {mine.key: sheet.paths[theirs.key] for mine, theirs in pairs}  # there are its weights
        wires = self._grouping.wires_out(call)
        sheet.wires |= {wire: f"{name}.{port}" for wire, port in zip(wires, block.outputs, strict=True)}
        return [(f"{name}.{port}", wire) for port, wire in zip(block.inputs, call.inputs, strict=True)]

    def _define(self, group: Group) -> Definition:
        """The block of a call; drawn once for all calls that are built alike."""
        if group.signature in self._definitions:
            return self._definitions[group.signature]
        assert group.scope is not None
        name = free_id(group.scope.kind, self._blocks)
        self._blocks[name] = Block()
        sheet = Sheet()
        inputs = [sheet.add("input", "Input") for _ in group.inputs]
        sheet.wires |= {wire: f"{port}.output" for wire, port in zip(group.inputs, inputs, strict=True)}
        keys = [piece.key for piece in group.pieces()]
        self._fill(sheet, group, group.scope.path)
        outputs = []
        for wire in self._grouping.wires_out(group):
            outputs.append(sheet.add("output", "Output"))
            sheet.edges[f"{outputs[-1]}.input"] = sheet.wires[wire]
        self._blocks[name] = Block(nodes=_with_ports(_placed(sheet), inputs, outputs), edges=sheet.edges)
        made = Definition(name, tuple(inputs), tuple(outputs), tuple(sheet.paths[key] for key in keys))
        self._definitions[group.signature] = made
        return made

    def _runs(self, units: list[Piece | Group]) -> list[list[Piece | Group]]:
        """Units in order; calls that only follow each other, as one run."""
        runs: list[list[Piece | Group]] = [units[:1]] if units else []
        for before, unit in pairwise(units):
            if isinstance(before, Group) and isinstance(unit, Group) and self._follows(before, unit):
                runs[-1].append(unit)
            else:
                runs.append([unit])
        return runs

    def _follows(self, before: Group, after: Group) -> bool:
        """Whether a call takes what an equal one before it gives, which nobody else reads, in the same shape."""
        if before.signature != after.signature or not before.inputs:
            return False
        if after.of or self._grouping.is_lent(before) or self._grouping.is_lent(after):
            return False
        outputs = self._grouping.wires_out(before)
        if len(outputs) != 1 or after.inputs[0] != outputs[0] or after.inputs[1:] != before.inputs[1:]:
            return False
        shape = self._shapes.get(outputs[0])
        is_alone = self._grouping.read_by(outputs[0]) <= {piece.key for piece in after.pieces()}
        return is_alone and shape is not None and shape == self._shapes.get(before.inputs[0])


def node_name(wish: str, taken: Mapping[str, object]) -> str:
    """A name for a node that is none of Python's or of torch's, near what was wished for."""
    words = re.sub(r"\W+", "_", wish, flags=re.ASCII).strip("_").lower() or "node"
    words = f"n{words}" if words[0].isdigit() else words
    while keyword.iskeyword(words) or keyword.issoftkeyword(words) or hasattr(nn.Module, words) or words in _TAKEN:
        words += "_node"
    return free_id(words, taken)


def _placed(sheet: Sheet) -> dict[str, Node]:
    placed = places(sheet.nodes, sheet.edges)
    return {id: node.model_copy(update={"position": placed[id]}) for id, node in sheet.nodes.items()}


def _with_ports(nodes: dict[str, Node], inputs: list[str], outputs: list[str]) -> dict[str, Node]:
    """A block's Input and Output nodes at its sides, from top to bottom in the order of its ports."""
    left = min(node.position[0] for node in nodes.values()) - ACROSS
    right = max(node.position[0] for node in nodes.values()) + ACROSS
    spots = {id: (left, place * DOWN) for place, id in enumerate(inputs)}
    spots |= {id: (right, place * DOWN) for place, id in enumerate(outputs)}
    return {id: node.model_copy(update={"position": spots.get(id, node.position)}) for id, node in nodes.items()}
