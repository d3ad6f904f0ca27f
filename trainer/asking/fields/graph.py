"""A graph: which of its nodes are joined, in a square of 0 and 1."""

from __future__ import annotations

from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.kinds.dataset import DataField
from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, of_values

LEAST_NODES, MOST_NODES = 3, 256
SOME_GRAPHS = 64


class Graph(BaseModel):
    """Which nodes are joined, each pair once, by their places from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edges: list[tuple[int, int]]


Given = Graph | Values


class GraphAsked(Asked):
    """A graph of so many ``nodes``; ``of`` is the field with what is known of each node, if one is asked for too."""

    kind: Literal["graph"] = "graph"
    nodes: int
    of: str | None = None


def is_graph(subject: Subject) -> bool:
    """Whether a field says which of several things are joined: a square, the same across its diagonal, of 0 and 1."""
    shape, field = subject.shape, subject.field
    if len(shape) != 2 or shape[0] != shape[1] or not LEAST_NODES <= shape[0] <= MOST_NODES:
        return False
    if field.classes or field.kind == "image" or field.time_axis is not None:
        return False
    some = subject.some[:SOME_GRAPHS].float()
    off_diagonal = some * (1 - torch.eye(shape[0]))
    is_joined = bool(((some == 0) | (some == 1)).all() and off_diagonal.any())
    return is_joined and bool((some == some.transpose(1, 2)).all())


def nodes_of(subject: Subject) -> DataField | None:
    """The field of the same network that has a row for each node; None where there is none."""
    fields = [subject.program.dataset.field(name) for name in subject.program.asks_for if _is_data(subject, name)]
    return next((each for each in fields if is_of_nodes(each, subject)), None)


def is_of_nodes(field: DataField, graph: Subject) -> bool:
    """Whether a field has a row for each node of a graph."""
    return len(field.shape) == 2 and field.shape[0] == graph.shape[0] and field.name != graph.name and not field.classes


def _is_data(subject: Subject, name: str) -> bool:
    return any(field.name == name for field in subject.program.dataset.fields)


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    nodes = nodes_of(subject)
    return {"nodes": subject.shape[0], "of": nodes.name if nodes else None}


def _sample(subject: Subject, given: Given) -> Tensor:
    if not isinstance(given, Graph):
        return of_values(subject, given)
    nodes = subject.shape[0]
    value = torch.zeros(1, nodes, nodes, dtype=subject.field.dtype)
    for one, other in given.edges:
        if not (0 <= one < nodes and 0 <= other < nodes):
            raise subject.refuse(f"nodes from 0 to {nodes - 1}", f"{one} and {other} were joined")
        value[0, one, other] = value[0, other, one] = 1
    return value


def _told(subject: Subject, value: Tensor) -> dict[str, Any]:
    edges = [(one, other) for one, other in value.nonzero().tolist() if one <= other]
    return {"edges": edges}


FIELD = FieldKind(
    order=610,
    noun="a graph",
    asked=GraphAsked,
    given=Given,
    fits=is_graph,
    describe=_describe,
    sample=_sample,
    told=_told,
)
