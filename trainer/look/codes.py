"""The code of an autoencoder: the place in a drawing from which alone the answer is made."""

from __future__ import annotations

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from trainer.look.task import is_per_sample, shape_of

SAMPLED = ("Reparameterize",)
"""Layers whose output is normally distributed when nothing is known of the sample."""


def code_of(program: Program) -> Wire | None:
    """The narrowest wire that the first answer rests on alone, and that is narrower than it; None without one."""
    found, answers = program.plan.found, list(program.plan.answers)
    width = _width(program, answers[0]) if answers else 0
    fitting = [
        wire
        for wire in found.flows
        if found.layers[wire[0]].spec.role == "layer"
        and wire[0] in found.needed - found.sampled
        and is_per_sample(program, wire)
        and found.flows[wire].dtype.is_floating_point
        and _width(program, wire) * 2 <= width
        and wire != answers[0]
        and wire[0] in found.wiring.ancestors([answers[0][0]])
        and not program.rests_on(answers[:1], [wire])
    ]
    place = {id: at for at, id in enumerate(found.wiring.order)}
    return min(fitting, key=lambda wire: (_width(program, wire), -place[wire[0]]), default=None)


def is_sampled(program: Program, code: Wire) -> bool:
    """Whether the training makes codes normally distributed, so that any such code is a sample."""
    return program.plan.found.document.graph.nodes[code[0]].type in SAMPLED


def _width(program: Program, wire: Wire) -> int:
    width = 1
    for size in shape_of(program, wire):
        width *= size
    return width
