"""Finds the node whose line of generated source an error came from."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import FrameType, TracebackType
from typing import Any

from torch import Tensor

from builder.checker.analysis import Analysis
from builder.checker.wiring import Wire
from builder.compiler.body import Body
from builder.compiler.program import Program
from builder.compiler.writer import block_body, block_trace, write_trace
from builder.drawing.parsing import parsed

KEPT = 4
"""Drawings whose lines are remembered: tests of a class fail by the same drawing many times."""
Lines = dict[int, tuple[str, list[tuple[str, int, int]]]]
"""By line: the name of the block, and the nodes that are computed there, each between two columns."""
FAR = 1 << 30


@dataclass(frozen=True)
class Place:
    """A node of the drawing, seen from its block. ``inputs`` is what came into it, by port, as far as it is known."""

    found: Analysis
    node: str
    inputs: Mapping[str, Tensor] = field(default_factory=dict, repr=False)

    @property
    def block(self) -> str | None:
        return None if self.found.is_main else self.found.name

    @property
    def kind(self) -> str:
        return self.found.graph.nodes[self.node].type

    @property
    def params(self) -> Mapping[str, Any]:
        return self.found.params.get(self.node, {})

    @property
    def first(self) -> Tensor | None:
        """What came into it first."""
        return next(iter(self.inputs.values()), None)


def in_main(program: Program, node: str) -> Place:
    """A node of the main block, of which nothing more is known."""
    return Place(program.plan.found, node)


def place_of(error: BaseException, program: Program) -> Place | None:
    """The innermost node in whose line of source this error was raised, if it was in one."""
    return _innermost(program, ((t.tb_frame, t.tb_lineno, t.tb_lasti) for t in _traces(error.__traceback__)))


def place_now(program: Program) -> Place | None:
    """The innermost node whose line of source is being executed."""
    frames: list[tuple[FrameType, int, int]] = []
    frame: FrameType | None = sys._getframe()
    while frame:
        frames.append((frame, frame.f_lineno, frame.f_lasti))
        frame = frame.f_back
    return _innermost(program, reversed(frames))


def _innermost(program: Program, frames: Iterable[tuple[FrameType, int, int]]) -> Place | None:
    lines, place = _lines_of(program), None
    for frame, line, instruction in frames:
        if frame.f_globals is not program.space or line not in lines:
            continue
        name, nodes = lines[line]
        column = _column(frame, instruction)
        node = next((node for node, begins, ends in nodes if begins <= column < ends), nodes[0][0])
        found = program.parts[name].found
        names = dict(_bodies(program)[name].names_of) | (dict(program.plan.fields) if found.is_main else {})
        place = Place(found, node, _inputs(found, node, frame.f_locals, names))
    return place


def place_on(lines: Sequence[int], program: Program) -> Place | None:
    """The node of the innermost of these lines of the source, the outermost first."""
    for line in reversed(lines):
        if line in (known := _lines_of(program)):
            name, nodes = known[line]
            return Place(program.parts[name].found, nodes[0][0])
    return None


def _traces(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace:
        yield trace
        trace = trace.tb_next


def _column(frame: FrameType, instruction: int) -> int:
    return list(frame.f_code.co_positions())[instruction // 2][2] or 0 if instruction >= 0 else 0


def _inputs(found: Analysis, node: str, known: Mapping[str, Any], names: Mapping[Wire, str]) -> dict[str, Tensor]:
    """The values that came into a node, by the variables of the function that computes it."""
    batch = known.get("batch")
    values = {**(batch if isinstance(batch, dict) else {}), **known}
    wires = found.wiring.sources[node]
    found_values = {port: values.get(names.get(wire, wire[0])) for port, wire in wires.items()}
    return {port: value.detach() for port, value in found_values.items() if isinstance(value, Tensor)}


def _bodies(program: Program) -> dict[str, Body]:
    bodies = {program.plan.found.name: program.plan.body}
    return bodies | {made.uses[0].name: block_body(program.plan, made)[0] for made in program.plan.classes}


def _lines_of(program: Program) -> Lines:
    return _lines(_Key(program))


class _Key:
    """A program, as a key: it holds a dictionary, and is the same only to itself."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.program is self.program


@lru_cache(KEPT)
def _lines(key: _Key) -> Lines:
    """Which node each line of a program's source computes, makes, or draws."""
    program, plan, lines = key.program, key.program.plan, Lines()
    main = plan.found.name
    homes = {"Network": main, "metrics": main, "trace": main, **{goal.function: main for goal in plan.goals}}
    for made in plan.classes:
        homes |= {made.name: made.uses[0].name, block_trace(made): made.uses[0].name}
    wholes = {name: goal.id for goal in plan.goals for name in (goal.optimizer, goal.schedule) if name}
    bodies = _bodies(program)
    for top in parsed(program.source + "\n\n" + write_trace(plan)).body:
        name = getattr(top, "name", "")
        if name in wholes:
            lines |= {line: (main, [(wholes[name], 0, FAR)]) for line in range(top.lineno, (top.end_lineno or 0) + 1)}
        elif name == "sources":
            lines |= _drawn(top, main, {name: wire[0] for wire, name in plan.fields.items()})
        elif name in homes:
            body = bodies[homes[name]]
            named = {variable: wire[0] for wire, variable in body.names_of.items()}
            modules = {attribute: id for id, attribute in reversed(body.modules.items())}
            for line, node in _computed(top, named, modules):
                lines[line] = homes[name], [(node, 0, FAR)]
    return lines


def _computed(top: ast.stmt, named: Mapping[str, str], modules: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Each line that assigns a node's variable or makes its module, and the node."""
    for statement in ast.walk(top):
        if isinstance(statement, ast.Assign):
            for target in ast.walk(statement.targets[0]):
                node = named.get(target.id) if isinstance(target, ast.Name) else None
                node = modules.get(target.attr) if isinstance(target, ast.Attribute) else node
                if node:
                    yield statement.lineno, node
                    break


def _drawn(top: ast.stmt, main: str, nodes: Mapping[str, str]) -> Lines:
    """The line that draws what sources add to a batch: one for all of them."""
    for statement in ast.walk(top):
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Dict):
            pairs = zip(statement.value.keys, statement.value.values, strict=True)
            spans = [
                (nodes[key.value], value.col_offset, value.end_col_offset or FAR)
                for key, value in pairs
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
            return {statement.lineno: (main, spans)} if spans else {}
    return {}
