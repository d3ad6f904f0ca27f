"""How a run comes to be, and how many a visitor may have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

import builder
from builder.drawing.document import Document
from builder.drawing.problems import InvalidDocument
from trainer.problems import TrainingProblem, stages_alone
from trainer.run.events import Queued
from webapp.accounts.caller import Caller
from webapp.errors import ApiError, TooMany
from webapp.operating.budget import refuse_beyond_budget
from webapp.own.access import granted, note_use
from webapp.projects.models import Project
from webapp.projects.room import tell_runs_changed
from webapp.runs.devices import DeviceWish, announced, is_there, worker_for
from webapp.runs.limits import check_processes
from webapp.runs.log.segments import commit, send_stored
from webapp.runs.log.stream import RunLog
from webapp.runs.models import Run
from webapp.runs.orders.presses import once
from webapp.runs.queue.wakeups import wake
from webapp.weights.access import note_beginnings, refuse_unkept
from webapp.weights.fits import refuse_misfits

MAX_ACTIVE = 8
MAX_A_MINUTE = 30
ACTIVE = ("queued", "running", "paused")


@dataclass(frozen=True)
class Means:
    """What a run is to be computed by. ``sharded``: of several processes, each keeps only its part of the weights."""

    device: DeviceWish = "best"
    processes: int = 1
    sharded: bool = False


def start_run(
    project: Project, document: Document, means: Means | None = None, *, priority: int = 0, press: str | None = None
) -> Run:
    """Queue a training of exactly this document. ``priority`` is among the owner's own runs.

    The row is the truth: once it is stored it is trained, and told so, whatever else is away; when it is not, nothing
    is. The same ``press``, sent again, is the same run.

    Raises:
        InvalidDocument: with what stands in the way of training.
        ApiError: ``no_gpu``: it is to run on a GPU, and there is none here; ``too_many_processes``; ``stages_alone``;
            ``no_weights``: it begins from some that its owner does not keep; ``weights_do_not_fit``.
        TooMany: the owner has enough runs under way.
    """
    document = granted(document, Caller(project.owner_id))
    report = builder.check(document)
    if not report.is_trainable:
        raise InvalidDocument(report.problems)
    refuse_unkept(project.owner_id, document)
    refuse_misfits(document)
    means = means or Means()
    _refuse_processes(means.processes, document)

    def store() -> Run:
        refuse_absent(means.device)
        refuse_too_many(project)
        _refuse_haste(project)
        refuse_beyond_budget(project.owner, "runs")
        return new_run(project, document, means, priority=priority, number=_next_number(project))

    run = once(press, store)
    tell_queued(run)
    tell_runs_changed(project.pk)
    return run


def new_run(project: Project, document: Document, means: Means, *, priority: int, number: int | None = None) -> Run:
    """The row of a run and the beginning of its log, which nobody is told of yet: the reaper would find it.

    Data that the owner may not read are left out here, whatever a sweep or a form set them to.

    Call it in a transaction, as one is worth nothing without the other.
    """
    document = granted(document, Caller(project.owner_id))
    run = Run.objects.create(
        project=project,
        number=number,
        document=_as_computed_here(document, means.device).model_dump(mode="json"),
        device=means.device,
        processes=means.processes,
        sharded=means.sharded,
        priority=priority,
        queued_at=timezone.now(),
    )
    note_use(run, document)
    note_beginnings(run, document)
    log = RunLog(run.pk, run.attempt, run.seq)
    log.note(Queued(reason="Waiting for a worker."))
    commit(run, log)
    return run


def _next_number(project: Project) -> int:
    """One more than the latest has."""
    return (Run.objects.filter(project=project).aggregate(latest=Max("number"))["latest"] or 0) + 1


def _as_computed_here(document: Document, device: DeviceWish) -> Document:
    """On a CPU nothing is compiled: that would take half a minute of everybody's turns, and gains nothing there."""
    if not document.training.compiled or worker_for(device, announced()) == "gpu":
        return document
    return document.model_copy(update={"training": document.training.model_copy(update={"compiled": None})})


def tell_queued(run: Run) -> None:
    """Send on what is stored of a new run, and have a worker look at it."""
    send_stored(run)
    wake(run)


def refuse_absent(device: DeviceWish) -> None:
    """Raises: ApiError ``no_gpu``, when nobody here could train on this device."""
    if device == "gpu" and not is_there("gpu"):
        raise ApiError(
            422,
            "no_gpu",
            "This run asks for a GPU, and no worker with one is at work here.",
            'Train on "best" or "cpu" instead; or start a worker on a machine with a GPU.',
        )


def _refuse_processes(processes: int, document: Document) -> None:
    try:
        check_processes(processes)
        if processes > 1 and document.training.stages:
            raise stages_alone()
    except TrainingProblem as error:
        problem = error.problem
        raise ApiError(422, problem.code, problem.message, problem.hint, [problem]) from error


def refuse_too_many(project: Project) -> None:
    """Raises: TooMany, when the owner has enough runs under way; how many a sweep may have is its own limit."""
    is_single = Q(trial=None) | Q(trial__course__isnull=False)  # a trial that is over, and was extended since
    active = Run.objects.filter(is_single, project__owner=project.owner_id, status__in=ACTIVE).count()
    if active >= MAX_ACTIVE:
        raise TooMany(
            "too_many_runs",
            f"You have {active} runs queued, running or paused; {MAX_ACTIVE} at a time are allowed.",
            "Stop one of them first.",
        )


def _refuse_haste(project: Project) -> None:
    recent = Run.objects.filter(
        project__owner=project.owner_id, created_at__gte=timezone.now() - timedelta(minutes=1), trial=None
    ).count()
    if recent >= MAX_A_MINUTE:
        raise TooMany(
            "too_many_runs",
            f"You started {recent} runs in the last minute.",
            "Wait a minute, then try again.",
        )
