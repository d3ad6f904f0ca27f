"""What can be heard of a drawing."""

from __future__ import annotations

from builder.checker.wiring import Wire
from builder.compiler.program import Program


def rate_of(program: Program, wire: Wire) -> int | None:
    """How many values a second there are of a wave that comes out of a Sound; None of what does not."""
    found, (node, _) = program.plan.found, wire
    if node not in found.layers or found.layers[node].spec.type != "Sound":
        return None
    rate = found.params[node]["rate"]
    return rate if isinstance(rate, int) else None
