"""Language models at their published sizes: tokens, layers, and scores from the weights of the embedding."""

from collections.abc import Mapping

from builder.drawing.document import Block, Document, Value
from builder.kinds.starter import Cell, cell, drawing, grid


def language_model(
    layer: Block,
    params: Mapping[str, Value],
    *,
    vocabulary: int,
    context: int,
    width: int,
    times: int,
    norm: Cell,
    has_places: bool,
) -> Document:
    """A document that says each next token.

    Args:
        params: what a layer is given.
        norm: the last norm, called ``norm``.
        has_places: whether a vector is learned for each place.
    """
    table = {"num_embeddings": vocabulary, "embedding_dim": width}
    main = grid(
        [
            cell("text", "RandomIntegers", high=vocabulary, shape=context),
            cell("embed", "Embedding", **table),
            cell("positions", "LearnedPositions", max_len=context) if has_places else None,
            cell("layers", "Repeat", block="layer", times=times, **params),
            norm,
            cell("scores", "TiedLinear", of="embed"),
        ],
        [
            cell("next", "RandomIntegers", high=vocabulary, shape=context),
            None,
            cell("objective", "Objective", lr=0.0001),
            cell("loss", "CrossEntropyLoss"),
            cell("per_token", "Transpose", dim0=1, dim1=2),
            cell("answer", "Output"),
        ],
        wires={
            "embed": "text.integers",
            **({"positions": "embed"} if has_places else {}),
            "layers.x": "positions" if has_places else "embed",
            "norm": "layers.y",
            "scores": "norm",
            "answer": "scores",
            "per_token": "scores",
            "loss": "per_token",
            "loss.target": "next.integers",
            "objective.loss": "loss.loss",
        },
    )
    return drawing(main, layer=layer, epochs=1, batch_size=8)
