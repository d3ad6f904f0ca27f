"""A batch in which no label is told: the mean over none is not a number."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

from builder.drawing.problems import Fix, SetTraining
from builder.kinds.fewer import HIDDEN
from builder.meaning.look import Look
from builder.meaning.rule import Finding, Rule
from builder.meaning.rules.parts.rows import labels, rows
from builder.meaning.rules.parts.sketch import sketch
from builder.meaning.rules.parts.ways import needed

LIKELY = 0.01
"""Such a batch in so many runs is worth a word."""


def _find(look: Look) -> Iterator[Finding]:
    for id in needed(look, "loss"):
        target, params = look.into(id, "target"), look.found.params[id]
        if target is None or target.low != HIDDEN or params.get("reduction", "mean") != "mean":
            continue
        if params.get("ignore_index") != HIDDEN:  # another rule speaks of that
            continue
        data = [data for data in needed(look, "data") if any(field.startswith(f"{data}.") for field in target.fields)]
        counts, training = labels(look, data[0]) if len(data) == 1 else None, look.found.document.training
        if counts is None or _without(look, counts, training.batch_size) < LIKELY:
            continue
        many, told = counts
        yield Finding(
            node=id,
            port="target",
            message=f"{id} takes the mean over the labels that are told. Of {many:,} samples {told:,} have one, so "
            f"that some batch of {training.batch_size} is likely to have none.",
            hint="The mean over none is not a number, and training would stop there. Use larger batches, or have more "
            "labels told.",
            fix=_larger(look, counts),
        )


def _without(look: Look, counts: tuple[int, int], size: int) -> float:
    """How many batches without a label a run is to expect."""
    many, told = counts
    full, last = divmod(rows(look) or many, size)
    sizes = ((full, min(size, many)), (bool(last), min(last, many)))
    return look.found.document.training.epochs * sum(
        batches * comb(many - told, samples) / comb(many, samples) for batches, samples in sizes
    )


def _larger(look: Look, counts: tuple[int, int]) -> Fix | None:
    """The least doubling of the batch size after which that is no longer likely."""
    training = look.found.document.training
    if any(change.batch_size for change in training.changes):
        return None
    size = training.batch_size
    while size < counts[0] and _without(look, counts, size) >= LIKELY:
        size = min(2 * size, counts[0])
    return Fix(label=f"Use batches of {size}", edits=(SetTraining(name="batch_size", value=size),))


RULE = Rule(
    code="no_label",
    title="A batch without a label",
    what="So few labels are told that some batch is likely to hold none, and the loss is a mean over them.",
    why="The mean over none is not a number. With it, all weights would be lost.",
    mend="Use larger batches, so that each holds some labels; or have more labels told.",
    case=sketch("""
    data = TwoMoons(labelled=0.01)
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """),
    counter=sketch(
        """
    data = TwoMoons(labelled=0.01)
    fc = Linear(out_features=2)(data.point)
    loss = CrossEntropyLoss()(fc, data.label)
    objective = Objective()(loss)
    """,
        batch_size=1024,
    ),
    find=_find,
)
