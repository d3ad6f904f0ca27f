"""Text that a network wrote, letter by letter or word by word."""

from __future__ import annotations

from typing import Literal

import torch

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.look.made import alphabet_of
from trainer.look.shown import text


class TextTold(Told):
    """What was written, after the beginning that was given."""

    kind: Literal["text"] = "text"
    text: str


def _fits(program: Program, answer: Answer) -> bool:
    return bool(alphabet_of(program, answer))


def _tell(reply: Reply, answer: Answer) -> TextTold:
    program, tokens = reply.program, reply.answers[answer.name][0].to(torch.int64)
    begun = sum(reply.batch[name].shape[1] for name in answer.fields if name in program.beginnings)
    return TextTold(text=text(tokens[begun:], alphabet_of(program, answer)))


def _right(program: Program, answer: Answer, sample: Batch) -> None:
    return None


ANSWER = AnswerKind(order=200, told=TextTold, fits=_fits, tell=_tell, right=_right)
