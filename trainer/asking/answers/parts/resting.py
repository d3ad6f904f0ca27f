"""What some wires rest on, taken from a batch."""

from __future__ import annotations

from collections.abc import Iterable

from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Batch, Program


def rested_on(program: Program, wires: Iterable[Wire], batch: Batch) -> dict[Wire, Tensor]:
    """What data sets and sources gave for these wires, as `Scene.between` takes it."""
    return {each: batch[program.plan.fields[each]] for each in program.rests_on(wires)}
