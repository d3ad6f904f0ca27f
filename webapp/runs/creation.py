"""How a run comes to be, and how many a visitor may have."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

import builder
from builder.document import Document
from builder.problems import InvalidDocument
from trainer.events import Queued
from webapp.errors import TooMany
from webapp.projects.models import Project
from webapp.projects.room import tell_runs_changed
from webapp.runs.models import Run
from webapp.runs.queue import wake
from webapp.runs.segments import commit, open_log

MAX_ACTIVE = 8
MAX_A_MINUTE = 30
ACTIVE = ("queued", "running", "paused")


def start_run(project: Project, document: Document) -> Run:
    """Queue a training of exactly this document.

    Raises:
        InvalidDocument: with what stands in the way of training.
        TooMany: the owner has enough runs under way.
    """
    report = builder.check(document)
    if not report.is_trainable:
        raise InvalidDocument(report.problems)
    _refuse_floods(project)
    run = Run.objects.create(project=project, document=document.model_dump(mode="json"), queued_at=timezone.now())
    log = open_log(run)
    log.append(Queued(reason="Waiting for a worker."))
    commit(run, log)
    wake(run.pk)
    tell_runs_changed(project.pk)
    return run


def _refuse_floods(project: Project) -> None:
    runs = Run.objects.filter(project__owner=project.owner_id)
    active = runs.filter(status__in=ACTIVE).count()
    if active >= MAX_ACTIVE:
        raise TooMany(
            "too_many_runs",
            f"You have {active} runs queued, running or paused; {MAX_ACTIVE} at a time are allowed.",
            "Stop one of them first.",
        )
    recent = runs.filter(created_at__gte=timezone.now() - timedelta(minutes=1)).count()
    if recent >= MAX_A_MINUTE:
        raise TooMany(
            "too_many_runs",
            f"You started {recent} runs in the last minute.",
            "Wait a minute, then try again.",
        )
