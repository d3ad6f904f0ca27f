"""A first network for somebody's data, as their schema describes them."""

from __future__ import annotations

from builder.drawing.document import Document, Training
from builder.folder.schema import FieldSchema, Schema
from builder.starters.tiny_gpt import LAYER
from builder.suggested.encoders import ENCODERS
from builder.suggested.sketch import Sketch

HIDDEN, LETTERS, WINDOW = 64, 32, 24
BEGUN, WRITTEN = 8, 100
FORETOLD = ("class", "class set", "number")
STEPS, BATCH = 1_200, 32
MOST_EPOCHS, FEWEST_EPOCHS = 100, 3


def suggested(schema: Schema) -> Document:
    """A drawing that learns from data with this schema: the first answer from all inputs, or what comes next.

    Where there is nothing to foretell, or of a kind that has no usual network, it is the data alone.
    """
    sketch = Sketch()
    sketch.row()
    params = {"data": schema.digest, "schema": schema.text}
    text = next((each for each in schema.fields if each.kind == "text"), None)
    if schema.form == "steps" and text:
        sketch.add("data", "OwnData", **params, window=LETTERS)
        _language(sketch, text)
        return sketch.document(_training(schema.samples[0] // LETTERS, BATCH), layer=LAYER)
    if schema.form == "steps":
        sketch.add("data", "OwnData", **params, window=min(WINDOW, min(schema.samples) // 2))
        _forecast(sketch, schema.fields[0])
    else:
        sketch.add("data", "OwnData", **params)
        _answer(sketch, schema)
    return sketch.document(_training(schema.samples[0], BATCH))


def _training(samples: int, batch: int) -> Training:
    """About as many steps whatever there is to learn from."""
    per_epoch = max(1, -(-samples // batch))
    return Training(epochs=min(MOST_EPOCHS, max(FEWEST_EPOCHS, STEPS // per_epoch)), batch_size=batch)


def _answer(sketch: Sketch, schema: Schema) -> None:
    """The first answer that a usual network gives, from all that is learned from."""
    answer = next((each for each in schema.fields if each.is_answer and each.kind in FORETOLD), None)
    inputs = [each for each in schema.fields if not each.is_answer and _is_input(each, schema)]
    if answer is None or not inputs:
        return
    features = []
    for place, field in enumerate(inputs):
        if place:
            sketch.row(1)
        features.append(ENCODERS[field.kind](sketch, f"data.{field.name}", field))
    source = features[0]
    sketch.row(1)
    if len(features) > 1:
        together = sketch.add("together", "Concatenate")
        for place, each in enumerate(features, 1):
            sketch.wire(f"{together}.input{place}", each)
        source = f"{together}.output"
    source = sketch.then(sketch.then(source, "hidden", "Linear", out_features=HIDDEN), "relu", "ReLU")
    _judged(sketch, source, answer)


def _is_input(field: FieldSchema, schema: Schema) -> bool:
    """Whether a usual network takes it, and it does not belong to another field, as the edges of a graph do."""
    parts = ("edges", "mask", "class")
    belongs = any(field.name == f"{other.name}_{part}" for other in schema.fields for part in parts)
    return field.kind in ENCODERS and not belongs


def _judged(sketch: Sketch, source: str, answer: FieldSchema, target: str | None = None) -> None:
    """The last layer, the loss, how good it is, and the answer, for what kind of thing is foretold."""
    target = target or f"data.{answer.name}"
    if answer.kind == "class":
        source = sketch.then(source, "scores", "Linear", out_features=len(answer.classes))
        _goal(sketch, ("CrossEntropyLoss", source, target))
        _ends(sketch, ("Accuracy", source, target), source, answer.name)
    elif answer.kind == "class set":
        source = sketch.then(source, "scores", "Linear", out_features=answer.shape[0])
        _goal(sketch, ("BCEWithLogitsLoss", source, target))
        chances = sketch.then(source, "chances", "Sigmoid")
        _ends(sketch, ("BinaryAccuracy", source, target), chances, answer.name)
    else:
        source = sketch.then(source, "foretold", "Linear", out_features=answer.shape[-1] if answer.shape else 1)
        _goal(sketch, ("MSELoss", source, "target_scaled.output"))
        sketch.then(target, "target_scaled", "Standardize")
        undone = sketch.then(source, "in_its_units", "Inverse", of="target_scaled")
        _ends(sketch, ("MeanAbsoluteError", undone, target), undone, answer.name)


Judge = tuple[str, str, str]
"""A loss or a metric: its type, what it judges, and by what."""


def _goal(sketch: Sketch, loss: Judge) -> None:
    """What is made smaller; what comes after it stands in the next row."""
    sketch.wire(f"{sketch.add('loss', loss[0])}.input", loss[1])
    sketch.wire("loss.target", loss[2])
    sketch.wire(f"{sketch.add('objective', 'Objective', lr=0.003)}.loss", "loss.loss")
    sketch.row(2)


def _ends(sketch: Sketch, metric: Judge, said: str, name: str) -> None:
    """How good the answer is, and the answer, which is called after what it foretells."""
    measured = sketch.add("accuracy" if "Accuracy" in metric[0] else "mean_error", metric[0])
    sketch.wire(f"{measured}.input", metric[1])
    sketch.wire(f"{measured}.target", metric[2])
    sketch.wire(f"{sketch.add(name, 'Output')}.input", said)


def _forecast(sketch: Sketch, field: FieldSchema) -> None:
    """The next values of all columns from a window of them."""
    source = sketch.then(f"data.{field.name}", "columns", "Transpose", dim0=1, dim1=2)
    source = sketch.then(sketch.then(source, "scaled", "Standardize"), "flat", "Flatten")
    sketch.row(1)
    source = sketch.then(sketch.then(source, "hidden", "Linear", out_features=HIDDEN), "relu", "ReLU")
    _judged(sketch, source, field, f"data.{field.name}_next")


def _language(sketch: Sketch, field: FieldSchema) -> None:
    """A small GPT."""
    many, width = len(field.classes), 32
    source = sketch.then(f"data.{field.name}", "embed", "Embedding", num_embeddings=many, embedding_dim=width)
    source = sketch.then(source, "positions", "LearnedPositions", max_len=LETTERS)
    layers = sketch.add("layers", "Repeat", block="layer", times=2, width=width)
    sketch.wire(f"{layers}.x", source)
    source = sketch.then(f"{layers}.y", "norm", "LayerNorm")
    sketch.row(1)
    source = sketch.then(source, "scores", "Linear", out_features=many)
    turned = sketch.then(source, "per_letter", "Transpose", dim0=1, dim1=2)
    target = f"data.{field.name}_next"
    _goal(sketch, ("CrossEntropyLoss", turned, target))
    _ends(sketch, ("Accuracy", turned, target), source, "next")
    write = sketch.add("write", "GenerateTokens", kept=BEGUN, length=WRITTEN, temperature=0.7)
    sketch.wire(f"{write}.scores", source)
    sketch.wire(f"{write}.into", f"data.{field.name}")
