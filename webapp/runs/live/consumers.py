"""The live websocket of a run: its events as they were stored, and what the watcher looks at."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated
from urllib.parse import parse_qs
from uuid import UUID

import msgpack
from pydantic import Field, ValidationError

from builder.drawing.document import read_document
from webapp.accounts.caller import Caller
from webapp.api import Body
from webapp.line import NOT_FOUND, TRY_AGAIN, LineConsumer
from webapp.off_loop import off_loop
from webapp.own.access import readable, versions_in
from webapp.runs.access import run_for
from webapp.runs.live.feed import Cursor, Feed, feeds
from webapp.runs.queue.outlook import Outlook

BAD_MESSAGE = 4400
MAX_WATCHED = 64
MAX_CURSOR = 42
"""Letters: two numbers of 64 bits."""

View = Annotated[str, Field(max_length=500)]


class Watch(Body):
    """The full set of views that this watcher looks at, each a probe and, for those of a node, where it is."""

    watch: Annotated[frozenset[View], Field(max_length=MAX_WATCHED)]


class LiveConsumer(LineConsumer):
    """One watcher: a cursor into the run's feed."""

    kind = "live"
    feed: Feed | None = None

    async def join(self, caller: Caller) -> None:
        run_id: UUID = self.scope["url_route"]["kwargs"]["run_id"]
        self._may_look = await off_loop(_may_look, caller, run_id)
        self._watched: frozenset[str] = frozenset()
        self.feed = await feeds().enter(run_id)
        self._pump = asyncio.create_task(self._send_all(self.feed))

    def leave(self) -> None:
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
        before, self._watched = self._watched, wanted if self._may_look else frozenset()
        self.feed.watch(self._watched - before)
        self.feed.unwatch(before - self._watched)

    async def _send_all(self, feed: Feed) -> None:
        cursor = _cursor(self.scope["query_string"])
        shown: dict[str, int] = {}
        outlook = Outlook()
        try:
            while True:
                changed = feed.changed
                if feed.is_gone:
                    await self.close(NOT_FOUND, "This run was deleted.")
                    return
                cursor = await self._send_events(feed, cursor)
                if feed.outlook != outlook:
                    outlook = feed.outlook
                    await self.send_patiently(msgpack.packb({"type": "place", **asdict(outlook)}))
                for view in self._watched & feed.looks.keys():
                    version, frame = feed.looks[view]
                    if shown.get(view) != version:
                        shown[view] = version
                        await self.send_patiently(frame)
                await changed.wait()
        except TimeoutError:
            await self.close(TRY_AGAIN, "too slow")

    async def _send_events(self, feed: Feed, cursor: Cursor | None) -> Cursor:
        """Bring the watcher up to the feed; it may have moved on while we sent."""
        while cursor != feed.cursor:
            if cursor is None or not feed.holds(cursor):
                cursor, frame = feed.cursor, feed.snapshot()
                await self.send_patiently(frame)
            for entry in feed.after(cursor):
                await self.send_patiently(entry.frame)
                cursor = entry.cursor
        return cursor


def _may_look(caller: Caller, run_id: UUID) -> bool:
    """Whether the caller may see the data that the run learns from, and so what probes see of them.

    Raises: NotFound: not even the run.
    """
    named = versions_in(read_document(run_for(caller, run_id).document))
    return readable(caller, named) >= named


def _cursor(query: bytes) -> Cursor | None:
    """The ``?after=<attempt>-<seq>`` of a watcher that comes back."""
    text = parse_qs(query.decode("ascii", "replace")).get("after", [""])[0]
    attempt, _, seq = text.partition("-")
    if len(text) > MAX_CURSOR or not all(part.isascii() and part.isdigit() for part in (attempt, seq)):
        return None
    return int(attempt), int(seq)
