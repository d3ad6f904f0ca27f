"""What a graph says, in JSON or GraphML: nodes with features, and which of them are joined."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from builder.intake.json_cells import parsed
from builder.intake.names import plain

Node = dict[str, float | str]
ENDS = (("source", "target"), ("from", "to"))
PLACES = ("features", "x", "feat")
_NAMES = ("id", "key")
_ABOUT = {"nodes", "edges", "links", "directed", "multigraph", "graph"}
MOST_NODES, LONGEST, LARGEST = 1_000, 90, 1e38
"""Letters of a name or a word of nodes; numbers that 32 bits hold."""


@dataclass(frozen=True)
class Graph:
    """``edges`` are pairs of places among ``nodes``."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    is_directed: bool

    @property
    def text(self) -> str:
        """As a cell of a table says it."""
        said = {"nodes": self.nodes, "edges": self.edges} | ({"directed": True} if self.is_directed else {})
        return json.dumps(said, separators=(",", ":"))


def read_graph(cell: str) -> Graph:
    """The graph of a cell. Raises: ValueError."""
    return graph_of(parsed(cell))


def graph_of(said: Any) -> Graph:
    """A graph as JSON tells it: nodes are lists or objects, edges pairs of their places or names, or objects.

    Raises:
        ValueError: it tells none.
    """
    match said:
        case {"nodes": list() as nodes, "edges": list() as edges} | {
            "nodes": list() as nodes,
            "links": list() as edges,
        }:
            return _graph(nodes, edges, is_directed=bool(said.get("directed", False)))
    raise ValueError('a graph such as {"nodes": [[1, 2], [3, 4]], "edges": [[0, 1]]} was expected')


def _graph(nodes: list[Any], edges: list[Any], *, is_directed: bool) -> Graph:
    if not 0 < len(nodes) <= MOST_NODES:
        raise ValueError(f"a graph has {len(nodes):,} nodes; 1 to {MOST_NODES:,} were expected")
    places = {_name(node, place): place for place, node in enumerate(nodes)}
    return Graph(tuple(map(_node, nodes)), tuple(_edge(edge, places) for edge in edges), is_directed)


def answers_of(said: Mapping[str, Any]) -> dict[str, str]:
    """What is said of a whole graph: single words and numbers beside its nodes and edges."""
    inner = said.get("graph")
    known = {**(inner if isinstance(inner, dict) else {}), **said}
    told = {name: value for name, value in known.items() if name not in _ABOUT}
    return {plain(name): plain(str(value)) for name, value in told.items() if isinstance(value, str | int | float)}


def of_graphml(text: str) -> Iterator[dict[str, Any]]:
    """The graphs of a GraphML file, as JSON would tell them.

    Raises:
        ValueError: it is none, or declares entities, which can make a small file huge.
    """
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ValueError("has a DOCTYPE or entities, which are not read")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without entities there is nothing that grows
    except ElementTree.ParseError as error:
        raise ValueError(f"is no XML: {error}") from error
    keys = {name: key.get("attr.name", name) for key in root.iterfind("{*}key") if (name := key.get("id", ""))}
    for graph in root.iterfind("{*}graph"):
        yield {
            **_data(graph, keys),
            "directed": graph.get("edgedefault") == "directed",
            "nodes": [{**_data(node, keys), "id": node.get("id", "")} for node in graph.iterfind("{*}node")],
            "edges": [[edge.get("source"), edge.get("target")] for edge in graph.iterfind("{*}edge")],
        }


def _data(element: ElementTree.Element, keys: Mapping[str, str]) -> dict[str, float | str]:
    found = {
        keys.get(each.get("key", ""), each.get("key", "")): each.text or "" for each in element.iterfind("{*}data")
    }
    return {name: _number(text) for name, text in found.items()}


def _number(text: str) -> float | str:
    try:
        return number if math.isfinite(number := float(text)) else text
    except ValueError:
        return text


def _name(node: Any, place: int) -> int | str:
    """What edges call a node: its name, or its place."""
    if isinstance(node, dict):
        found = next((node[name] for name in _NAMES if isinstance(node.get(name), str | int)), place)
        return found if isinstance(found, str | int) else place
    return place


def _node(node: Any) -> Node:
    """Its features by their names: numbers and words."""
    match node:
        case int() | float() | str():
            return {"f0": _feature(node)}
        case list():
            return {f"f{place}": _feature(each) for place, each in enumerate(node)}
        case dict():
            return dict(_features(node))
    raise ValueError(f"a node is {node!r}; a list of numbers, or an object, was expected")


def _features(node: Mapping[str, Any]) -> Iterator[tuple[str, float | str]]:
    for name, value in node.items():
        if name in PLACES and isinstance(value, list):
            yield from ((f"f{place}", _feature(each)) for place, each in enumerate(value))
        elif name not in _NAMES and isinstance(value, int | float | str):
            yield plain(name, LONGEST), _feature(value)


def _feature(value: Any) -> float | str:
    if isinstance(value, str):
        return plain(value, LONGEST)
    if isinstance(value, int | float) and abs(value) < LARGEST:
        return float(value)
    raise ValueError(f"a node has {str(value)[:LONGEST]}; a number or a word was expected")


def _edge(edge: Any, places: Mapping[int | str, int]) -> tuple[int, int]:
    if isinstance(edge, dict):
        ends = next((one for one in ENDS if one[0] in edge), ENDS[0])
        edge = [edge.get(ends[0]), edge.get(ends[1])]
    match edge:
        case [int() | str() as first, int() | str() as second, *_] if first in places and second in places:
            return places[first], places[second]
    raise ValueError(f"an edge is {edge!r}; a pair of nodes was expected")
