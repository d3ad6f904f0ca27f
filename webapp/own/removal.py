"""How data go: with files, versions, grants, and what runs that learned from them showed of them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from webapp.own import store, versions
from webapp.own.models import OwnData
from webapp.runs.models import Run
from webapp.runs.redis_keys import connection, probes_key, watch_key
from webapp.storage import unless_away


def remove_data(data: OwnData) -> None:
    """Remove data. Runs that learned from them keep curves and weights; those that go on end, and say why."""
    gone = list(data.versions.values_list("pk", flat=True))
    runs = list(Run.objects.filter(uses__version__in=gone).distinct().values_list("pk", flat=True))
    data_id = data.pk
    data.delete()
    store.remove_folder(data_id)
    for version in gone:
        versions.forget(version)
    _forget_looks(runs)


def _forget_looks(runs: Collection[UUID]) -> None:
    """What probes saw of the data, and passes through memory."""
    with unless_away("What probes saw of deleted data is forgotten within a minute, by itself"):
        for run_id in runs:
            connection().delete(probes_key(run_id), watch_key(run_id))
