"""The stages of what a sampler made, where the drawing has them as an answer."""

from __future__ import annotations

from typing import Literal

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.made import sampler_of
from trainer.asking.answers.parts.strip import STAGES, Stages, film


class FilmTold(Told):
    """The stages, noise first."""

    kind: Literal["film"] = "film"
    film: Stages


def _fits(program: Program, answer: Answer) -> bool:
    """It is the stages of a sampler."""
    made = sampler_of(program, answer)
    return made is not None and made[1] == STAGES


def _tell(reply: Reply, answer: Answer) -> FilmTold:
    return FilmTold(film=film(reply, reply.answers[answer.name][0]))


def _right(program: Program, answer: Answer, sample: Batch) -> FilmTold | None:
    """Any way may be right."""
    return None


ANSWER = AnswerKind(order=10, told=FilmTold, fits=_fits, tell=_tell, right=_right)
