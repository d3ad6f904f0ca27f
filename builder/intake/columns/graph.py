"""Graphs: nodes with features, and which of them are joined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import polars as pl
from numpy.typing import NDArray

from builder.folder.column import Column, Filler, Guess
from builder.folder.limits import Limits
from builder.folder.schema import FieldSchema
from builder.folder.table import Table
from builder.folder.told import Choices
from builder.folder.writing import Filled
from builder.intake.graphs import Graph, graph_of, read_graph
from builder.intake.json_cells import parsed, share_of
from builder.intake.media import refuse_too_large
from builder.intake.one_by_one import OneByOne

MOST_WORDS = 50
Values = NDArray[np.float32]


class GraphColumn(Column):
    """A column such as ``{"nodes": [{"charge": 1}, {"charge": 2}], "edges": [[0, 1]]}``."""

    kind = "graph"

    def guess(self, name: str, cells: pl.Series, table: Table) -> Guess | None:
        share = share_of(cells, lambda cell: graph_of(parsed(cell)))
        return Guess(share, "nodes and edges") if share > 0.5 else None

    def filler(self, name: str, columns: Sequence[str], table: Table, choices: Choices, limits: Limits) -> Filler:
        return Graphs(name, columns[0], limits)


class Graphs(OneByOne[Graph]):
    """Shape: features of nodes ragged (N, longest, F), and edges (N, longest, longest), 1 for nodes that are joined.

    What nodes say in words becomes a feature for each word, 1 where it is said; nodes that say nothing have a single 1.
    """

    def __init__(self, name: str, column: str, limits: Limits) -> None:
        super().__init__(name, column)
        self.limits = limits

    def value(self, cell: str) -> Graph:
        return read_graph(cell)

    @property
    def nothing(self) -> Graph:
        return Graph((), (), is_directed=False)

    def done(self) -> list[Filled]:
        notes = self.notes()
        lengths = np.array([len(each.nodes) for each in self.values], np.int32)
        longest = int(lengths.max())
        refuse_too_large(self.column, len(self.values), (longest, longest), self.limits)
        features = _features([node for each in self.values for node in each.nodes])
        values = np.stack(list(features.values()), axis=1)
        nodes = FieldSchema(
            name=self.name, kind="graph", shape=(longest, len(features)), columns=tuple(features), is_ragged=True
        )
        edges = FieldSchema(
            name=f"{self.name}_edges", kind="graph", shape=(longest, longest), stored="uint8", between=(0, 1)
        )
        joined = np.zeros((len(self.values), longest, longest), np.uint8)
        for place, each in enumerate(self.values):
            for first, second in each.edges:
                joined[place, first, second] = 1
                if not each.is_directed:
                    joined[place, second, first] = 1
        return [Filled(nodes, values, lengths, unread=self.unread, notes=notes), Filled(edges, joined)]


def _features(nodes: Sequence[dict[str, float | str]]) -> dict[str, Values]:
    """A column for each number that nodes have, and for each word that they say. Shape: each (n,)."""
    features: dict[str, Values] = {}
    for name in dict.fromkeys(chain.from_iterable(nodes)):
        said = [node.get(name) for node in nodes]
        words = sorted({each for each in said if isinstance(each, str)})
        if any(isinstance(each, float) for each in said):
            features[name] = np.array([each if isinstance(each, float) else 0 for each in said], np.float32)
        if len(words) <= MOST_WORDS:
            features |= {f"{name} {word}": np.array([each == word for each in said], np.float32) for word in words}
    return features or {"node": np.ones(len(nodes), np.float32)}


COLUMN = GraphColumn()
