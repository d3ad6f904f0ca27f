"""Who is looking through a share link right now, so that revoking it closes their sockets."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any, Protocol

from webapp.groups import Subscription, publish
from webapp.per_loop import PerLoop

REVOKED = 4410
_GROUP = "shares"


class Socket(Protocol):
    """What a viewer looks through."""

    async def close(self, code: int | None = None, reason: str | None = None) -> None: ...


class Viewers:
    """The open sockets of one process, by share token."""

    def __init__(self) -> None:
        self._sockets: defaultdict[str, set[Socket]] = defaultdict(set)
        self._news = Subscription(_GROUP, self._hear)
        self._opening: asyncio.Task[None] | None = None

    async def add(self, token: str, socket: Socket) -> None:
        """Remember a socket; the first one starts to listen for links revoked."""
        self._sockets[token].add(socket)
        if self._opening is None:
            self._opening = asyncio.create_task(self._news.open())
        await self._opening

    def discard(self, socket: Socket) -> None:
        """Forget a socket that closed."""
        for token in [token for token, sockets in self._sockets.items() if socket in sockets]:
            self._sockets[token].discard(socket)
            if not self._sockets[token]:
                del self._sockets[token]

    def _hear(self, news: dict[str, Any]) -> None:
        for socket in self._sockets.pop(news["token"], set()):
            task = asyncio.ensure_future(socket.close(REVOKED, "This share link was revoked."))
            _closing.add(task)
            task.add_done_callback(_closing.discard)


_closing: set[asyncio.Future[None]] = set()
viewers: PerLoop[Viewers] = PerLoop(Viewers)


async def close_viewers(token: str) -> None:
    """Tell every process to close what looks through this link."""
    await publish(_GROUP, {"token": token})
