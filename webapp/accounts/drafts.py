"""Somebody who has only looked so far: who they will be, and what they see, in a cookie of theirs and nowhere else.

Whoever opens the front page sees a starter. It becomes a network of theirs, and they a visitor, with their first edit,
run, share link or name: until then nothing is stored, so a bot that follows links leaves nothing behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

COOKIE = "draft"


@dataclass(frozen=True)
class Draft:
    """The visitor that somebody will be, or ``is_known`` as, and the network that they look at: a starter."""

    visitor_id: UUID
    project_id: UUID
    starter: str
    is_known: bool = False

    @classmethod
    def begin(cls, starter: str) -> Draft:
        return cls(uuid.uuid4(), uuid.uuid4(), starter)

    @classmethod
    def of_cookies(cls, cookies: Mapping[str, str]) -> Draft | None:
        """What the browser was given; nothing where somebody else wrote it."""
        try:
            told = signing.loads(cookies.get(COOKIE, ""), salt=COOKIE)
            who, network = UUID(told["visitor_id"]), UUID(told["project_id"])
            return cls(who, network, str(told["starter"]), told.get("is_known") == "True")
        except (signing.BadSignature, ValueError, KeyError, TypeError):
            return None

    def give(self, response: HttpResponse) -> None:
        """Have the browser keep it, as long and as safely as a session's cookie."""
        told = {name: str(value) for name, value in asdict(self).items()}
        response.set_cookie(
            COOKIE,
            signing.dumps(told, salt=COOKIE),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
