"""Data that a process is about to read lie where it looks for them."""

from __future__ import annotations

from builder.drawing.document import Document
from builder.folder.place import DataAway
from trainer.problems import TrainingProblem
from webapp.own import versions
from webapp.own.access import versions_in
from webapp.weights.files import bring as bring_weights


def bring_for(document: Document) -> None:
    """Have the data lie here that a drawing learns from, and the weights that it begins from, if they are kept.

    Raises:
        TrainingProblem: ``no_data``: they were deleted, or can't be fetched; ``no_weights``: they can't be fetched.
    """
    bring_weights(each.weights for each in document.training.begins_from)
    try:
        versions.bring(versions_in(document))
    except DataAway as error:
        raise TrainingProblem(
            "no_data", f"The data can't be read: {error}.", "What was learned stays; to learn more, choose other data."
        ) from error
