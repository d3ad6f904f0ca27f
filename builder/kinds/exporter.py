"""A file format that a drawing can be exported in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import Tensor

from builder.drawing.document import Document
from builder.drawing.problems import Problem

Weights = Mapping[str, Tensor]
"""Learned values by their names in the network's state dict."""


class ExportProblem(Exception):
    """A drawing can't be exported in this format; ``problem`` says why and what to try."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message, hint=hint)


@dataclass(frozen=True)
class Exporter:
    """One format. ``order`` places it in the menu; ``summary`` is one sentence.

    ``write`` makes the file; the weights are empty unless the format ``needs_weights``.
    """

    key: str
    order: int
    title: str
    summary: str
    file_name: str
    media_type: str
    write: Callable[[Document, Weights], bytes]
    needs_weights: bool = False

    def export(self, document: Document, weights: Weights | None = None) -> bytes:
        """The content of the file.

        Raises:
            InvalidDocument: the drawing has problems that stand in the way.
            ExportProblem: ``no_weights``, ``weights_do_not_fit`` or ``not_exportable``.
        """
        if self.needs_weights and weights is None:
            raise ExportProblem(
                "no_weights",
                f"{self.title} holds what a network has learned, and this one was not trained yet.",
                "Train it first.",
            )
        return self.write(document, weights or {})
