"""One sample of an answer, wherever in it the samples stand."""

from __future__ import annotations

from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Answer, Program
from trainer.asking.answer import Reply


def axis_of_samples(program: Program, wire: Wire) -> int:
    """Along which axis the samples stand; the first one where none is known to."""
    dims = program.plan.found.flows[wire].dims
    return dims.index("N") if "N" in dims else 0


def shape_of(program: Program, wire: Wire) -> tuple[int, ...]:
    """What one sample has on a wire."""
    shape, axis = program.plan.found.flows[wire].small, axis_of_samples(program, wire)
    return (*shape[:axis], *shape[axis + 1 :])


def one(reply: Reply, answer: Answer) -> Tensor:
    """What was answered to the one sample. Shape: (...)."""
    return reply.answers[answer.name].select(axis_of_samples(reply.program, answer.wire), 0)
