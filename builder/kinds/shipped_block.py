"""A block that comes with Layerloom: a drawing to copy into one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.drawing.document import Block


@dataclass(frozen=True)
class ShippedBlock:
    """A part of many networks, drawn with the layers of the catalogue, so that it can be opened and changed.

    Args:
        name: what it is called in a drawing and, in capitals, in the source.
        summary: one sentence that says what it does.
        reference: author, title, year of the paper that it comes from.
        block: the drawing; ``needs`` are the blocks that it uses, by their names.
        example: the shape of one sample for each input, with which its defaults work.
        use: the type of node that uses it, such as Scan for a cell.
    """

    name: str
    title: str
    category: str
    summary: str
    reference: str
    block: Block
    example: Mapping[str, tuple[int, ...]]
    needs: Mapping[str, Block] = field(default_factory=dict)
    use: str = "Block"

    @property
    def blocks(self) -> dict[str, Block]:
        """All that a document must hold so that a node of type ``use`` can name it."""
        return {**self.needs, self.name: self.block}
