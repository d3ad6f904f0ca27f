"""A choice at each node of a graph: the graph, its nodes coloured by what is said of them."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import Aim, aim, given_fields
from trainer.asking.answers.parts.odds import odds_of
from trainer.asking.answers.parts.told import number
from trainer.run.prepared import data_of
from trainer.step.device import CPU

MOST_NODES = 400


class GraphTold(Told):
    """A class for each node, -1 where none is said, and how probable it is; ``known`` is what training was told of it.

    ``places`` is where each node is drawn, from 0 to 1.

    Shape: chosen, probabilities, known (V); edges (E, 2); places (V, 2).
    """

    kind: Literal["graph"] = "graph"
    classes: tuple[str, ...]
    chosen: tuple[int, ...]
    probabilities: tuple[float, ...]
    known: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]
    places: tuple[tuple[float, float], ...]


def _fits(program: Program, answer: Answer) -> bool:
    """There are scores of classes for each node, and a matrix says which nodes are joined."""
    aimed = aim(program, answer.wire)
    return bool(
        aimed and aimed.field.name and aimed.axis and len(aimed.field.shape) == 1 and _joins(program, aimed.field)
    )


def _tell(reply: Reply, answer: Answer) -> GraphTold:
    """What is most probable for each node."""
    aimed, joins = _parts(reply.program, answer)
    assert aimed.axis
    odds = odds_of(reply.program, answer.wire, reply.answers[answer.name], aimed.axis)[0]  # (V, classes)
    best = odds.max(-1)
    learned = data_of(reply.program, CPU)[0][aimed.field.name] if reply.may_read else None
    known = learned[0] if learned is not None and len(learned) == 1 else torch.full((len(odds),), -1)
    return _told(aimed, reply.batch[joins.name][0], best.indices, best.values, known)


def _right(program: Program, answer: Answer, sample: Batch) -> GraphTold | None:
    """The classes of the sample's nodes, as far as they are said."""
    aimed, joins = _parts(program, answer)
    labels = sample[aimed.field.name][0]
    return _told(aimed, sample[joins.name][0], labels, (labels >= 0).float(), torch.full_like(labels, -1))


def _told(aimed: Aim, joins: Tensor, chosen: Tensor, probable: Tensor, known: Tensor) -> GraphTold:
    many = len(aimed.field.classes)
    edges = ((joins.cpu() != 0) | (joins.cpu() != 0).T).triu(1).nonzero().tolist()

    def named(labels: Tensor) -> tuple[int, ...]:
        return tuple(int(label) if 0 <= label < many else -1 for label in labels.tolist())

    return GraphTold(
        classes=aimed.field.classes,
        chosen=named(chosen),
        probabilities=tuple(number(value) for value in probable.tolist()),
        known=named(known),
        edges=tuple((first, second) for first, second in edges),
        places=tuple((number(x), number(y)) for x, y in laid_out(joins.cpu()).tolist()),
    )


def laid_out(joins: Tensor, rounds: int = 120) -> Tensor:
    """Where the nodes of a graph are drawn: joined ones attract each other, all others repel, from a circle on.

    Shape: (V, V) -> (V, 2), from 0 to 1.

    Reference: Fruchterman and Reingold, "Graph Drawing by Force-Directed Placement", 1991.
    """
    many = len(joins)
    joined = ((joins != 0) | (joins != 0).T).double()
    joined.fill_diagonal_(0)
    angle = torch.arange(many, dtype=torch.float64) * (2 * torch.pi / max(many, 1))
    places = torch.stack([angle.cos(), angle.sin()], 1)
    near = (4 / max(many, 1)) ** 0.5
    for left in range(rounds, 0, -1):
        apart = places.unsqueeze(1) - places.unsqueeze(0)  # (V, V, 2)
        distance = apart.norm(dim=-1).clamp_min(1e-3)
        push = near**2 / distance**2 - joined * distance / near
        push.fill_diagonal_(0)
        move = (apart * push.unsqueeze(-1)).sum(1) - 0.05 * places  # all are drawn a little to the middle
        length = move.norm(dim=-1, keepdim=True).clamp_min(1e-9)
        places = places + move / length * length.clamp_max(0.2 * left / rounds)
    low, high = places.min(0).values, places.max(0).values
    return (places - low) / (high - low).clamp_min(1e-9)


def _parts(program: Program, answer: Answer) -> tuple[Aim, DataField]:
    aimed = aim(program, answer.wire)
    joins = _joins(program, aimed.field) if aimed else None
    assert aimed
    assert joins
    return aimed, joins


def _joins(program: Program, labels: DataField) -> DataField | None:
    """The field of the given ones that says which nodes are joined."""
    (many,) = labels.shape
    fitting = (field for field in given_fields(program) if field.shape == (many, many) and field.between == (0, 1))
    names = {field.name: field for field in fitting}
    if not names or many > MOST_NODES:
        return None
    samples = data_of(program, CPU)[1]
    return next((f for name, f in names.items() if _is_mutual(samples[name][:8])), None)


def _is_mutual(joins: Tensor) -> bool:
    """Whether a matrix holds the same both ways and joins something: a matrix of features that are apart joins none."""
    apart = joins - torch.diag_embed(joins.diagonal(dim1=-2, dim2=-1))
    return bool(torch.equal(joins, joins.transpose(-2, -1)) and apart.any())


ANSWER = AnswerKind(order=45, told=GraphTold, fits=_fits, tell=_tell, right=_right)
