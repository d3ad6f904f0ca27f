"""The API of runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Base64Bytes, Field, model_validator

from builder.drawing.document import read_document
from trainer.asking import asks, continued
from trainer.look.predict import Drawing, Prediction, Seen, predict, predict_for
from trainer.problems import TrainingProblem
from trainer.run.prepared import program_of
from trainer.run.state import State
from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, created, press_of, read_body
from webapp.errors import ApiError
from webapp.own.access import readable, versions_in
from webapp.projects.access import own_project, project_for
from webapp.projects.models import Project
from webapp.runs.access import run_for, run_to_ask
from webapp.runs.devices import DeviceWish
from webapp.runs.doors.answering import answering
from webapp.runs.doors.latest import latest_state, which_weights
from webapp.runs.models import Run
from webapp.runs.orders.changes import document_of, settings_told
from webapp.runs.orders.creation import Means, start_run
from webapp.runs.orders.wishes import wish
from webapp.runs.queue.place import place_of, with_place
from webapp.storage import unless_away


class NewRun(Body):
    document: dict[str, Any]
    device: DeviceWish = "best"
    processes: int = Field(default=1, ge=1, le=64)
    sharded: bool = False

    @model_validator(mode="after")
    def _has_shards_for_several(self) -> NewRun:
        if self.sharded and self.processes == 1:
            raise ValueError("only several processes can be sharded")
        return self


class Drawn(Body):
    """A drawing in grey values, row by row."""

    drawing: Base64Bytes
    width: int = Field(ge=0, le=4096)
    height: int = Field(ge=0, le=4096)

    @property
    def given(self) -> Drawing:
        return Drawing(self.width, self.height, self.drawing)


Numbers = Annotated[list[float], Field(max_length=100_000)]


class Question(Body):
    """A drawing in grey values, the numbers themselves, what each field is given, or how a text begins."""

    drawing: Base64Bytes | None = None
    width: int = Field(default=0, ge=0, le=4096)
    height: int = Field(default=0, ge=0, le=4096)
    values: Numbers | None = None
    fields: dict[str, Drawn | Numbers] | None = None
    text: str | None = Field(default=None, max_length=2_000)

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Question:
        if sum(each is not None for each in (self.drawing, self.values, self.fields, self.text)) != 1:
            raise ValueError("give one of: drawing, width and height; values; fields; text")
        return self

    def answer(self, state: State) -> Prediction:
        """What the network says to it. Raises: TrainingProblem."""
        if self.text is not None:
            written = continued(state, self.text)
            return Prediction(step=state.step, outputs={}, input=Seen(shape=(), values=[]), text=written)
        if self.fields is not None:
            given = {name: each.given if isinstance(each, Drawn) else each for name, each in self.fields.items()}
            return predict_for(state, given)
        if self.drawing is None:
            return predict(state, values=self.values)
        return predict(state, drawing=Drawing(self.width, self.height, self.drawing))


def create_run(request: HttpRequest, project_id: UUID) -> Answer:
    """Train the drawing as it is sent."""
    project = own_project(request, project_id)
    wanted = read_body(request, NewRun)
    means = Means(wanted.device, wanted.processes, wanted.sharded)
    return created(summary(start_run(project, read_document(wanted.document), means, press=press_of(request))))


def list_runs(request: HttpRequest, project_id: UUID) -> Answer:
    """The runs of a network, newest first."""
    return {"runs": run_list(project_for(Caller.of_request(request), project_id))}


def run_list(project: Project) -> list[dict[str, Any]]:
    """The runs of a network as the API tells them."""
    runs = Run.objects.filter(project=project).select_related("trial").prefetch_related("begun")
    runs = runs.defer("document", "trial__course")
    return [summary(run, place) for run, place in with_place(runs)]


def show_run(request: HttpRequest, run_id: UUID) -> Answer:
    """One run with its document."""
    run = run_for(Caller.of_request(request), run_id)
    return {
        **summary(run),
        "document": document_of(run).model_dump(mode="json"),
        "settings": settings_told(run),
    }


def steer(wanted: str) -> Callable[..., Answer]:
    """The handler that makes ``wanted`` the wish of a run's owner."""

    def handler(request: HttpRequest, run_id: UUID) -> Answer:
        run = run_for(Caller.of_request(request), run_id, to_write=True)
        if run.ended_at:
            raise ApiError(409, "run_ended", f"This run is {run.status} already.", "Train again to start a new one.")
        return summary(wish(run, wanted))

    return handler


def predict_one(request: HttpRequest, run_id: UUID) -> Answer:
    """What the network, as last saved, answers to a drawing, to numbers, or how it goes on with a text."""
    caller = Caller.of_request(request)
    return answer_of(request, caller, run_to_ask(caller, run_id), read_body(request, Question))


def answer_of(request: HttpRequest, caller: Caller, run: Run, question: Question) -> Prediction:
    """What the network of a run answers, in the caller's turn. Raises: ApiError."""
    which = which_weights(request)
    try:
        with answering(request, caller, run):
            return question.answer(latest_state(run, which))
    except TrainingProblem as error:
        problem = error.problem
        raise ApiError(422, problem.code, problem.message, problem.hint, [problem]) from error


def asks_of(request: HttpRequest, run_id: UUID) -> Answer:
    """What the network of a run takes from a hand; ranges of numbers are told to those who may read the data."""
    caller = Caller.of_request(request)
    document = document_of(run_to_ask(caller, run_id))
    may_read = not versions_in(document) - readable(caller, versions_in(document))
    try:
        return asks(program_of(document), with_ranges=may_read)
    except TrainingProblem as error:
        problem = error.problem
        raise ApiError(422, problem.code, problem.message, problem.hint, [problem]) from error


def summary(run: Run, place: int | None = None) -> dict[str, Any]:
    """A run as the API tells it."""
    return {
        "id": str(run.pk),
        "project": str(run.project_id),
        "name": run.name,
        "number": run.number,
        "status": run.status,
        "reason": run.reason,
        "step": run.step,
        "total_steps": run.total_steps,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "trained_s": round(run.trained_s, 3),
        "place": place_of(run) if place is None else place,
        "device": run.device,
        "processes": run.processes,
        "sharded": run.sharded,
        "trial": _trial(run),
        "begins_from": _begins_from(run),
        "metrics": run.metrics,
        "best": run.best,
        "tested": run.tested,
        "created_at": run.created_at.isoformat(),
        "ended_at": run.ended_at and run.ended_at.isoformat(),
        "problem": run.problem,
    }


def _begins_from(run: Run) -> list[dict[str, str]]:
    """Which weights a run begins from, in words; none for one that begins from fresh ones."""
    begun: list[dict[str, str]] = []
    with unless_away(f"It is not known what run {run.pk} begins from"):
        begun = [{"weights": each.digest, "title": each.title} for each in run.begun.all()]
    return begun


def _trial(run: Run) -> dict[str, Any] | None:
    """Of which sweep a run is the how manieth trial; None for one that was started by itself."""
    trial = None
    with unless_away(f"It is not known whether run {run.pk} is a trial"):  # an order is told as stored all the same
        trial = getattr(run, "trial", None)
    return trial and {"sweep": str(trial.sweep_id), "number": trial.number}
