"""A network that nobody trained here, with the weights that its drawing begins from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from builder.compiler.program import compile
from builder.compiler.weights import parts_of
from builder.drawing.document import Beginning, Document
from builder.kinds.exporter import ExportProblem, Weights
from builder.script.weights import take_weights


def begun_weights(document: Document, file_of: Callable[[Beginning], Path]) -> Weights | None:
    """All weights of a drawing that begins from others; None where it begins from fresh ones.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way.
        ExportProblem: ``no_weights``, or ``not_all_weights`` where some would be fresh.
    """
    if not document.training.begins_from:
        return None
    program = compile(document, to_train=False)
    with torch.random.fork_rng(devices=[]):
        net = program.network()
    taken: set[str] = set()
    for beginning in document.training.begins_from:
        try:
            given = load_file(file_of(beginning))
        except (OSError, SafetensorError, ValueError) as error:
            called = beginning.title or f"the weights {beginning.weights[:8]}…"
            raise ExportProblem(
                "no_weights", f"This drawing begins from {called}, which can't be read here.", "Train it first."
            ) from error
        taken |= set(take_weights(net, given, parts_of(program.plan, beginning)))
    if fresh := [name for name in net.state_dict() if name not in taken]:
        named = ", ".join(fresh[:3]) + (" and more" if fresh[3:] else "")
        raise ExportProblem(
            "not_all_weights",
            f"{named} would have fresh weights: nothing of what this drawing begins from fits them.",
            "Train it first, or leave out what is new.",
        )
    return net.state_dict()
