"""The API of probes: what can be looked at in a run, and what they see in it as it was last saved."""

from __future__ import annotations

import threading
from functools import lru_cache
from time import monotonic
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from builder.drawing.document import read_document
from trainer.look.looks import Offer, look, offers
from trainer.run.prepared import program_of
from trainer.run.state import State
from webapp.accounts.caller import Caller
from webapp.api import Answer
from webapp.errors import TooMany
from webapp.own.access import refuse_unreadable
from webapp.runs.access import run_for
from webapp.runs.doors.latest import latest_state
from webapp.runs.models import Run

MAX_VIEWS = 64
LOOK_S, WAIT_S = 5.0, 20.0
KEPT = 64

_one_at_a_time = threading.BoundedSemaphore(1)


def list_probes(request: HttpRequest, run_id: UUID) -> Answer:
    """What can be looked at in the drawing of a run."""
    caller = Caller.of_request(request)
    run = run_for(caller, run_id)
    refuse_unreadable(caller, read_document(run.document))
    return {"probes": [offer.model_dump() for offer in _offers(run.pk)]}


@lru_cache(KEPT)
def _offers(run_id: UUID) -> list[Offer]:
    """A run's drawing never changes."""
    return offers(program_of(read_document(Run.objects.get(pk=run_id).document)))


def looks(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What probes see in the network as last saved: the frames of the live socket, one after the other."""
    caller = Caller.of_request(request)
    run = run_for(caller, run_id)
    refuse_unreadable(caller, read_document(run.document))
    views = list(dict.fromkeys(request.GET.getlist("view")))[:MAX_VIEWS]
    frames = _seen(latest_state(run, "last"), views) if views else []
    return HttpResponse(b"".join(frames), content_type="application/vnd.msgpack")


def _seen(state: State, views: list[str]) -> list[bytes]:
    """What probes see, as far as a few seconds reach; one caller at a time, as each view takes a core.

    Raises: TooMany.
    """
    if not _one_at_a_time.acquire(timeout=WAIT_S):
        raise TooMany("busy_looking", "Others are looking into their networks.", "Try again in a moment.")
    try:
        until, frames = monotonic() + LOOK_S, []
        for each in look(state, views):
            frames.append(each.encode())
            if monotonic() > until:  # what is not seen is asked for again
                break
        return frames
    finally:
        _one_at_a_time.release()
