"""Bodies of requests, refused in the moment in which they are too large: before they are whole, and kept nowhere.

Django reads a body into a file of its own before any view is asked; so this stands before Django.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http.cookie import parse_cookie

from builder.folder.limits import LIMITS
from webapp.accounts.caller import visitor_in
from webapp.errors import ApiError, NotFound, too_large
from webapp.off_loop import beside
from webapp.operating.budget import room_of
from webapp.own.models import OwnData
from webapp.own.store import file_too_large
from webapp.projects.imports import MAX_BYTES, import_too_large
from webapp.storage import unless_away
from webapp.weights import store as weights

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]
Limit = tuple[int, ApiError]

_FILE = re.compile(r"/api/data/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/files/")
ANY = 4 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
"""What is larger than Django reads, but not by far, it refuses itself, in fitting words."""
UNKNOWN = 1 << 16
"""Who may keep no file there is told so, unless they send a large one."""


class BoundedBodies:
    """Counts what comes in."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._application(scope, receive, send)
        limit, refusal = await _limit_of(scope)
        body = _Counted(receive, limit)
        if _said_length(scope) <= limit:
            await self._application(scope, body, send)
            if not body.is_too_large:
                return None
        return await _answer(refusal, send)


class _Counted:
    """What comes in, until it is too much: then it is as if the line had been cut, and Django lets go of it."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left, self.is_too_large = receive, limit, False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            return {"type": "http.disconnect"}
        return message


async def _limit_of(scope: Message) -> Limit:
    """How many bytes an address takes of this visitor, and what is said of more."""
    path = scope["path"]
    if path == "/api/import/":
        return MAX_BYTES, import_too_large()
    if scope["method"] == "POST" and path == "/api/weights/":
        return await beside(_room_for_weights, _cookies(scope))
    if scope["method"] == "PUT" and (found := _FILE.fullmatch(path)):
        return await beside(_room, _cookies(scope), found[1])
    return ANY, too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _room(cookies: str, data_id: str) -> Limit:
    """How large a file of somebody's own data may be."""
    limit = LIMITS.file_bytes
    with unless_away("It is not known how much room a visitor has left"):
        visitor = _visitor(cookies)
        if not visitor or not OwnData.objects.filter(pk=data_id, owner=visitor).exists():
            return UNKNOWN, NotFound("data")
        limit = min(limit, room_of(visitor))
    return limit, file_too_large(limit)


def _room_for_weights(cookies: str) -> Limit:
    """How large a file of weights may be; whoever keeps nothing yet has all the room that one may have."""
    limit = weights.MAX_BYTES
    with unless_away("It is not known how much room a visitor has left"):
        if visitor := _visitor(cookies):
            limit = min(limit, room_of(visitor))
    return limit, weights.weights_too_large(limit)


def _visitor(cookies: str) -> UUID | None:
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    return visitor_in(import_module(settings.SESSION_ENGINE).SessionStore(key))


def _cookies(scope: Message) -> str:
    return _headers(scope).get(b"cookie", b"").decode("latin-1")


def _headers(scope: Message) -> dict[bytes, bytes]:
    return dict(scope["headers"])


def _said_length(scope: Message) -> int:
    said = _headers(scope).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0


async def _answer(refusal: ApiError, send: Send) -> None:
    content = refusal.response().content
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
