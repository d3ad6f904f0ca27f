"""Drawings as they are exported from here, of any version."""

from __future__ import annotations

from builder.drawing.document import read_document
from builder.kinds.importer import Imported, Importer, Sizes


def read(content: bytes, sizes: Sizes) -> Imported:
    """The drawing itself.

    Raises:
        InvalidDocument: it is none, or too large.
    """
    return Imported(read_document(content), {}, (), ())


IMPORTER = Importer(
    key="json",
    order=10,
    title="Drawing",
    summary="A drawing that was exported from here.",
    suffixes=(".json",),
    read=read,
    is_quick=True,
)
