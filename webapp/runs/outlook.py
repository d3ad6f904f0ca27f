"""How long a run has yet to wait, and how much of a worker it has: an estimate that is shown as one."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from webapp.runs.advance import slice_s
from webapp.runs.models import Run
from webapp.runs.turns import places


@dataclass(frozen=True)
class Outlook:
    """``place`` in the queue from 1, 0 when the run was served before; ``sharing`` runs take turns at a worker.

    Units: ``starts_in_s`` in whole seconds until its first turn.
    """

    place: int = 0
    starts_in_s: int = 0
    sharing: float = 1.0


def outlook_of(run: Run) -> Outlook:
    """Those before it in the queue get one slice each, and the one at work ends its own."""
    if run.status not in ("queued", "running"):
        return Outlook()
    active = Run.objects.filter(status__in=("queued", "running"), wish="run").count()
    workers = settings.CONFIG.worker_slots
    place = places().get(run.pk, 0) if run.status == "queued" else 0
    before = max(0, place - 1) + (active > place)
    starts_in_s = before * slice_s(active - 1) / workers if place else 0.0
    return Outlook(place, round(starts_in_s), round(max(1.0, active / workers), 1))
