"""Small drawings, one for each kind of answer that no starter has."""

from __future__ import annotations

from builder.drawing.document import Document, Node
from tests.drawings import draw

GOAL = {"goal": ("Objective", {"lr": 0.01})}
LETTERS = 96


def labels() -> Document:
    """Which of three shapes is in a picture, as three questions."""
    nodes = {
        "data": "ShapeImages",
        "flat": "Flatten",
        "fc": ("Linear", {"out_features": 3}),
        "hot": ("OneHot", {"num_classes": 3}),
        "f": "ToFloat",
        "loss": "BCEWithLogitsLoss",
        **GOAL,
        "said": "Output",
    }
    edges = {
        "flat.input": "data.image",
        "fc.input": "flat.output",
        "loss.input": "fc.output",
        "hot.input": "data.label",
        "f.input": "hot.output",
        "loss.target": "f.output",
        "goal.loss": "loss.loss",
        "said.input": "fc.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=128)


def shifted() -> Document:
    """What comes after each letter: the text is both what is read and, one letter on, what would be right."""
    nodes = {
        "data": "HelpText",
        "read": ("Slice", {"dim": 1, "start": 0, "end": -1}),
        "next": ("Slice", {"dim": 1, "start": 1, "end": 48}),
        "embed": ("Embedding", {"num_embeddings": LETTERS, "embedding_dim": 4}),
        "fc": ("Linear", {"out_features": LETTERS}),
        "turned": ("Transpose", {"dim0": 1, "dim1": 2}),
        "loss": "CrossEntropyLoss",
        **GOAL,
        "said": "Output",
    }
    edges = {
        "read.input": "data.tokens",
        "next.input": "data.tokens",
        "embed.input": "read.output",
        "fc.input": "embed.output",
        "turned.input": "fc.output",
        "loss.input": "turned.output",
        "loss.target": "next.output",
        "goal.loss": "loss.loss",
        "said.input": "fc.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=128)


def column() -> Document:
    """How large a garden is, by what else the table says of a house."""
    nodes = {
        "data": "HousePrices",
        "known": ("Slice", {"dim": 1, "start": 0, "end": 3}),
        "asked": ("Slice", {"dim": 1, "start": 3, "end": 4}),
        "fc": ("Linear", {"out_features": 1}),
        "loss": "MSELoss",
        **GOAL,
        "garden": "Output",
    }
    edges = {
        "known.input": "data.numbers",
        "asked.input": "data.numbers",
        "fc.input": "known.output",
        "loss.input": "fc.output",
        "loss.target": "asked.output",
        "goal.loss": "loss.loss",
        "garden.input": "fc.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=128)


def mirror() -> Document:
    """A digit as a mirror shows it."""
    nodes = {
        "data": "Digits",
        "flat": "Flatten",
        "fc": ("Linear", {"out_features": 64}),
        "ink": "Sigmoid",
        "square": ("Unflatten", {"dim": 1, "unflattened_size": [1, 8, 8]}),
        "turned": ("Flip", {"dims": [3]}),
        "loss": "MSELoss",
        **GOAL,
        "seen": "Output",
    }
    edges = {
        "flat.input": "data.image",
        "fc.input": "flat.output",
        "ink.input": "fc.output",
        "square.input": "ink.output",
        "turned.input": "data.image",
        "loss.input": "square.output",
        "loss.target": "turned.output",
        "goal.loss": "loss.loss",
        "seen.input": "square.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=128)


def price() -> Document:
    """What a house costs."""
    nodes = {"data": "HousePrices", "fc": ("Linear", {"out_features": 1}), "loss": "MSELoss", **GOAL, "cost": "Output"}
    edges = {
        "fc.input": "data.numbers",
        "loss.input": "fc.output",
        "loss.target": "data.price",
        "goal.loss": "loss.loss",
        "cost.input": "fc.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=64)


def scene() -> Document:
    """How far away everything is in a picture, what each pixel belongs to, and which things are where."""
    nodes = {
        "data": "ShapeScenes",
        "conv": ("Conv2d", {"out_channels": 8, "kernel_size": 5, "padding": 2}),
        "relu": "ReLU",
        "far": ("Conv2d", {"out_channels": 1, "kernel_size": 1}),
        "belongs": ("Conv2d", {"out_channels": 4, "kernel_size": 1}),
        "pool": ("AdaptiveAvgPool2d", {"output_size": 4}),
        "flat": "Flatten",
        "twelve": ("Linear", {"out_features": 12}),
        "where": ("Unflatten", {"unflattened_size": [3, 4]}),
        "also": ("Linear", {"out_features": 12}),
        "what": ("Unflatten", {"unflattened_size": [4, 3]}),
        "far_loss": "L1Loss",
        "mask_loss": "CrossEntropyLoss",
        "box_loss": "SmoothL1Loss",
        "kind_loss": "CrossEntropyLoss",
        "loss": ("AddLosses", {"inputs": 4}),
        **GOAL,
        "depth": "Output",
        "mask": "Output",
        "boxes": "Output",
        "kinds": "Output",
    }
    edges = {
        "conv.input": "data.image",
        "relu.input": "conv.output",
        "far.input": "relu.output",
        "belongs.input": "relu.output",
        "pool.input": "relu.output",
        "flat.input": "pool.output",
        "twelve.input": "flat.output",
        "where.input": "twelve.output",
        "also.input": "flat.output",
        "what.input": "also.output",
        "far_loss.input": "far.output",
        "far_loss.target": "data.depth",
        "mask_loss.input": "belongs.output",
        "mask_loss.target": "data.mask",
        "box_loss.input": "where.output",
        "box_loss.target": "data.boxes",
        "kind_loss.input": "what.output",
        "kind_loss.target": "data.kinds",
        "loss.loss1": "far_loss.loss",
        "loss.loss2": "mask_loss.loss",
        "loss.loss3": "box_loss.loss",
        "loss.loss4": "kind_loss.loss",
        "goal.loss": "loss.loss",
        "depth.input": "far.output",
        "mask.input": "belongs.output",
        "boxes.input": "where.output",
        "kinds.input": "what.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=64)


def series() -> Document:
    """What comes next in a series."""
    nodes = {
        "data": "TimeSeries",
        "flat": "Flatten",
        "fc": ("Linear", {"out_features": 1}),
        "loss": "MSELoss",
        **GOAL,
        "then": "Output",
    }
    edges = {
        "flat.input": "data.past",
        "fc.input": "flat.output",
        "loss.input": "fc.output",
        "loss.target": "data.next",
        "goal.loss": "loss.loss",
        "then.input": "fc.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=64)


def rollout() -> Document:
    """A series that goes on after its beginning, step by step."""
    base = series()
    graph = base.graph
    onwards = Node(type="Rollout", params={"kept": 12, "length": 6})
    nodes = {**graph.nodes, "onwards": onwards, "made": Node(type="Output")}
    edges = {
        **graph.edges,
        "onwards.predicted": "fc.output",
        "onwards.into": "data.past",
        "made.input": "onwards.output",
    }
    return base.model_copy(update={"blocks": {"main": graph.model_copy(update={"nodes": nodes, "edges": edges})}})


def sound() -> Document:
    """A sound, squeezed and unfolded."""
    nodes = {
        "data": "PhoneTones",
        "fold": ("Conv1d", {"out_channels": 16, "kernel_size": 16, "stride": 8, "padding": 4}),
        "tanh": "Tanh",
        "unfold": ("ConvTranspose1d", {"out_channels": 1, "kernel_size": 16, "stride": 8, "padding": 4}),
        "loss": "MSELoss",
        **GOAL,
        "heard": "Output",
    }
    edges = {
        "fold.input": "data.wave",
        "tanh.input": "fold.output",
        "unfold.input": "tanh.output",
        "loss.input": "unfold.output",
        "loss.target": "data.wave",
        "goal.loss": "loss.loss",
        "heard.input": "unfold.output",
    }
    return draw(nodes, edges, epochs=3, batch_size=64)


def embedding() -> Document:
    """A code of digits from which a classifier learns, as an answer by itself."""
    nodes = {
        "data": "Digits",
        "flat": "Flatten",
        "code": ("Linear", {"out_features": 8}),
        "tanh": "Tanh",
        "fc": ("Linear", {"out_features": 10}),
        "loss": "CrossEntropyLoss",
        **GOAL,
        "near": "Output",
    }
    edges = {
        "flat.input": "data.image",
        "code.input": "flat.output",
        "tanh.input": "code.output",
        "fc.input": "tanh.output",
        "loss.input": "fc.output",
        "loss.target": "data.label",
        "goal.loss": "loss.loss",
        "near.input": "tanh.output",
    }
    return draw(nodes, edges, epochs=5, batch_size=64)


def contacts() -> Document:
    """Which beads of a chain touch: a number for each two."""
    nodes = {
        "data": "HPProteins",
        "embed": ("Embedding", {"num_embeddings": 2, "embedding_dim": 4}),
        "flat": "Flatten",
        "fc": ("Linear", {"out_features": 144}),
        "square": ("Unflatten", {"unflattened_size": [12, 12]}),
        "loss": "MSELoss",
        **GOAL,
        "touch": "Output",
    }
    edges = {
        "embed.input": "data.chain",
        "flat.input": "embed.output",
        "fc.input": "flat.output",
        "square.input": "fc.output",
        "loss.input": "square.output",
        "loss.target": "data.contacts",
        "goal.loss": "loss.loss",
        "touch.input": "square.output",
    }
    return draw(nodes, edges, epochs=2, batch_size=64)


DRAWINGS = {
    each.__name__: each
    for each in (labels, price, scene, series, rollout, sound, embedding, contacts, shifted, column, mirror)
}
