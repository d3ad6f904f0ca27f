"""Notes on which day a visitor was here: what nobody has visited for long is removed (`GUEST_DAYS`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from webapp.accounts.caller import Caller
from webapp.accounts.models import Visitor


class Visits:
    """Looks only at sessions that were looked at already: others' answers may be the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            with suppress(Error):  # locked or away: the next visit of today notes it
                if visitor := Caller.of_request(request).visitor_id:
                    _seen(visitor, timezone.now().date())
        return response


@lru_cache(maxsize=10_000)
def _seen(visitor: UUID, today: date) -> None:
    """Once a day and process is enough."""
    Visitor.objects.filter(pk=visitor).update(seen_at=timezone.now())
