"""Weights that the command line is given: a file, or what another run has learned."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import save_file

from builder.drawing.document import Beginning
from builder.folder.place import look_in
from builder.folder.weights import SUFFIX, digest_of, shapes_in
from trainer.problems import TrainingProblem
from trainer.run import checkpoint

FOLDER = "weights"


def beginning_of(given: Path) -> Beginning:
    """What a training begins from that is given a safetensors file or the folder of another run, its best weights.

    Raises:
        TrainingProblem: ``no_weights``: it is neither; ``no_checkpoint``.
    """
    file = _of_run(given) if given.is_dir() else given
    try:
        shapes_in(file)
        look_in(file.parent)
        return Beginning(weights=digest_of(file), title=str(given.name))
    except (OSError, ValueError) as error:
        raise TrainingProblem(
            "no_weights",
            f"{given} can't be taken as weights: {error}.",
            "Give a .safetensors file, as Export writes it, or the --out folder of another run.",
        ) from error


def _of_run(folder: Path) -> Path:
    """The file of the weights that a run keeps, written beside its states."""
    last, best, _ = checkpoint.weights(folder)
    file = folder / FOLDER / f"weights{SUFFIX}"
    file.parent.mkdir(exist_ok=True)
    save_file({name: value.clone().contiguous() for name, value in (best or last).items()}, file, {"format": "pt"})
    return file.replace(file.with_name(digest_of(file) + SUFFIX))
