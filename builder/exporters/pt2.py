"""The trained network as torch's own graph file."""

from __future__ import annotations

import io

import torch

from builder.drawing.document import Document
from builder.exporters.parts.trained import traced, tracing
from builder.kinds.exporter import Exporter, Weights


def write(document: Document, weights: Weights) -> bytes:
    """A file for ``torch.export.load``, which needs neither this drawing nor its source.

    Shape: the first axis of each input is the batch, of any size; sequences may be shorter than those of the data,
    where the network can read them.
    """
    _, graph = traced(document, weights)
    content = io.BytesIO()
    with tracing("a torch.export file", "One of its operations can't be saved."):
        torch.export.save(graph, content)
    return content.getvalue()


EXPORTER = Exporter(
    key="pt2",
    order=60,
    title="torch.export program",
    summary="The trained network as one file that torch.export.load opens, without its source.",
    file_name="network.pt2",
    media_type="application/octet-stream",
    write=write,
    needs_weights=True,
)
