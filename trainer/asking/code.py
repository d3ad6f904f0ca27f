"""The code that a network squeezes what it is given into, to unfold it again."""

from __future__ import annotations

from builder.checker.wiring import Wire
from builder.compiler.program import Answer, Program
from trainer.asking.answers.parts.aim import aim, given_fields
from trainer.asking.registry import answer_kind
from trainer.look.codes import code_of
from trainer.look.task import shape_of

MOST = 64
UNFOLDED = frozenset({"picture", "sound", "series"})
"""Kinds of answers that are read from a code as a whole."""


def latent_of(program: Program) -> tuple[Wire, Answer] | None:
    """The code of an autoencoder, a row of a few numbers, and the answer that is read from it alone."""
    code = code_of(program)
    if code is None:
        return None
    wire = next(iter(program.plan.answers))
    answer = next((each for each in program.told if each.wire == wire and not each.sampler), None)
    shape, aimed = shape_of(program, code), aim(program, wire)
    if answer is None or len(shape) != 1 or not 1 < shape[0] <= MOST:
        return None
    is_unfolded = aimed is not None and aimed.field in given_fields(program)
    return (code, answer) if is_unfolded and answer_kind(program, answer).key in UNFOLDED else None


def code_size(program: Program) -> int:
    """How many numbers the code has; 0 where there is none."""
    found = latent_of(program)
    return shape_of(program, found[0])[0] if found else 0
