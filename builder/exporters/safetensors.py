"""The learned values alone.

Reference: safetensors, huggingface.co/docs/safetensors: a plain format that can hold no code.
"""

from __future__ import annotations

from safetensors.torch import save

from builder.drawing.document import Document
from builder.exporters.parts.trained import trained
from builder.kinds.exporter import Exporter, Weights


def write(document: Document, weights: Weights) -> bytes:
    """The state dict of the trained network: load it with ``net.load_state_dict(load_file(...))``."""
    _, net = trained(document, weights)
    apart = {name: value.clone().contiguous() for name, value in net.state_dict().items()}  # shared ones are refused
    return save(apart, {"format": "pt"})


EXPORTER = Exporter(
    key="safetensors",
    order=40,
    title="Weights",
    summary="What the network has learned, as safetensors, for its source in PyTorch.",
    file_name="weights.safetensors",
    media_type="application/octet-stream",
    write=write,
    needs_weights=True,
)
