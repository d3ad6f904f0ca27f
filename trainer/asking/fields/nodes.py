"""What is known of each node of a graph, a row for each."""

from __future__ import annotations

from typing import Any, Literal

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.graph import is_graph, is_of_nodes
from trainer.asking.fields.parts.values import Values, as_values, of_values


class NodesAsked(Asked):
    """A row of values for each node of the graph in the field ``of``; where ``levels`` are two, they are all there are.

    ``columns`` names the values of a row, where they have names.
    """

    kind: Literal["nodes"] = "nodes"
    of: str
    columns: tuple[str, ...] = ()
    levels: tuple[float, ...] = ()


def _graph(subject: Subject) -> Subject | None:
    """The graph that this network also asks for, whose nodes these are."""
    fields = {field.name: field for field in subject.program.dataset.fields}
    asked = [Subject(subject.program, fields[name]) for name in subject.program.asks_for if name in fields]
    return next((each for each in asked if is_of_nodes(subject.field, each) and is_graph(each)), None)


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    graph = _graph(subject)
    assert graph
    return {
        "of": graph.name,
        "columns": subject.field.columns,
        "levels": subject.facts.levels if may_read else (),
    }


FIELD = FieldKind(
    order=605,
    noun="a row of numbers for each node",
    asked=NodesAsked,
    given=Values,
    fits=lambda subject: _graph(subject) is not None,
    describe=_describe,
    sample=of_values,
    told=as_values,
)
