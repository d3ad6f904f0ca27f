"""What a kind of answer is: one way of telling what a network answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.look.task import judged
from trainer.run.state import State


class Told(BaseModel):
    """What the page is told of one answer; ``kind`` says how it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str


@dataclass(frozen=True)
class Reply:
    """All that was answered to one sample, and what it was: ``batch`` holds what was given and what sources drew.

    ``seed`` is that of the chance which took part; who asks ``may_read`` the samples that the network learned from.

    Shape: of everything (1, ...).
    """

    state: State
    batch: Batch
    answers: dict[str, Tensor]
    seed: int = 0
    may_read: bool = True

    @property
    def program(self) -> Program:
        return self.state.drawing


@dataclass(frozen=True)
class AnswerKind:
    """One kind of answer. The first one that ``fits``, by ``order``, tells an answer.

    ``tell`` says what was answered; ``right`` what a held-out sample says would have been right, None where that is not
    known. They are told by the same kind, so that they can be shown alike.
    """

    order: int
    told: type[Told]
    fits: Callable[[Program, Answer], bool]
    tell: Callable[[Reply, Answer], Told]
    right: Callable[[Program, Answer, Batch], Told | None]

    @property
    def key(self) -> str:
        """The kind's name, as the page knows it."""
        return str(self.told.model_fields["kind"].default)


def target_of(program: Program, answer: Answer) -> DataField | None:
    """The field of the data that an answer should be like; None where nothing says so."""
    places = {each.name: place for place, each in enumerate(program.answers)}
    target = answer.choice.field if answer.choice else None
    if target is None:
        target = next((each.target for each in judged(program) if each.place == places.get(answer.name)), None)
    return _in_batch(program, target) if target else None


def _in_batch(program: Program, target: DataField) -> DataField | None:
    """The field as batches call it: where several data sets are joined, after its set too."""
    fields = {field.name: field for field in program.dataset.fields}
    if target.name in fields:
        return fields[target.name]
    return next((field for name, field in fields.items() if replace(target, name=name) == field), None)
