"""A batch norm can't work with one sample of one value a channel."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from builder.checker.changes import next_batch_size
from builder.drawing.problems import Fix, SetTraining
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.rows import rows
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import doing


def _find(look: Look) -> Iterator[Finding]:
    for id, seen in doing(look, "native_batch_norm"):
        shape = seen.shapes[0]
        if len(shape) < 2 or prod(shape) // shape[1] > shape[0] or shape[0] != 2:
            continue  # more than one value of each channel in a sample
        said = _lone(look)
        if said is None:
            return
        yield Finding(
            node=id,
            message=f"{id} compares the samples of a batch; {said}.",
            hint="With one sample there is nothing to compare, and training would stop there. Choose another batch "
            "size under Training.",
            fix=_other_size(look),
        )


def _other_size(look: Look) -> Fix | None:
    """The next larger batch size that leaves no sample alone."""
    training = look.found.document.training
    if any(change.batch_size for change in training.changes):
        return None
    size = next_batch_size(training.batch_size, rows(look))
    return Fix(label=f"Use batches of {size}", edits=(SetTraining(name="batch_size", value=size),))


def _lone(look: Look) -> str | None:
    """In which words there is a batch of one; None where there is none."""
    training = look.found.document.training
    many = rows(look)
    sizes = [training.batch_size, *(each.batch_size for each in training.changes if each.batch_size)]
    for size in sizes:
        if size == 1:
            return "batches have one sample each"
        if many is not None and many % size == 1:
            return f"{many:,} samples in batches of {size} leave one for the last batch"
    return None


RULE = Rule(
    code="lone_sample",
    title="A batch norm of one sample",
    what="A batch norm gets a batch of a single sample, often the last one of an epoch.",
    why="It brings each feature to mean 0 over the batch. Of one sample this leaves nothing, and torch refuses it.",
    mend="Choose a batch size that doesn't leave one sample over; or take LayerNorm, which looks at one sample alone.",
    case=sketch(
        """
    data = TwoMoons()
    fc = Linear(out_features=8)(data.point)
    bn = BatchNorm1d()(fc)
    relu = ReLU()(bn)
    fc2 = Linear(out_features=2)(relu)
    loss = CrossEntropyLoss()(fc2, data.label)
    objective = Objective()(loss)
    """,
        batch_size=31,
    ),
    counter=sketch(
        """
    data = TwoMoons()
    fc = Linear(out_features=8)(data.point)
    bn = BatchNorm1d()(fc)
    relu = ReLU()(bn)
    fc2 = Linear(out_features=2)(relu)
    loss = CrossEntropyLoss()(fc2, data.label)
    objective = Objective()(loss)
    """,
        batch_size=32,
    ),
    find=_find,
)
