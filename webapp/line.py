"""The line to a browser: both of its ends find out soon when nobody is at the other one.

We hear that a browser is gone by the pings of the websocket protocol, which uvicorn sends. A browser hides
those from its page, so the page says `PING` when it has heard nothing for a while, and waits for `PONG`. Both
are text, which neither of our protocols sends to a browser: whoever doesn't ask never sees one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error

from webapp.accounts.caller import Caller
from webapp.errors import NotFound
from webapp.off_loop import off_loop
from webapp.places import places
from webapp.sharing.viewers import viewers
from webapp.telemetry.numbers import SOCKETS

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

log = logging.getLogger(__name__)

PING, PONG = "ping", "pong"
NOT_FOUND, TRY_AGAIN = 4404, 1013
STALLED_S = 30.0
"""How long a browser may read nothing of what we send."""


class LineConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """A socket that answers when its page asks whether anybody is there, and gives back all it had when it ends.

    ``kind`` is the name that it is counted by.
    """

    kind = ""
    channel_layer_alias = "none"  # what is sent to browsers never passes Channels' own way between processes

    async def join(self, caller: Caller) -> None:
        """Let the caller in. Raises: NotFound; django.db.Error, and the page comes again."""
        raise NotImplementedError

    def leave(self) -> None:
        """Called once when the socket is gone, whatever it died of."""

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answers before Channels sees the question: its way to hand on a message costs three times more."""

        async def receive_others() -> Any:
            while (message := await receive()).get("text") == PING:
                with suppress(RuntimeError, OSError):  # it is closing just now, or its browser reads nothing
                    async with asyncio.timeout(STALLED_S):
                        await send({"type": "websocket.send", "text": PONG})
            return message

        try:
            with SOCKETS.one_more(kind=self.kind):
                await super().__call__(scope, receive_others, send)
        finally:
            places().leave(self)
            viewers().discard(self)
            self.leave()

    async def connect(self) -> None:
        await self.accept()
        try:
            caller = await off_loop(Caller.of_scope, self.scope)
            if not places().take(self, visitor=caller.visitor_id, room=self.scope["path"]):
                await self.close(TRY_AGAIN, "Too many are open: close some tabs.")
                return
            if caller.token:  # before the look at the link: it may be revoked at any moment
                await viewers().add(caller.token, self)
            await self.join(caller)
        except NotFound:
            await self.close(NOT_FOUND)
        except Error:
            log.warning("%s can't be opened now: the database is away", self.scope["path"])
            await self.close(TRY_AGAIN, "The database is away; try again.")

    async def send_patiently(self, frame: bytes) -> None:
        """Waits while the browser reads slower than we send. Raises: TimeoutError, when it does not read at all."""
        async with asyncio.timeout(STALLED_S):
            await self.send(bytes_data=frame)
