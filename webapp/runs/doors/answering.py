"""Who may have a network answer now: its owner in their turn, others as often as a link allows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from django.http import HttpRequest

from webapp.accounts.caller import Caller
from webapp.allowance import Allowance
from webapp.errors import TooMany
from webapp.runs.access import is_of
from webapp.runs.doors.desk import Asker, desk
from webapp.runs.models import Run

questions_of_link = Allowance(per_s=40, most=400)
"""Forty phones that draw ask so often."""
questions_of_address = Allowance(per_s=80, most=800)
"""A whole class has one: it is there for whoever holds many links."""
seconds_of_link = Allowance(per_s=0.5, most=10)
"""Of computing: half of a core, so that a link to a slow network leaves the other half to everybody else."""


@contextmanager
def answering(request: HttpRequest, caller: Caller, run: Run) -> Iterator[None]:
    """Inside, it is this caller's turn to have the network of ``run`` answer.

    Raises: ApiError ``superseded``, and TooMany ``asked_too_often``, ``too_many_questions``, ``busy_answering``.
    """
    page, address = request.GET.get("tab", ""), request.META.get("REMOTE_ADDR", "")
    if is_of(caller, run):
        with desk.turn(Asker(run.project.owner_id, page, is_page=bool(page))):
            yield
        return
    link = caller.token
    _refuse_too_often(link, address)
    with desk.turn(Asker(link, (address, page), is_page=bool(page))):
        begun = perf_counter()
        try:
            yield
        finally:
            seconds_of_link.spend(link, perf_counter() - begun)


def _refuse_too_often(link: str | None, address: str) -> None:
    waits = {
        "This link is asked more often than": questions_of_link.wait_s(link),
        "This address asks more often than": questions_of_address.wait_s(address),
        "The answers to this link take longer than": seconds_of_link.wait_s(link),
    }
    what, wait_s = max(waits.items(), key=lambda each: each[1])
    if wait_s > 0:
        wait_s = max(1.0, wait_s)
        hint = f"Ask again in {wait_s:.0f} s, or open the network as a copy of your own."
        raise TooMany("asked_too_often", f"{what} this site allows.", hint, wait_s)
    questions_of_link.spend(link, 1)
    questions_of_address.spend(address, 1)
