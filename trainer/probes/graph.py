"""Graph: its nodes in the colours of the answer, beside what they are."""

from __future__ import annotations

from dataclasses import dataclass

from builder.checker.wiring import Wire
from builder.compiler.choices import Choice
from builder.compiler.program import Program
from builder.samples.shades import Floats, as_bytes, floats
from trainer.look.laid_out import joined_in, laid_out
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import shape_of

MOST_NODES = 250
NO_CLASS = 255


class GraphSeen(Picture):
    """One validation graph. ``said`` and ``right`` are classes, one byte each: 255 where it is not known.

    ``certainty`` 255 is a probability of 1. Shape: places (nodes, 2) between -1 and 1, edges (pairs, 2).
    """

    classes: tuple[str, ...]
    places: Floats
    edges: tuple[tuple[int, int], ...]
    said: bytes
    certainty: bytes
    right: bytes


@dataclass(frozen=True)
class _Task:
    """The wire that says who is joined to whom, and the choice between classes of each node."""

    adjacency: Wire
    choice: Choice


def supports(program: Program) -> bool:
    """A field says who is joined, and a class is chosen for each."""
    return _task(program) is not None


def look(scene: Scene) -> GraphSeen | None:
    """The first graph of the validation, laid out always the same."""
    task = _task(scene.program)
    assert task
    said, right, adjacency = scene.wires([task.choice.input, task.choice.target, task.adjacency], 1)
    chances = task.choice.probabilities(said)[0]  # (classes, nodes)
    certainty, winner = chances.max(0)
    right, edges = right[0], joined_in(adjacency[0])
    return GraphSeen(
        classes=task.choice.classes,
        places=floats(laid_out(len(right), edges)),
        edges=edges,
        said=as_bytes(winner),
        certainty=as_bytes((certainty * 255).round()),
        right=as_bytes(right.masked_fill(right == task.choice.ignored, NO_CLASS)),
    )


def _task(program: Program) -> _Task | None:
    found = program.plan.found
    for id in found.wiring.order:
        wire = found.wiring.sources[id].get("adjacency")
        if wire is None or wire not in program.plan.fields:
            continue
        nodes = shape_of(program, wire)[-1]
        for choice in program.choices:
            if choice.field.shape == (nodes,) and not choice.yes and nodes <= MOST_NODES:
                return _Task(wire, choice)
    return None


PROBE = NetworkProbe(
    key="graph",
    order=23,
    title="Graph",
    summary="Every node of a graph in the colour of the answer, and beside it what each one is, where that is known.",
    every_s=0.5,
    picture=GraphSeen,
    supports=supports,
    look=look,
)
