"""The drawing itself, to be opened again."""

from __future__ import annotations

from builder.drawing.document import Document
from builder.kinds.exporter import Exporter, Weights


def write(document: Document, weights: Weights) -> bytes:
    """The document as JSON, as docs/document.md describes it."""
    return document.model_dump_json(indent=2).encode() + b"\n"


EXPORTER = Exporter(
    key="json",
    order=30,
    title="Drawing",
    summary="The drawing as a JSON file, which can be opened here again.",
    file_name="network.json",
    media_type="application/json",
    write=write,
)
