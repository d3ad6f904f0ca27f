"""Text that a network wrote, letter by letter or word by word."""

from __future__ import annotations

from typing import Literal

import torch

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.look.shown import text
from trainer.samplers.letters import letters_of


class TextTold(Told):
    """What was written, after the beginning that was given."""

    kind: Literal["text"] = "text"
    text: str


def _fits(program: Program, answer: Answer) -> bool:
    return letters_of(program) is not None


def _tell(reply: Reply, answer: Answer) -> TextTold:
    field = letters_of(reply.program)
    assert field
    return TextTold(text=text(reply.answers[answer.name][0].to(torch.int64), field.classes))


def _right(program: Program, answer: Answer, sample: Batch) -> None:
    return None


ANSWER = AnswerKind(order=200, told=TextTold, fits=_fits, tell=_tell, right=_right)
