"""A drawing that grows a row at a time."""

from __future__ import annotations

from builder.drawing.document import Block, Document, Node, Training, Value
from builder.kinds.starter import COLUMN, ROW


class Sketch:
    """Nodes in rows, from left to right; a signal is a reference such as ``data.numbers``."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, str] = {}
        self._columns: list[int] = []

    def row(self, column: int = 0) -> None:
        """Go on in a new row, from this column."""
        self._columns.append(column)

    def add(self, id: str, type_name: str, /, **params: Value) -> str:
        """A node at the end of the row, by the first free name like ``id``."""
        number, name = 1, id
        while name in self.nodes:
            number += 1
            name = f"{id}{number}"
        place = (self._columns[-1] * COLUMN, (len(self._columns) - 1) * ROW)
        self.nodes[name] = Node(type=type_name, params=params, position=place)
        self._columns[-1] += 1
        return name

    def then(self, source: str, id: str, type_name: str, /, **params: Value) -> str:
        """A layer that takes a signal; what comes out of it."""
        name = self.add(id, type_name, **params)
        self.wire(f"{name}.input", source)
        return f"{name}.output"

    def wire(self, target: str, source: str) -> None:
        self.edges[target] = source

    @property
    def width(self) -> int:
        """The column after the longest row."""
        return max(self._columns, default=0)

    def document(self, training: Training, **blocks: Block) -> Document:
        return Document(blocks={"main": Block(nodes=self.nodes, edges=self.edges), **blocks}, training=training)
