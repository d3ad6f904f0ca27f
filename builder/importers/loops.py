"""Finds loops over time that were followed step by step, and makes each of them one Scan of a cell.

A loop leaves the same pieces over and over, one run of them for each step: the first with weights of its own, the
others sharing these. Each run reads its own place of a sequence, what the run before it gave (a state), and what all
of them read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from builder.drawing.document import Value
from builder.importers.piece import Body, Piece, PieceWire, Scope, common
from builder.registry.nodes import CATALOG

LEAST = 3
"""How many steps a loop takes, at least; what is done twice is drawn twice."""
_CELLS = {"LSTMCell": ("h_0", "c_0"), "GRUCell": ("hx",), "RNNCell": ("hx",)}

Slot = tuple[int, str]
"""A place in each run of a loop, and the port there."""


class NoLoop(ValueError):
    """Pieces that look like a loop are none, or none that a Scan could do."""


def rolled(
    pieces: Mapping[str, Piece], answers: list[PieceWire], lengths: Mapping[PieceWire, int]
) -> tuple[dict[str, Piece], list[PieceWire]]:
    """The pieces with a Scan in place of each loop, and the wires that the network then answers with.

    Args:
        lengths: the second axis of what is on a wire, where it is a fixed number.
    """
    found, given = dict(pieces), list(answers)
    for runs in _candidates(found):
        try:
            loop = _Loop(found, given, lengths, runs)
        except NoLoop:
            continue
        return rolled(*loop.replaced(), lengths)
    return found, given


def _candidates(pieces: Mapping[str, Piece]) -> Iterator[list[list[Piece]]]:
    """Runs of as many pieces as lie between two uses of the same weights, the most frequent first."""
    order = [piece for piece in pieces.values() if piece.inputs]
    places = {piece.key: place for place, piece in enumerate(order)}
    families: dict[str, list[int]] = {}
    for piece in order:
        if piece.type == "Share" and piece.of in places:
            families.setdefault(piece.of, [places[piece.of]]).append(places[piece.key])
    for uses in sorted(families.values(), key=len, reverse=True):
        period = uses[1] - uses[0]
        if len(uses) < LEAST or any(after - before != period for before, after in pairwise(uses)):
            continue
        for offset in range(period):
            start, end = uses[0] - offset, uses[-1] - offset + period
            if start >= 0 and end <= len(order):
                yield [order[at : at + period] for at in range(start, end, period)]


@dataclass
class _Read:
    """What all runs read at one port: ``kind`` is inside, state, outside or step."""

    kind: str
    slot: Slot | None = None
    wire: PieceWire | None = None


@dataclass
class _State:
    """What goes from run to run: where it comes from, and what it is before the first; None stands for zeros."""

    slot: Slot
    start: PieceWire | None
    size: int | None = None


class _Loop:
    """Runs of pieces that are the steps of one loop.

    Raises:
        NoLoop: they are not.
    """

    def __init__(
        self,
        pieces: Mapping[str, Piece],
        answers: list[PieceWire],
        lengths: Mapping[PieceWire, int],
        runs: list[list[Piece]],
    ) -> None:
        self._pieces, self._answers, self._runs = pieces, answers, runs
        self._lengths = lengths
        self._slots = {piece.key: (time, place) for time, run in enumerate(runs) for place, piece in enumerate(run)}
        self._states: dict[Slot, _State] = {}
        self._beside: list[PieceWire] = []
        self._sequence: PieceWire | None = None
        self._span: tuple[int, int] | None = None
        self._length = 0
        self._check_weights()
        self._reads = [self._reads_of(place) for place in range(len(runs[0]))]
        self._check_reads()
        self._find_gathered()

    # What runs are made of

    def _check_weights(self) -> None:
        """Each run after the first uses all of the first one's weights, and nobody else does."""
        first = self._runs[0]
        if any(piece.body for piece in first):
            raise NoLoop("a loop in a loop")
        for piece in self._pieces.values():
            if piece.of in {each.key for each in first} and piece.key not in self._slots:
                raise NoLoop("weights are used outside")
        for run in self._runs[1:]:
            for mine, theirs in zip(run, first, strict=True):
                if theirs.of:
                    if mine.of != theirs.of:
                        raise NoLoop("other weights")
                elif mine.of != (theirs.key if theirs.weights else None):
                    raise NoLoop("other weights")
        if any(piece.of and piece.of not in {each.key for each in first} for piece in first):
            raise NoLoop("weights are borrowed from outside")

    def _reads_of(self, place: int) -> dict[str, _Read]:
        """What the pieces at one place of all runs read, by port."""
        column = [run[place] for run in self._runs]
        if self._is_step(column):
            return {}
        first, later = column[0], column[1:]
        for piece in later:
            if piece.type not in (first.type, "Share") or (piece.type != "Share" and piece.params != first.params):
                raise NoLoop("pieces differ")
            if piece.inputs.keys() != later[0].inputs.keys():
                raise NoLoop("ports differ")
        zeros = _CELLS.get(first.type, ()) if first.inputs.keys() < later[0].inputs.keys() else ()
        if first.inputs.keys() | set(zeros) != later[0].inputs.keys():
            raise NoLoop("ports differ")
        return {port: self._read(column, port) for port in later[0].inputs}

    def _read(self, column: list[Piece], port: str) -> _Read:
        wires = [piece.inputs.get(port) for piece in column]
        at = [self._slots.get(wire[0]) if wire else None for wire in wires]
        if all(slot is not None and slot[0] == time for time, slot in enumerate(at)):
            slots = {(slot[1], wire[1]) for slot, wire in zip(at, wires, strict=True) if slot and wire}
            if len(slots) == 1:
                return _Read("inside", slots.pop())
        elif all(slot is not None and slot[0] == time for time, slot in enumerate(at[1:])) and at[0] is None:
            slots = {(slot[1], wire[1]) for slot, wire in zip(at[1:], wires[1:], strict=True) if slot and wire}
            if len(slots) == 1:
                return _Read("state", self._state(slots.pop(), column[0], wires[0]))
        elif self._is_taken_apart(wires):
            return _Read("step")
        elif len(set(wires)) == 1 and wires[0] is not None:
            if wires[0] not in self._beside:
                self._beside.append(wires[0])
            return _Read("outside", wire=wires[0])
        raise NoLoop("runs read different things")

    def _state(self, slot: Slot, piece: Piece, start: PieceWire | None) -> Slot:
        state = _State(slot, start)
        if start is None:
            state.size = int(str(piece.params.get("hidden_size", _default(piece.type, "hidden_size"))))
        elif (size := self._zeros(start)) is not None:
            state = _State(slot, None, size)
        if self._states.setdefault(slot, state) != state:
            raise NoLoop("a state begins in two ways")
        return slot

    def _zeros(self, wire: PieceWire) -> int | None:
        """How many zeros each sample has on a wire, if there is nothing else on it."""
        piece = self._pieces.get(wire[0])
        if piece is None or piece.type != "Filled" or piece.params.get("value", 0.0) != 0.0:
            return None
        shape = piece.params.get("shape")
        return shape[0] if isinstance(shape, tuple) and len(shape) == 1 and isinstance(shape[0], int) else None

    def _check_reads(self) -> None:
        if not self._states or self._sequence is None:
            raise NoLoop("nothing goes from step to step, or no sequence is read")

    # The sequence

    def _is_step(self, column: list[Piece]) -> bool:
        """Whether pieces take one place of a sequence after the other."""
        if len({piece.type for piece in column}) != 1 or column[0].type not in ("Select", "Slice"):
            return False
        wires = {next(iter(piece.inputs.values())) for piece in column}
        if len(wires) != 1 or (wire := wires.pop())[0] in self._slots:
            return False
        axes = {piece.params.get("dim", _default(piece.type, "dim")) for piece in column}
        starts = [piece.params.get(_START[piece.type], _default(piece.type, _START[piece.type])) for piece in column]
        ends = [piece.params.get("end", _default("Slice", "end")) for piece in column]
        if axes != {1} or not self._are_steps(starts):
            return False
        if column[0].type == "Slice" and ends != [int(str(start)) + 1 for start in starts]:
            return False
        self._read_sequence(wire, int(str(starts[0])), int(str(starts[-1])))
        return True

    def _is_taken_apart(self, wires: list[PieceWire | None]) -> bool:
        """Whether wires are the places of a sequence that was taken apart before the loop."""
        keys = {wire[0] for wire in wires if wire}
        apart = self._pieces.get(keys.pop()) if len(keys) == 1 else None
        if apart is None or apart.type != "Unbind" or apart.params.get("dim", _default("Unbind", "dim")) != 1:
            return False
        ports = [port.name for port in CATALOG["Unbind"].for_node(_whole(apart), ()).spec.outputs]
        places = [ports.index(wire[1]) for wire in wires if wire]
        if len(places) != len(self._runs) or not self._are_steps(places):
            return False
        self._read_sequence(apart.inputs["input"], places[0], places[-1])
        return True

    def _are_steps(self, places: Sequence[object]) -> bool:
        """Whether places follow each other, from the first or from the last."""
        numbers = [place for place in places if isinstance(place, int) and place >= 0]
        steps = {after - before for before, after in pairwise(numbers)}
        return len(numbers) == len(places) and steps in ({1}, {-1})

    def _read_sequence(self, wire: PieceWire, first: int, last: int) -> None:
        length = self._lengths.get(wire)
        if length is None or self._sequence not in (None, wire) or self._span not in (None, (first, last)):
            raise NoLoop("two sequences are read, or one of no certain length")
        self._sequence, self._span, self._length = wire, (first, last), length

    def _cut(self) -> list[Piece]:
        """What cuts the sequence to the steps of the loop, and turns it around where it is read backwards."""
        assert self._span is not None
        assert self._sequence is not None
        (first, last), made = self._span, []
        low, high = min(first, last), max(first, last) + 1
        if (low, high) != (0, self._length):
            params: dict[str, Value] = {"dim": 1, "start": low, "end": high}
            made.append(Piece(f"{self._key} part", "Slice", "part", params, {"input": self._sequence}, self._scopes))
            self._sequence = (made[-1].key, "output")
        if first > last:
            dims: dict[str, Value] = {"dims": (1,)}
            made.append(Piece(f"{self._key} flip", "Flip", "backwards", dims, {"input": self._sequence}, self._scopes))
            self._sequence = (made[-1].key, "output")
        return made

    # What comes out

    def _find_gathered(self) -> None:
        """What is kept of every step, and who reads it; what else is read is the last state."""
        self._joins: dict[str, str] = {}
        self._output: Slot | None = None
        for piece in self._pieces.values():
            outside = [wire for wire in piece.inputs.values() if wire[0] in self._slots]
            if piece.key in self._slots or not outside:
                continue
            if self._gathers(piece):
                _, place = self._slots[outside[0][0]]
                slot = (place, outside[0][1])
                if self._output not in (None, slot):
                    raise NoLoop("two things are kept of every step")
                self._output = slot
                self._joins[piece.key] = piece.type
            else:
                self._check_last(outside)
        self._check_last([wire for wire in self._answers if wire[0] in self._slots])

    def _gathers(self, piece: Piece) -> bool:
        wires = list(piece.inputs.values())
        at = [self._slots.get(wire[0], (-1, -1)) for wire in wires]
        in_order = [time for time, _ in at] == list(range(len(self._runs)))
        is_same = len({(place, wire[1]) for (_, place), wire in zip(at, wires, strict=True)}) == 1
        axis = piece.params.get("dim", _default(piece.type, "dim")) if piece.type in _JOINS else None
        return in_order and is_same and axis == 1

    def _check_last(self, wires: list[PieceWire]) -> None:
        for wire in wires:
            time, place = self._slots[wire[0]]
            if time != len(self._runs) - 1 or (place, wire[1]) not in self._states:
                raise NoLoop("something is read in the middle of the loop")

    # The loop as one piece

    def replaced(self) -> tuple[dict[str, Piece], list[PieceWire]]:
        """All pieces with the loop as one, and the answers."""
        made = [*self._cut(), *self._starts()]
        scan = self._scan()
        assert scan.body is not None
        states = dict(zip(self._states, scan.body.gives[1:], strict=True))
        kept: dict[str, Piece] = {}
        last = self._runs[-1][-1].key
        for piece in self._pieces.values():
            if piece.key in self._joins:
                kept[piece.key] = self._joined(piece, scan)
            elif piece.key not in self._slots:
                inputs = {port: self._moved(wire, scan, states) for port, wire in piece.inputs.items()}
                kept[piece.key] = replace(piece, inputs=inputs)
            elif piece.key == last:
                kept |= {each.key: each for each in made}
                kept[scan.key] = scan
        return _without_names(kept, [self._moved(wire, scan, states) for wire in self._answers])

    def _moved(self, wire: PieceWire, scan: Piece, states: Mapping[Slot, str]) -> PieceWire:
        """Where a wire from the last step is now."""
        if wire[0] not in self._slots:
            return wire
        return scan.key, states[self._slots[wire[0]][1], wire[1]]

    def _joined(self, piece: Piece, scan: Piece) -> Piece:
        """In place of what gathered the steps: nothing but a name, or two axes that become one."""
        source = (scan.key, "output")
        if piece.type == "Stack":
            return replace(piece, type="", params={}, inputs={"input": source})
        return replace(piece, type="Flatten", params={"start_dim": 1, "end_dim": 2}, inputs={"input": source}, wish="")

    def _starts(self) -> list[Piece]:
        """Zeros that must be drawn, where other states begin with something else or are of another size."""
        if self._all_zeros():
            return []
        assert self._sequence is not None
        made = []
        for number, state in enumerate(self._states.values()):
            if state.start is None:
                key = f"{self._key} zeros{number}"
                params: dict[str, Value] = {"shape": (state.size or 0,)}
                made.append(Piece(key, "Filled", "zeros", params, {"like": self._sequence}, self._scopes))
                state.start = (key, "output")
        return made

    def _all_zeros(self) -> bool:
        return {state.start for state in self._states.values()} == {None} and (
            len({state.size for state in self._states.values()}) == 1
        )

    @property
    def _key(self) -> str:
        return f"loop {self._runs[0][0].key}"

    @property
    def _scopes(self) -> tuple[Scope, ...]:
        scopes = self._runs[0][0].scopes
        for piece in self._runs[0]:
            scopes = common(scopes, piece.scopes)
        return scopes

    def _scan(self) -> Piece:
        """The piece of the whole loop, with a body that is one step."""
        assert self._sequence is not None
        states = list(self._states.values())
        takes = ["step", *(f"state{n}" for n in range(len(states))), *(f"beside{n}" for n in range(len(self._beside)))]
        gives = ["output", *(f"new_state{n}" for n in range(len(states)))]
        wires = [self._sequence, *(state.start for state in states), *self._beside]
        first = self._runs[0]
        output = self._output or next(iter(self._states))
        inner = [(first[place].key, port) for place, port in (output, *self._states)]
        body = Body(self._body(), tuple(takes), tuple(gives), tuple(self._within(wire) for wire in inner))
        inputs = {port: wire for port, wire in zip(takes, wires, strict=True) if wire is not None}
        size = states[0].size if self._all_zeros() else None
        params: dict[str, Value] = {} if size is None else {"state_size": size}
        wish = f"{self._scopes[-1].path}.steps" if len(self._scopes) > 1 else "steps"
        return Piece(self._key, "Scan", wish, params, inputs, self._scopes, {}, None, "", body)

    def _within(self, wire: PieceWire) -> PieceWire:
        """A wire of the first run inside the body: what takes a step is the step."""
        _, place = self._slots[wire[0]]
        return wire if self._reads[place] or self._runs[0][place].type == "Slice" else ("", "step")

    def _body(self) -> dict[str, Piece]:
        """The first run, reading the step, the states and what is beside."""
        body: dict[str, Piece] = {}
        numbers = {slot: number for number, slot in enumerate(self._states)}
        for piece, reads in zip(self._runs[0], self._reads, strict=True):
            if not reads and piece.type == "Slice":
                body[piece.key] = replace(piece, type="Unsqueeze", params={"dim": 1}, inputs={"input": ("", "step")})
            elif reads:
                inputs = {port: self._inner(read, numbers) for port, read in reads.items()}
                body[piece.key] = replace(piece, inputs=inputs)
        return body

    def _inner(self, read: _Read, numbers: Mapping[Slot, int]) -> PieceWire:
        if read.kind == "outside":
            assert read.wire is not None
            return "", f"beside{self._beside.index(read.wire)}"
        if read.kind == "step":
            return "", "step"
        assert read.slot is not None
        if read.kind == "state":
            return "", f"state{numbers[read.slot]}"
        place, port = read.slot
        return self._within((self._runs[0][place].key, port))


_START = {"Select": "index", "Slice": "start"}
_JOINS = ("Stack", "Concatenate")


def _default(type: str, name: str) -> object:
    param = CATALOG[type].param(name)
    return param.default if param else None


def _whole(piece: Piece) -> dict[str, Value]:
    """All parameters of a piece, those left out too."""
    return {param.name: piece.params.get(param.name, param.default) for param in CATALOG[piece.type].spec.params}


def _without_names(pieces: dict[str, Piece], answers: list[PieceWire]) -> tuple[dict[str, Piece], list[PieceWire]]:
    """Pieces and answers without the pieces that are nothing but a name for what they read."""
    names = {piece.key: piece.inputs["input"] for piece in pieces.values() if piece.type == ""}
    kept = {
        key: replace(piece, inputs={port: names.get(wire[0], wire) for port, wire in piece.inputs.items()})
        for key, piece in pieces.items()
        if key not in names
    }
    return kept, [names.get(wire[0], wire) for wire in answers]
