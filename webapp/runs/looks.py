"""The API of probes: what can be looked at in a run, and what they see in it as it was last saved."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from builder.document import read_document
from trainer.looks import Offer, look, offers
from trainer.prepared import program_of
from webapp.accounts.caller import Caller
from webapp.api import Answer
from webapp.runs.access import run_for
from webapp.runs.latest import latest_state
from webapp.runs.models import Run

MAX_VIEWS = 64
KEPT = 64


def list_probes(request: HttpRequest, run_id: UUID) -> Answer:
    """What can be looked at in the drawing of a run."""
    run = run_for(Caller.of_request(request), run_id)
    return {"probes": [offer.model_dump() for offer in _offers(run.pk)]}


@lru_cache(KEPT)
def _offers(run_id: UUID) -> list[Offer]:
    """A run's drawing never changes."""
    return offers(program_of(read_document(Run.objects.get(pk=run_id).document)))


def looks(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What probes see in the network as last saved: the frames of the live socket, one after the other."""
    run = run_for(Caller.of_request(request), run_id)
    views = list(dict.fromkeys(request.GET.getlist("view")))[:MAX_VIEWS]
    frames = [each.encode() for each in look(latest_state(run, "last"), views)] if views else []
    return HttpResponse(b"".join(frames), content_type="application/vnd.msgpack")
