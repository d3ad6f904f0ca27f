"""Runs whose rows are gone: nothing of them stays on disk or in Redis, and no worker goes on with them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

import redis

from webapp.errors import ApiError
from webapp.groups import tell
from webapp.projects.room import tell_runs_changed
from webapp.runs.files import checkpoints
from webapp.runs.models import Forgotten, Run
from webapp.runs.queue.lease import leased
from webapp.runs.redis_keys import (
    connection,
    events_key,
    lease_key,
    probes_key,
    sent_key,
    served_key,
    trouble_key,
    watch_key,
    wish_key,
)
from webapp.runs.signals import GONE
from webapp.storage import unless_away

AT_ONCE = 100
UNHEARD_S = 60
"""How long a word to a worker stays that it may not have time to take back: it died, or ended just then."""
_STOP_IF_HELD = """
if redis.call('exists', KEYS[1]) == 1 then return redis.call('set', KEYS[2], 'stop', 'ex', ARGV[1]) end
return 0
"""
KEPT_IN_REDIS = (events_key, probes_key, watch_key, wish_key, sent_key, trouble_key)


def forget(run_ids: Iterable[UUID]) -> None:
    """Remove what these runs kept; while that can't be done, or not in full, the reaper goes on trying."""
    for run_id in run_ids:
        shutil.rmtree(checkpoints(run_id), ignore_errors=True)
        with unless_away(f"Run {run_id} is not forgotten in full"):
            connection().delete(*(key(run_id) for key in KEPT_IN_REDIS))
            connection().zrem(served_key(), str(run_id))
            if not checkpoints(run_id).exists() and not leased([run_id]):
                Forgotten.objects.filter(run_id=run_id).delete()


def forget_the_rest() -> None:
    """Forget what somebody could not, as Redis was away or its process died. Nobody is at work on these runs."""
    left = list(Forgotten.objects.values_list("run_id", flat=True)[:AT_ONCE])
    busy = leased(left)
    forget(run_id for run_id in left if run_id not in busy)


def forget_with_worker(run_ids: Iterable[UUID]) -> None:
    """Remove what these runs kept, and have whoever is at work on one of them end its slice, and forget it too.

    Whoever has one in memory between its turns sees that its log is gone. Who watches one of them is told.
    """
    gone = list(run_ids)
    for run_id in gone:
        forget([run_id])
        with suppress(redis.RedisError):
            connection().eval(_STOP_IF_HELD, 2, lease_key(run_id), wish_key(run_id), UNHEARD_S)
    if gone:
        tell(GONE, {"runs": [str(run_id) for run_id in gone]})


def delete_run(run: Run) -> None:
    """Remove a run, which ends if it goes on; every page that has its network open is told.

    Raises: ApiError ``sweep_goes_on``: its sweep still counts on it.
    """
    trial = getattr(run, "trial", None)
    if trial and trial.sweep.status == "running":
        raise ApiError(
            409, "sweep_goes_on", "This run is a trial of a sweep that goes on.", "Stop the sweep first, or let it end."
        )
    run_id, project_id = run.pk, run.project_id
    run.delete()
    forget_with_worker([run_id])
    tell_runs_changed(project_id)
