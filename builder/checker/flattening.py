"""Where a Flatten was forgotten: at the first Linear that reads images, or rows of steps, as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.checker.advice import insert
from builder.checker.analysis import Analysis
from builder.checker.propagation import Flow
from builder.drawing.problems import Fix, Problem

STEPS = ("Recurrent", "Transformer", "Attention", "Embedding", "Positions", "State space")
"""What gives a row for each step: the last one stands for all, where one answer is wanted."""


@dataclass(frozen=True)
class Reader:
    """A node that reads more axes than one row for each sample, in the drawing or in a block of it."""

    found: Analysis
    id: str
    port: str
    flow: Flow

    @property
    def fixes(self) -> tuple[Fix, ...]:
        found = self.found
        flatten = insert(found, self.id, self.port, ("flatten", "Flatten", {}))
        if len(self.flow.small) != 3 or not self._is_of_steps:
            return (flatten,)
        return (insert(found, self.id, self.port, ("last", "Select", {"dim": 1, "index": -1})), flatten)

    @property
    def hint(self) -> str:
        if len(self.flow.small) == 3 and self._is_of_steps:
            return "There is a row for each step: a Select takes the last one, which has seen all before it."
        return "A Flatten layer lays the values of each sample out in one row."

    @property
    def _is_of_steps(self) -> bool:
        if self.flow.time:
            return True
        before = self.found.wiring.ancestors([self.id])
        return any(self.found.layers[id].spec.category in STEPS for id in before)

    def say(self) -> None:
        """The problem, where it lies."""
        takes = "one row of features per sample, of shape (N, features)"
        self.found.say(
            Problem(
                code="shape_mismatch",
                message=f"{self.id} takes {takes}; it received {self.flow.label}.",
                hint=self.hint,
                node=self.id,
                port=self.port,
            ),
            self.fixes,
        )


def forgotten(found: Analysis, last: str) -> Reader | None:
    """The first Linear before ``last``, and in the blocks there, that reads more than rows."""
    before = found.wiring.ancestors([last])
    return next((reader for id in found.wiring.order if id in before for reader in _of(found, id)), None)


def _of(found: Analysis, id: str) -> Iterator[Reader]:
    layer = found.layers[id]
    if layer.spec.type == "Linear":
        flow = found.inputs(id).get("input")
        if flow and len(flow.small) > 2:
            yield Reader(found, id, "input", flow)
    looked = getattr(layer, "looked", None)
    if looked is not None:
        inside: Analysis = looked.inside
        for inner in inside.wiring.order:
            yield from _of(inside, inner)
