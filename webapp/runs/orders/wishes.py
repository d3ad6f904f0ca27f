"""What the owner wants of a run, and the step from the wish to the run's state."""

from __future__ import annotations

import redis

from trainer.run.events import Paused, Queued, Stopped
from trainer.sweeps.pruning import HOPELESS
from webapp.runs.log.segments import commit, open_log, send_stored
from webapp.runs.models import Run
from webapp.runs.queue.lease import lease
from webapp.runs.queue.wakeups import wake
from webapp.runs.redis_keys import connection, wish_key
from webapp.storage import unless_away

WISH_S = 3600


def wish(run: Run, wanted: str, until_step: int | None = None) -> Run:
    """Pause, resume (up to a step) or stop a run: at once when nobody is at work on it, else within a step or so.

    The row remembers the wish, so it is granted even if every process dies right now.
    """
    Run.objects.filter(pk=run.pk).update(wish=wanted, until_step=until_step, waits_for_room=False)
    grant(run, wanted)
    return run


def grant(run: Run, wanted: str) -> None:
    """Have a wish that is stored come true, as far as that can be done from here: the reaper sees to the rest."""
    with unless_away(f"That run {run.pk} is to {wanted} is stored; a worker does it"):
        tell_worker(run, wanted)
        with lease(run.pk) as held:
            run.refresh_from_db()
            if held:
                settle(run)
        if run.status in ("queued", "running"):
            wake(run)


def tell_worker(run: Run, wanted: str) -> None:
    """Leave the wish where a worker looks between two steps."""
    try:
        connection().set(wish_key(run.pk), wanted, ex=WISH_S)
    except redis.RedisError:
        return  # the worker reads the row after its slice


def settle(run: Run) -> bool:
    """Bring a run that has not ended to what its owner wants, with its lease held; whether it is to train."""
    log = open_log(run)
    match run.wish, run.status:
        case "stop", "queued" | "running" | "paused":
            log.note(Stopped(reason="You stopped it."))
        case "prune", "queued" | "running" | "paused":
            log.note(Stopped(reason=HOPELESS))
        case "pause", "queued" | "running":
            log.note(Paused(reason="You paused it."))
        case "run", "paused":
            log.note(Queued(reason="Waiting for a worker."))
    if log.uncommitted():
        commit(run, log)
        send_stored(run)
    return run.wish == "run" and run.status in ("queued", "running")
