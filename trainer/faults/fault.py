"""What is known of an error that torch raised while a drawing trained, and the edits that may mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from builder.checker.advice import inserted
from builder.checker.wiring import Wire
from builder.drawing.document import split_port
from builder.drawing.problems import Fix, SetParam
from trainer.faults.place import Place

ONE_TO_ONE = frozenset({"elementwise", "activation"})


@dataclass(frozen=True)
class Moment:
    """When it happened: in which step (0: before the first), on a batch of so many samples of so many in all."""

    step: int
    rows: int = 0
    samples: int = 0
    batch_size: int = 0
    data: tuple[Mapping[str, Tensor], ...] = ()
    is_measuring: bool = False

    @property
    def words(self) -> str:
        """When, to begin a sentence with."""
        if self.is_measuring:
            return f"Measuring after step {self.step:,}: "
        return f"Step {self.step:,}: " if self.step else ""

    @property
    def is_last_of_epoch(self) -> bool:
        return 0 < self.rows < self.batch_size


@dataclass(frozen=True)
class Fault:
    """An error of torch's at a node."""

    place: Place
    error: BaseException
    moment: Moment
    fields: Mapping[Wire, str]

    @property
    def node(self) -> str:
        return self.place.node

    @property
    def said(self) -> str:
        """What torch says, as one line."""
        lines = str(self.error).strip().splitlines() or [type(self.error).__name__]
        return lines[0].strip()[:300]

    @property
    def shapes(self) -> str:
        """The shapes of what came in: "(25, 64) and (25,)"."""
        return " and ".join(_shape(value) for value in self.place.inputs.values())

    def from_data(self, port: str) -> Iterator[Tensor]:
        """All values of the field that is wired to a port; else those of this batch."""
        wire = self.place.found.wiring.sources[self.node].get(port)
        field = self.fields.get(wire) if wire and self.place.found.is_main else None
        whole = [split[field] for split in self.moment.data if field and field in split]
        yield from whole or ([self.place.inputs[port]] if port in self.place.inputs else [])

    def largest(self, port: str) -> int | None:
        """The largest whole number that comes into a port."""
        found = [int(values.max()) for values in self.from_data(port) if values.numel()]
        return max(found, default=None)

    def smallest(self, port: str) -> float | None:
        """The smallest number that comes into a port."""
        found = [float(values.min()) for values in self.from_data(port) if values.numel() and not values.is_complex()]
        return min(found, default=None)

    def set_to(self, node: str, name: str, value: int) -> Fix | None:
        """Set a parameter of a node, unless an expression gives it."""
        if str(self.place.found.graph.nodes[node].params.get(name, "")).startswith("="):
            return None
        edit = SetParam(id=node, name=name, value=value)
        return Fix(label=f"Set {name} of {node} to {value}", edits=(edit,))

    def insert(self, type: str, port: str) -> Fix | None:
        """Put a node of one input before a port."""
        graph = self.place.found.graph
        source = graph.edges.get(f"{self.node}.{port}")
        if source is None:
            return None
        edits = inserted(self.place.found, split_port(source), ((self.node, port),), (type.lower(), type, {}))
        return Fix(label=f"Insert a {type}", edits=edits)

    def widens(self, port: str, wanted: int) -> Fix | None:
        """Have the layer that decides how many values come into a port give so many."""
        found, node, at = self.place.found, self.node, port
        for _ in found.graph.nodes:
            wire = found.wiring.sources[node].get(at)
            if wire is None:
                return None
            node = wire[0]
            for name in ("out_features", "out_channels"):
                if found.layers[node].param(name):
                    return self.set_to(node, name, wanted)
            if len(found.wiring.sources[node]) != 1:
                return None
            at = next(iter(found.wiring.sources[node]))
        return None


Kind = Callable[[Fault], "Said | None"]


@dataclass(frozen=True)
class Said:
    """A fault in a learner's words."""

    code: str
    message: str
    hint: str
    fix: Fix | None = None


def _shape(value: Tensor) -> str:
    shape = ", ".join(map(str, value.shape))
    kind = "" if value.is_floating_point() else " of " + WHOLE.get(value.dtype, "whole numbers")
    return f"({shape}{',' if value.dim() == 1 else ''}){kind}"


WHOLE = {torch.bool: "yes or no", torch.complex64: "complex numbers", torch.complex128: "complex numbers"}
