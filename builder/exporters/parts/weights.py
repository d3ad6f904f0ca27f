"""Reads learned values from a file."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load

from builder.kinds.exporter import ExportProblem, Weights

CHECKPOINT = "net."


def read_weights(file: Path) -> Weights:
    """The weights of an exported safetensors file, or those inside a checkpoint of ``python -m trainer``.

    Raises:
        ExportProblem: ``no_file``, ``not_weights``.
    """
    try:
        tensors = load(file.read_bytes())
    except OSError as error:
        raise ExportProblem("no_file", f"{file} can't be read: {error.strerror}.") from error
    except SafetensorError as error:
        raise ExportProblem(
            "not_weights", f"{file} is no safetensors file.", "Export the weights, or name a checkpoint of a run."
        ) from error
    if "rng.global" not in tensors:
        return tensors
    return {name.removeprefix(CHECKPOINT): value for name, value in tensors.items() if name.startswith(CHECKPOINT)}
