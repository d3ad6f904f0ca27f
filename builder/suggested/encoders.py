"""What turns a field of each kind into features: signals of shape (N, features)."""

from __future__ import annotations

from collections.abc import Callable

from builder.folder.schema import FieldSchema
from builder.suggested.sketch import Sketch

WIDTH, FEW, SMALLEST = 32, 8, 7

Encoder = Callable[[Sketch, str, FieldSchema], str]


def numbers(sketch: Sketch, source: str, field: FieldSchema) -> str:
    return sketch.then(source, "scaled", "Standardize")


def one_class(sketch: Sketch, source: str, field: FieldSchema) -> str:
    many, name = len(field.classes), f"{field.name}_as_numbers"
    return sketch.then(source, name, "Embedding", num_embeddings=many, embedding_dim=min(many, FEW))


def as_it_is(sketch: Sketch, source: str, field: FieldSchema) -> str:
    return source


def picture(sketch: Sketch, source: str, field: FieldSchema) -> str:
    """Convolutions and pooling until 7 pixels or fewer are left on a side."""
    channels, side = 16, min(field.shape[1:])
    while side > SMALLEST or channels == 16:
        source = sketch.then(source, "conv", "Conv2d", out_channels=channels, kernel_size=(3, 3), padding=(1, 1))
        source = sketch.then(source, "relu", "ReLU")
        source = sketch.then(source, "pool", "MaxPool2d", kernel_size=(2, 2))
        channels, side = min(2 * channels, 64), side // 2
    return sketch.then(source, "flat", "Flatten")


def sound(sketch: Sketch, source: str, field: FieldSchema) -> str:
    """Filters that look at ever longer pieces of the wave, and the strongest that each found."""
    for channels in (16, 32, 32):
        source = sketch.then(source, "filters", "Conv1d", out_channels=channels, kernel_size=(9,), stride=(4,))
        source = sketch.then(source, "relu", "ReLU")
    return sketch.then(sketch.then(source, "strongest", "AdaptiveMaxPool1d", output_size=(1,)), "flat", "Flatten")


def words(sketch: Sketch, source: str, field: FieldSchema) -> str:
    """Each token as a vector, filters over three of them, and the strongest that each found."""
    source = sketch.then(
        source, "tokens_as_numbers", "Embedding", num_embeddings=len(field.classes), embedding_dim=WIDTH
    )
    return steps(sketch, source, field)


def steps(sketch: Sketch, source: str, field: FieldSchema) -> str:
    """Shape: (N, L, features) -> (N, features)."""
    source = sketch.then(source, "along", "Transpose", dim0=1, dim1=2)
    source = sketch.then(source, "filters", "Conv1d", out_channels=WIDTH, kernel_size=(3,), padding=(1,))
    source = sketch.then(source, "relu", "ReLU")
    return sketch.then(sketch.then(source, "strongest", "AdaptiveMaxPool1d", output_size=(1,)), "flat", "Flatten")


def members(sketch: Sketch, source: str, field: FieldSchema) -> str:
    """The same layer for each member of a set, and the sum of what it says of those that are there."""
    source = sketch.then(source, "each", "Linear", out_features=WIDTH)
    return _summed(sketch, sketch.then(source, "relu", "ReLU"), f"data.{field.name}_mask")


def graph(sketch: Sketch, source: str, field: FieldSchema) -> str:
    """Two rounds of listening to neighbours, and the sum over all that are there."""
    for _ in range(2):
        source = sketch.then(source, "neighbours", "GraphConvolution", out_features=WIDTH)
        sketch.wire(f"{source.partition('.')[0]}.adjacency", f"data.{field.name}_edges")
        source = sketch.then(source, "relu", "ReLU")
    return _summed(sketch, source, f"data.{field.name}_mask")


def _summed(sketch: Sketch, source: str, mask: str) -> str:
    there = sketch.then(mask, "there", "Unsqueeze", dim=-1)
    source = sketch.then(source, "of_these", "Multiply")
    sketch.wire(f"{source.partition('.')[0]}.other", there)
    return sketch.then(source, "sum", "Sum", dim=1)


ENCODERS: dict[str, Encoder] = {
    "number": numbers,
    "class": one_class,
    "class set": as_it_is,
    "image": picture,
    "audio": sound,
    "text": words,
    "tokens": words,
    "series": steps,
    "set": members,
    "graph": graph,
}
