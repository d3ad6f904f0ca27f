"""How data go: with files, versions, grants, and what runs that learned from them showed of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from webapp.own import store, versions
from webapp.own.models import OwnData
from webapp.runs.models import Run
from webapp.runs.orders.wishes import tell_worker
from webapp.runs.queue.wakeups import wake
from webapp.runs.redis_keys import connection, probes_key, watch_key
from webapp.runs.signals import data_deleted
from webapp.storage import unless_away


def remove_data(data: OwnData) -> None:
    """Remove data. Runs that learned from them keep curves and weights; those that go on end, and say why."""
    gone = list(data.versions.values_list("pk", flat=True))
    runs = list(Run.objects.filter(uses__version__in=gone).distinct())
    data_id = data.pk
    data.delete()
    store.remove_folder(data_id)
    for version in gone:
        versions.forget(version)
    _end(runs)
    _forget_looks(runs)


def _end(runs: Sequence[Run]) -> None:
    """Who has one of them in memory is taken to have lost it; who takes it up finds no data, and says so."""
    for run in runs:
        if Run.objects.filter(pk=run.pk, ended_at=None).update(attempt=F("attempt") + 1):
            tell_worker(run, "change")
            if run.status in ("queued", "running"):
                wake(run)
    data_deleted.send(None, run_ids=[run.pk for run in runs])


def _forget_looks(runs: Sequence[Run]) -> None:
    """What probes saw of the data, and passes through memory."""
    with unless_away("What probes saw of deleted data is forgotten within a minute, by itself"):
        for run in runs:
            connection().delete(probes_key(run.pk), watch_key(run.pk))
