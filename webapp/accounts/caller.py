"""Who asks: the visitor of the session, and the share link they hold, if any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from webapp.accounts.models import Visitor

_KEY = "visitor"


@dataclass(frozen=True)
class Caller:
    """What every access function looks at."""

    visitor_id: UUID | None = None
    token: str | None = None

    @classmethod
    def of_request(cls, request: HttpRequest) -> Caller:
        """Whoever sent the request. The token is in ``X-Share-Token`` or ``?share=``."""
        token = request.headers.get("X-Share-Token") or request.GET.get("share")
        return cls(_visitor_id(request.session), token)

    @classmethod
    def of_scope(cls, scope: dict[str, Any]) -> Caller:
        """Whoever opened the websocket. Reads the session from the database: call it off the loop."""
        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        return cls(_visitor_id(scope["session"]), query.get("share", [None])[0])


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor of the session, made on the first need."""
    known = _visitor_id(request.session)
    visitor = Visitor.objects.filter(pk=known).first() if known else None
    if visitor:
        return visitor
    visitor = Visitor.objects.create()
    request.session[_KEY] = str(visitor.pk)
    return visitor


def _visitor_id(session: SessionBase) -> UUID | None:
    text = session.get(_KEY)
    return UUID(text) if text else None
