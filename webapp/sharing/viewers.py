"""Who is looking through a share link right now, so that revoking it closes their sockets."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Protocol

from webapp.groups import news, tell
from webapp.off_loop import beside
from webapp.per_loop import PerLoop
from webapp.sharing.models import Share

REVOKED = 4410
_GROUP = "shares"


class Socket(Protocol):
    """What a viewer looks through."""

    async def close(self, code: int | None = None, reason: str | None = None) -> None: ...


class Viewers:
    """The open sockets of one process, by share token."""

    def __init__(self) -> None:
        self._sockets: defaultdict[str, set[Socket]] = defaultdict(set)
        news().when_in_doubt(self._ask)

    async def add(self, token: str, socket: Socket) -> None:
        """Remember a socket; from now on it is closed when its link is revoked."""
        self._sockets[token].add(socket)
        await news().listen(_GROUP, self._hear)

    def discard(self, socket: Socket) -> None:
        """Forget a socket that closed."""
        for token in [token for token, sockets in self._sockets.items() if socket in sockets]:
            self._sockets[token].discard(socket)
            if not self._sockets[token]:
                del self._sockets[token]

    def _hear(self, message: dict[str, Any]) -> None:
        self._close(message["token"])

    async def _ask(self, is_back: bool) -> None:
        """Which links stand: the word of one that was revoked may have been missed."""
        tokens = set(self._sockets)
        for token in tokens - await beside(_standing, tokens):
            self._close(token)

    def _close(self, token: str) -> None:
        for socket in self._sockets.pop(token, set()):
            task = asyncio.ensure_future(socket.close(REVOKED, "This share link was revoked."))
            _closing.add(task)
            task.add_done_callback(_closing.discard)


_closing: set[asyncio.Future[None]] = set()
viewers: PerLoop[Viewers] = PerLoop(Viewers)


def close_viewers(token: str) -> None:
    """Tell every process to close what looks through this link."""
    tell(_GROUP, {"token": token})


def _standing(tokens: Collection[str]) -> set[str]:
    return set(Share.objects.filter(token__in=tokens, revoked_at=None).values_list("token", flat=True))
