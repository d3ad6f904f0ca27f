"""The live websocket of a run: its events as they were stored, and what the watcher looks at."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated
from urllib.parse import parse_qs
from uuid import UUID

import msgpack
from channels.generic.websocket import AsyncWebsocketConsumer
from pydantic import Field, ValidationError

from webapp.accounts.caller import Caller
from webapp.api import Body
from webapp.errors import NotFound
from webapp.off_loop import off_loop
from webapp.runs.access import run_for
from webapp.runs.feed import Cursor, Feed, feeds
from webapp.runs.outlook import Outlook
from webapp.sharing.viewers import viewers

NOT_FOUND, TOO_SLOW, BAD_MESSAGE = 4404, 1013, 4400
MAX_WATCHED = 64
STALLED_S = 30.0

View = Annotated[str, Field(max_length=500)]


class Watch(Body):
    """The full set of views that this watcher looks at, each a probe and, for those of a node, where it is."""

    watch: Annotated[frozenset[View], Field(max_length=MAX_WATCHED)]


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """One watcher: a cursor into the run's feed."""

    channel_layer_alias = "none"  # frames never pass the layer: that would cost ten times as much

    feed: Feed | None = None

    async def connect(self) -> None:
        await self.accept()
        run_id: UUID = self.scope["url_route"]["kwargs"]["run_id"]
        caller = await off_loop(Caller.of_scope, self.scope)
        if caller.token:  # before the look at the link: it may be revoked at any moment
            await viewers().add(caller.token, self)
        try:
            await off_loop(run_for, caller, run_id)
        except NotFound:
            await self.close(NOT_FOUND)
            return
        self._watched: frozenset[str] = frozenset()
        self.feed = await feeds().enter(run_id)
        self._pump = asyncio.create_task(self._send_all(self.feed))

    async def disconnect(self, code: int) -> None:
        viewers().discard(self)
        if self.feed:
            self._pump.cancel()
            self.feed.unwatch(self._watched)
            feeds().leave(self.feed)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.feed is None:
            return
        try:
            wanted = Watch.model_validate_json(text_data or "").watch
        except ValidationError:
            await self.close(BAD_MESSAGE, 'Send {"watch": [view, ...]}.')
            return
        before, self._watched = self._watched, wanted
        self.feed.watch(wanted - before)
        self.feed.unwatch(before - wanted)

    async def _send_all(self, feed: Feed) -> None:
        cursor = _cursor(self.scope["query_string"])
        shown: dict[str, int] = {}
        outlook = Outlook()
        try:
            while True:
                changed = feed.changed
                cursor = await self._send_events(feed, cursor)
                if feed.outlook != outlook:
                    outlook = feed.outlook
                    await self._send(msgpack.packb({"type": "place", **asdict(outlook)}))
                for view in self._watched & feed.looks.keys():
                    version, frame = feed.looks[view]
                    if shown.get(view) != version:
                        shown[view] = version
                        await self._send(frame)
                await changed.wait()
        except TimeoutError:
            await self.close(TOO_SLOW)

    async def _send_events(self, feed: Feed, cursor: Cursor | None) -> Cursor:
        """Bring the watcher up to the feed; it may have moved on while we sent."""
        while cursor != feed.cursor:
            if cursor is None or not feed.holds(cursor):
                cursor, frame = feed.cursor, feed.snapshot()
                await self._send(frame)
            for entry in feed.after(cursor):
                await self._send(entry.frame)
                cursor = entry.cursor
        return cursor

    async def _send(self, frame: bytes) -> None:
        """Waits while the watcher reads slower than we send; gives up when it does not read at all."""
        async with asyncio.timeout(STALLED_S):
            await self.send(bytes_data=frame)


def _cursor(query: bytes) -> Cursor | None:
    """The ``?after=<attempt>-<seq>`` of a watcher that comes back."""
    text = parse_qs(query.decode("ascii", "replace")).get("after", [""])[0]
    attempt, _, seq = text.partition("-")
    if not (attempt.isascii() and attempt.isdigit() and seq.isascii() and seq.isdigit()):
        return None
    return int(attempt), int(seq)
