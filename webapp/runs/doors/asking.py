"""The API of asking a network: what it takes, what it answers, and held-out samples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, model_validator

from builder.compiler.program import Program
from builder.drawing.document import Document
from trainer.asking.ask import Answered, question, told
from trainer.asking.asks import Asks, HeldOut, asks, held_out, subjects
from trainer.asking.latent import Codes, Unfolded, codes, decoded
from trainer.problems import TrainingProblem
from trainer.run.prepared import program_of
from webapp.accounts.caller import Caller
from webapp.api import Body, read_body
from webapp.errors import ApiError
from webapp.own.access import readable, refuse_unreadable, versions_in
from webapp.runs.access import run_to_ask
from webapp.runs.doors.answering import answering, keep_pace
from webapp.runs.doors.latest import latest_state, name_of, several_weights
from webapp.runs.models import Run
from webapp.runs.orders.changes import document_of

MOST_FIELDS, MOST_NUMBERS = 64, 4_096


class Question(Body):
    """What each field is given, as its kind takes it; for a network with one field, a drawing, numbers or a text.

    The same ``seed`` draws the same of what sources give and samplers choose.
    """

    fields: Annotated[dict[str, Any], Field(max_length=MOST_FIELDS)] | None = None
    seed: int = Field(default=0, ge=0, lt=2**63)
    drawing: str | None = None
    width: int = 0
    height: int = 0
    values: list[float] | None = Field(default=None, max_length=100_000)
    text: str | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Question:
        if sum(each is not None for each in (self.drawing, self.values, self.fields, self.text)) != 1:
            raise ValueError("give one of: fields; drawing, width and height; values; text")
        return self

    def given(self, program: Program) -> dict[str, Any]:
        """What each field is given. Raises: TrainingProblem ``bad_input``."""
        if self.fields is not None:
            return self.fields
        names = [each.name for each in subjects(program)]
        if not names:
            raise TrainingProblem("bad_input", "This network draws what it looks at by itself: it takes nothing.")
        if self.drawing is not None:
            return {names[0]: {"drawing": self.drawing, "width": self.width, "height": self.height}}
        return {names[0]: self.values if self.values is not None else self.text}


class AskedCode(Body):
    """A code, number by number."""

    code: list[float] = Field(max_length=MOST_NUMBERS)


def asks_of(request: HttpRequest, run_id: UUID) -> Asks:
    """What the network of a run takes from a hand; what its data hold is told to those who may read them."""
    caller = Caller.of_request(request)
    run = run_to_ask(caller, run_id)
    keep_pace(request, caller, run)
    document = document_of(run)
    with _in_words():
        return asks(program_of(document), may_read=_may_read(caller, document))


def predict_one(request: HttpRequest, run_id: UUID) -> Answered:
    """What the network, as last saved, answers to what is given."""
    caller = Caller.of_request(request)
    return answer_of(request, caller, run_to_ask(caller, run_id), read_body(request, Question))


def answer_of(request: HttpRequest, caller: Caller, run: Run, asked: Question) -> Answered:
    """What the network of a run answers, in the caller's turn. Raises: ApiError."""
    which = several_weights(request)
    with _in_words(), answering(request, caller, run):
        states = [(each, latest_state(run, each)) for each in which]
        program = states[0][1].drawing
        made = question(program, asked.given(program), asked.seed)
        may_read = _may_read(caller, document_of(run))
        said = tuple(told(state, made, name_of(each, run, state), may_read=may_read) for each, state in states)
    return Answered(given=made.given, answers=said)


def codes_of(request: HttpRequest, run_id: UUID) -> Codes:
    """Where the codes of held-out samples lie, for those who may read the data; between which values, for all."""
    caller = Caller.of_request(request)
    run = run_to_ask(caller, run_id)
    (which, *_) = several_weights(request)
    with _in_words(), answering(request, caller, run):
        return codes(latest_state(run, which), may_read=_may_read(caller, document_of(run)))


def decode_one(request: HttpRequest, run_id: UUID) -> Unfolded:
    """What the network reads from a code, with each of the weights that are asked for."""
    caller = Caller.of_request(request)
    run, code = run_to_ask(caller, run_id), read_body(request, AskedCode).code
    which = several_weights(request)
    with _in_words(), answering(request, caller, run):
        states = [(each, latest_state(run, each)) for each in which]
        return Unfolded(answers=tuple(decoded(state, code, name_of(each, run, state)) for each, state in states))


def sample_of(request: HttpRequest, run_id: UUID) -> HeldOut:
    """A held-out sample, for those who may read the data."""
    caller = Caller.of_request(request)
    run = run_to_ask(caller, run_id)
    keep_pace(request, caller, run)
    document = document_of(run)
    refuse_unreadable(caller, document)
    asked = request.GET.get("place", "0")
    if not asked.isascii() or not asked.isdigit() or len(asked) > MOST_DIGITS:
        raise ApiError(400, "invalid_request", "place is a whole number from 0.", "Leave it out for the first sample.")
    with _in_words():
        return held_out(program_of(document), int(asked))


MOST_DIGITS = 9


def _may_read(caller: Caller, document: Document) -> bool:
    named = versions_in(document)
    return not named - readable(caller, named)


@contextmanager
def _in_words() -> Iterator[None]:
    """What can't be asked, as an answer of the API. Raises: ApiError."""
    try:
        yield
    except TrainingProblem as error:
        problem = error.problem
        raise ApiError(422, problem.code, problem.message, problem.hint, [problem]) from error
