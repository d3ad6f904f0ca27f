"""Graphs one by one: what the network says of each whole one, such as a molecule, beside what is right.

Reference: Gilmer et al., "Neural Message Passing for Quantum Chemistry", 2017.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.kinds.dataset import DataField, rows_of
from builder.samples.shades import Floats, floats
from trainer.look.laid_out import Edges, joined_in, laid_out
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import Judged, classified, foretold, shape_of

SAMPLES, FEWEST, MOST_NODES = 4, 2, 64


class GraphOf(BaseModel):
    """A validation graph; ``kinds`` says of each node what it is, by its place among those of all graphs.

    Shape: places (nodes, 2) between -1 and 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    places: Floats
    edges: Edges
    kinds: tuple[int, ...]
    says: str
    right: str
    is_right: bool | None


class GraphsSeen(Picture):
    """Graphs, of whose ``target`` the network speaks; ``kinds`` names what nodes may be, where they have names."""

    target: str
    meaning: str
    kinds: tuple[str, ...]
    graphs: tuple[GraphOf, ...]


@dataclass(frozen=True)
class _Task:
    """The wire that says who is joined to whom, what each node is, and what is asked of the whole."""

    adjacency: Wire
    nodes: DataField | None
    judged: Judged


def supports(program: Program) -> bool:
    """A field says who is joined, and of each graph a class is chosen or a number foretold."""
    return _task(program) is not None


def look(scene: Scene) -> GraphsSeen | None:
    """The first validation graphs, laid out always the same; places that are empty are left out."""
    task = _task(scene.program)
    assert task
    batch, target = scene.batch(SAMPLES), task.judged.target
    if rows_of(batch) < FEWEST:
        return None
    answers, adjacency = scene.answers(batch)[task.judged.place], batch[scene.program.plan.fields[task.adjacency]]
    graphs = []
    for number, joins in enumerate(adjacency):
        features = batch[task.nodes.name][number] if task.nodes else None
        there = joins.any(1) | joins.any(0) if features is None else (features != 0).any(1)
        edges = joined_in(joins[there][:, there])
        says, right, is_right = _told(task.judged, answers[number], batch[target.name][number])
        graphs.append(
            GraphOf(
                number=number,
                places=floats(laid_out(int(there.sum()), edges)),
                edges=edges,
                kinds=() if features is None else tuple(features[there].argmax(1).tolist()),
                says=says,
                right=right,
                is_right=is_right,
            )
        )
    kinds = task.nodes.columns if task.nodes else ()
    return GraphsSeen(target=target.name, meaning=target.help, kinds=kinds, graphs=tuple(graphs))


def _told(task: Judged, answer: Tensor, right: Tensor) -> tuple[str, str, bool | None]:
    """What is said, what is right, and whether that is the same class; of numbers, how far they are apart is seen."""
    if task.choice:
        said = int(task.choice.probabilities(answer[None])[0].argmax())
        return task.target.classes[said], task.target.classes[int(right)], said == int(right)
    return f"{float(answer):.3f}", f"{float(right):.3f}", None


def _task(program: Program) -> _Task | None:
    found = program.plan.found
    judged = classified(program) or foretold(program)
    for id in found.wiring.order if judged else ():
        wire = found.wiring.sources[id].get("adjacency")
        if judged and wire in program.plan.fields and shape_of(program, wire)[-1] <= MOST_NODES:
            return _Task(wire, _nodes(program, shape_of(program, wire)[-1]), judged)
    return None


def _nodes(program: Program, many: int) -> DataField | None:
    """The field that says by a 1 which of the kinds that it names a node is."""
    asked = [field for field in program.dataset.fields if field.name in program.asked]
    named = (field for field in asked if field.columns and field.shape == (many, len(field.columns)))
    return next((field for field in named if field.between == (0, 1)), None)


PROBE = NetworkProbe(
    key="graphs",
    order=23,
    title="Graph by graph",
    summary="Graphs that the network does not learn from, such as molecules: what it says of each, and what is right.",
    every_s=0.5,
    picture=GraphsSeen,
    supports=supports,
    look=look,
)
