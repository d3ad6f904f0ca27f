"""Who may have a network answer now: its owner in their turn, others as often as a link allows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from time import perf_counter, sleep

from django.http import HttpRequest

from webapp.accounts.caller import Caller
from webapp.allowance import Allowance
from webapp.errors import TooMany
from webapp.runs.access import is_of
from webapp.runs.doors.desk import Asker, desk
from webapp.runs.models import Run

questions_of_link = Allowance(per_s=100, most=1_000)
"""Forty phones that draw ask some eighty a second; each takes a web process about 3 ms, its answer included."""
questions_of_address = Allowance(per_s=200, most=2_000)
"""A whole class has one: it is there for whoever holds many links."""
seconds_of_link = Allowance(per_s=0.5, most=10)
"""Of computing: half of a core, so that a link to a slow network leaves the other half to everybody else."""
PATIENCE_S = 1.0
"""So long a question is held up, so that pages which ask one after the other keep to the pace by themselves."""


@contextmanager
def answering(request: HttpRequest, caller: Caller, run: Run) -> Iterator[None]:
    """Inside, it is this caller's turn to have the network of ``run`` answer.

    Raises: ApiError ``superseded``; TooMany ``asked_too_often``, ``too_many_questions``, ``busy_answering``.
    """
    keep_pace(request, caller, run)
    page = request.GET.get("tab", "")
    if is_of(caller, run):
        with desk.turn(Asker(run.project.owner_id, page, is_page=bool(page))):
            yield
        return
    link = caller.token
    with desk.turn(Asker(link, (_address(request), page), is_page=bool(page))):
        begun = perf_counter()
        try:
            yield
        finally:
            seconds_of_link.spend(link, perf_counter() - begun)


def keep_pace(request: HttpRequest, caller: Caller, run: Run) -> None:
    """Hold up whoever asks by a link until it is within what is allowed. Raises: TooMany, where that takes too long."""
    if is_of(caller, run):
        return
    link, address = caller.token, _address(request)
    waits = {
        "This link is asked more often than": questions_of_link.wait_s(link),
        "This address asks more often than": questions_of_address.wait_s(address),
        "The answers to this link take longer than": seconds_of_link.wait_s(link),
    }
    what, wait_s = max(waits.items(), key=lambda each: each[1])
    if wait_s > PATIENCE_S:
        hint = f"Ask again in {ceil(wait_s)} s, or make a copy of the network, which is your own to ask."
        raise TooMany("asked_too_often", f"{what} this site allows.", hint, wait_s)
    questions_of_link.spend(link, 1)
    questions_of_address.spend(address, 1)
    if wait_s > 0:
        sleep(wait_s)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
