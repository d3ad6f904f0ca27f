"""A choice between classes: how probable each of them is."""

from __future__ import annotations

from typing import Literal

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told, target_of
from trainer.asking.answers.parts.nearest import Near, near_by_twins


class ProbabilitiesTold(Told):
    """How probable each class is, and the ``scores`` that say so; what is right has no scores.

    Where the same weights make codes of two fields, ``near`` are the training samples that lie next to each.
    """

    kind: Literal["probabilities"] = "probabilities"
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    scores: tuple[float, ...] = ()
    near: tuple[Near, ...] = ()


def _fits(program: Program, answer: Answer) -> bool:
    return answer.choice is not None and answer.choice.field.shape == ()


def _tell(reply: Reply, answer: Answer) -> ProbabilitiesTold:
    outputs = reply.answers[answer.name]
    assert answer.choice
    return ProbabilitiesTold(
        classes=answer.classes,
        probabilities=tuple(answer.choice.probabilities(outputs)[0].tolist()),
        scores=tuple(outputs[0].reshape(-1).tolist()),
        near=near_by_twins(reply),
    )


def _right(program: Program, answer: Answer, sample: Batch) -> ProbabilitiesTold | None:
    field = target_of(program, answer)
    wanted = int(sample[field.name]) if field else -1
    if not 0 <= wanted < len(answer.classes):
        return None  # a label that was hidden
    return ProbabilitiesTold(
        classes=answer.classes, probabilities=tuple(float(place == wanted) for place in range(len(answer.classes)))
    )


ANSWER = AnswerKind(order=40, told=ProbabilitiesTold, fits=_fits, tell=_tell, right=_right)
