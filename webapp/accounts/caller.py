"""Who asks: the visitor of the session, and the share link they hold, if any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from webapp.accounts.drafts import Draft
from webapp.accounts.models import Visitor
from webapp.storable import storable

_KEY = "visitor"


@dataclass(frozen=True)
class Caller:
    """What every access function looks at."""

    visitor_id: UUID | None = None
    token: str | None = None
    draft: Draft | None = None

    @classmethod
    def of_request(cls, request: HttpRequest) -> Caller:
        """Whoever sent the request. The token is in ``X-Share-Token`` or ``?share=``."""
        token = request.headers.get("X-Share-Token") or request.GET.get("share")
        return cls._with_draft(visitor_in(request.session), token, request.COOKIES)

    @classmethod
    def of_link(cls, request: HttpRequest) -> Caller:
        """Whoever holds a share link, whatever else they are: the session is not looked at."""
        token = request.headers.get("X-Share-Token") or request.GET.get("share")
        return cls(token=token and storable(token))

    @classmethod
    def of_scope(cls, scope: dict[str, Any]) -> Caller:
        """Whoever opened the websocket. Reads the session from the database: call it off the loop."""
        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        token = query.get("share", [None])[0]
        return cls._with_draft(visitor_in(scope["session"]), token, scope["cookies"])

    @classmethod
    def _with_draft(cls, visitor_id: UUID | None, token: str | None, cookies: Mapping[str, str]) -> Caller:
        """Who is in no session is who they will be."""
        draft = Draft.of_cookies(cookies)
        known = visitor_id or (draft.visitor_id if draft else None)
        return cls(known, token and storable(token), draft)


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor of the session, made on the first need; whoever has only looked becomes who they were to be."""
    known = Caller.of_request(request).visitor_id
    visitor = Visitor.objects.get_or_create(pk=known)[0] if known else Visitor.objects.create()
    remember(request, visitor.pk)
    return visitor


def remember(request: HttpRequest, visitor_id: UUID) -> None:
    """Have the session know who it is of, under a key that nobody knew before."""
    if visitor_in(request.session) != visitor_id:
        request.session.cycle_key()
        request.session[_KEY] = str(visitor_id)


def visitor_in(session: SessionBase) -> UUID | None:
    """The visitor that a session is of."""
    text = session.get(_KEY)
    return UUID(text) if text else None
