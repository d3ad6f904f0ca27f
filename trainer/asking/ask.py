"""Asks a network: what it was given becomes a sample, and what it answers is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict

from builder.compiler.program import Batch, Program
from trainer.asking.answer import Reply
from trainer.asking.asks import rests_on, subjects
from trainer.asking.registry import AnyTold, answer_kind, field_kind
from trainer.look.looking import looking
from trainer.problems import TrainingProblem
from trainer.run.state import State


@dataclass(frozen=True)
class Question:
    """One sample, made of what was given and of what sources drew with this ``seed``. Shape: of each (1, ...)."""

    batch: Batch
    given: dict[str, Any]
    seed: int


class AnsweredBy(BaseModel):
    """What a network told by its answers' names: with these ``weights``, as they were after so many steps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: str
    step: int
    told: dict[str, AnyTold]


class Answered(BaseModel):
    """What was really ``given``, as it could be given again, and what the network answers with each of the weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: dict[str, Any]
    answers: tuple[AnsweredBy, ...]


def question(program: Program, given: Mapping[str, object], seed: int = 0) -> Question:
    """What was given by hand, as a sample. Whatever rests on these fields alone is answered.

    Raises:
        TrainingProblem: ``bad_input``: they are other fields, too few for any answer, or nothing that they take.
    """
    asked = {each.name: each for each in subjects(program)}
    is_enough = any(needed <= set(given) for needed in map(set, rests_on(program).values()))
    if not set(given) <= set(asked) or not is_enough:
        words = (
            f"This network asks for {' and '.join(asked) or 'nothing'}; {' and '.join(given) or 'nothing'} was given."
        )
        raise TrainingProblem("bad_input", words, "Give each of its fields something, and nothing else.")
    made = {name: field_kind(subject).made(subject, given[name]) for name, subject in asked.items() if name in given}
    seen = {name: field_kind(asked[name]).told(asked[name], value[0]) for name, value in made.items()}
    return Question(made, seen, seed)


def reply(state: State, asked: Question, *, may_read: bool = True) -> Reply:
    """What a network answers to a sample; the same each time, and the network stays as it is."""
    program, chance = state.drawing, torch.Generator().manual_seed(asked.seed)
    drawn = program.sources(1, chance) if program.sources else {}
    batch = {name: value.to(state.device) for name, value in {**drawn, **asked.batch}.items()}
    with looking(state.net):
        answers = program.ask(state.net, batch, chance)
    return Reply(state, batch, answers, asked.seed, may_read)


def told(state: State, asked: Question, weights: str, *, may_read: bool = True) -> AnsweredBy:
    """What a network answers to a sample, in words and pictures; with samples of the data where they may be read."""
    with looking(state.net):
        answered = reply(state, asked, may_read=may_read)
        named = {answer.name: answer for answer in state.drawing.told if answer.name in answered.answers}
        said = {name: answer_kind(state.drawing, answer).tell(answered, answer) for name, answer in named.items()}
    return AnsweredBy(weights=weights, step=state.step, told=said)


def ask(state: State, given: Mapping[str, object], seed: int = 0) -> AnsweredBy:
    """What a network answers to what each of its fields is given.

    Raises:
        TrainingProblem: ``bad_input``: they are other fields, or nothing that they take.
    """
    return told(state, question(state.drawing, given, seed), "last")
