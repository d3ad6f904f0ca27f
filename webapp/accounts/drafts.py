"""Somebody who has only looked so far: who they will be, and what they see, in a cookie of theirs and nowhere else.

Whoever opens a starter sees it as a network that is not stored. It becomes theirs, and they a visitor, with their first
edit, run, share link or name: until then nothing is stored, so a bot that follows links leaves nothing behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

COOKIE = "draft"
MOST = 8
"""Starters that somebody may look at side by side; what was opened before is forgotten, if nothing was done with it."""


@dataclass(frozen=True)
class Draft:
    """The visitor that somebody is or will be, and the starters that they look at, by address, newest first."""

    visitor_id: UUID
    networks: Mapping[UUID, str] = field(default_factory=dict)

    @classmethod
    def begin(cls) -> Draft:
        return cls(uuid.uuid4())

    @classmethod
    def of_cookies(cls, cookies: Mapping[str, str]) -> Draft | None:
        """What the browser was given; nothing where somebody else wrote it."""
        try:
            told = signing.loads(cookies.get(COOKIE, ""), salt=COOKIE)
            networks = told["networks"] if "networks" in told else {told["project_id"]: told["starter"]}
            return cls(UUID(told["visitor_id"]), {UUID(address): str(key) for address, key in networks.items()})
        except (signing.BadSignature, ValueError, KeyError, TypeError, AttributeError):
            return None

    def opened(self, address: UUID, starter: str) -> Draft:
        """With a starter that is looked at now."""
        before = [(each, key) for each, key in self.networks.items() if each != address]
        return replace(self, networks=dict([(address, starter), *before][:MOST]))

    def without(self, address: UUID) -> Draft:
        """Without what was looked at under this address."""
        return replace(self, networks={each: key for each, key in self.networks.items() if each != address})

    def give(self, response: HttpResponse) -> None:
        """Have the browser keep it, as long and as safely as a session's cookie."""
        told = {
            "visitor_id": str(self.visitor_id),
            "networks": {str(address): key for address, key in self.networks.items()},
        }
        response.set_cookie(
            COOKIE,
            signing.dumps(told, salt=COOKIE),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
