"""The reading end of a run's log: one reader for each web process and run, however many watch.

The reader folds events into a `RunState` and keeps the latest frames in a ring; a watcher is only a
cursor into it. So a frame is read once, and every watcher, early or late, sees the same run.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

import msgpack
import redis

from trainer.run.events import RunState, decode
from webapp.groups import news
from webapp.off_loop import beside, off_loop
from webapp.per_loop import PerLoop, forever
from webapp.runs.log.segments import stored_state
from webapp.runs.models import Run
from webapp.runs.queue.outlook import Outlook, outlook_of
from webapp.runs.redis_keys import Entries, async_connection, events_key, probes_key, watch_key
from webapp.runs.signals import GONE
from webapp.storage import is_away, trouble_of

log = logging.getLogger(__name__)

RING_FRAMES = 2_000
RING_BYTES = 8_000_000
GRACE_S = 10.0
BLOCK_MS = 5_000
RELOAD_S = 0.5
WATCH_EVERY_S = 3.0
WATCH_S = 8.0
PLACE_EVERY_S = 1.0

Cursor = tuple[int, int]
"""Attempt and seq of the last event seen."""


@dataclass(frozen=True)
class Entry:
    """One event in the ring."""

    cursor: Cursor
    frame: bytes


class Feed:
    """One run as this process knows it."""

    def __init__(self, run_id: UUID) -> None:
        self.run_id = run_id
        self.state = RunState()
        self.looks: dict[str, tuple[int, bytes]] = {}
        self.outlook = Outlook()
        self.changed = asyncio.Event()
        self.is_gone = False
        self._floor: Cursor = (0, 0)  # the event just before the ring
        self._ring: deque[Entry] = deque()
        self._ring_bytes = 0
        self._snapshot: tuple[Cursor, bytes] | None = None
        self._probes_seen = 0
        self._row_seq = 0  # the last event that is stored, as the row had it
        self._ids: dict[Any, Any] = {}
        self._watched: Counter[str] = Counter()
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Load what is stored, then follow the stream."""
        await self._load()
        self._tasks = [forever(work) for work in (self._read, self._keep_watch, self._follow_outlook)]

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    def end(self) -> None:
        """The run was deleted: whoever watches is to be told."""
        self.is_gone = True
        self._publish()

    @property
    def cursor(self) -> Cursor:
        """The newest event of the state."""
        return self.state.attempt, self.state.seq

    def snapshot(self) -> bytes:
        """The frame that stands for everything so far. Made once for all who join at the same event."""
        if self._snapshot is None or self._snapshot[0] != self.cursor:
            frame = {"type": "snapshot", "state": self.state.snapshot()}
            self._snapshot = self.cursor, msgpack.packb(frame)
        return self._snapshot[1]

    def holds(self, cursor: Cursor) -> bool:
        """Whether a watcher that saw ``cursor`` last can go on from the ring."""
        place = cursor[1] - self._floor[1]
        if place == 0:
            return cursor == self._floor
        return 0 < place <= len(self._ring) and self._ring[place - 1].cursor == cursor

    def after(self, cursor: Cursor) -> list[Entry]:
        """What came after a cursor that the ring holds, in order."""
        return list(islice(self._ring, cursor[1] - self._floor[1], None))

    def watch(self, views: Iterable[str]) -> None:
        """One more watcher looks at these views."""
        self._watched.update(views)
        self._spawn(self._tell_watched())

    def unwatch(self, views: Iterable[str]) -> None:
        """One watcher less looks at these views."""
        self._watched.subtract(views)
        gone = [view for view, many in self._watched.items() if many <= 0]
        for view in gone:
            del self._watched[view]
            self.looks.pop(view, None)
        if gone:
            self._spawn(self._forget(gone))

    async def _load(self) -> None:
        self.state = await off_loop(stored_state, self.run_id)
        self._floor = self.cursor
        self._ring.clear()
        self._ring_bytes = 0
        self._ids[events_key(self.run_id)] = f"{self.state.attempt}-{self.state.seq}"

    async def _read(self) -> None:
        probes = probes_key(self.run_id)
        try:
            if probes not in self._ids:
                newest: Entries = await async_connection().xrevrange(probes, count=1)  # type: ignore[assignment]
                self._ids[probes] = newest[0][0].decode() if newest else "0-0"
            answer = await async_connection().xread(self._ids, count=2_000, block=BLOCK_MS)
        except redis.RedisError:
            await asyncio.sleep(0.2)  # Redis restarts; what it lost is sent again
            return
        for key, entries in _pairs(answer):
            await self._take(key.decode(), entries)
        if answer:
            self._publish()

    async def _take(self, key: str, entries: Entries) -> None:
        self._ids[key] = entries[-1][0].decode()
        if key == probes_key(self.run_id):
            for _, fields in entries:
                self._probes_seen += 1
                self.looks[fields[b"view"].decode()] = self._probes_seen, fields[b"d"]
            return
        for _, fields in entries:
            event = decode(fields[b"d"])
            if event.seq > self.state.seq + 1:  # the stream lost some; the next commit stores them
                await asyncio.sleep(RELOAD_S)
                await self._load()
                return
            if event.seq == self.state.seq + 1:
                self.state.apply(event)
                self._keep(Entry((event.attempt, event.seq), fields[b"d"]))

    def _keep(self, entry: Entry) -> None:
        self._ring.append(entry)
        self._ring_bytes += len(entry.frame)
        while len(self._ring) > RING_FRAMES or self._ring_bytes > RING_BYTES:
            oldest = self._ring.popleft()
            self._floor, self._ring_bytes = oldest.cursor, self._ring_bytes - len(oldest.frame)

    def _publish(self) -> None:
        self.changed, changed = asyncio.Event(), self.changed
        changed.set()

    async def _follow_outlook(self) -> None:
        outlook, seq = await beside(_look, self.run_id, self.outlook)
        if outlook != self.outlook:
            self.outlook = outlook
            self._publish()
        if seq > self.state.seq and seq == self._row_seq:  # stored a while ago, and the stream never had it
            await self._load()
            self._publish()
        self._row_seq = seq
        await asyncio.sleep(PLACE_EVERY_S)

    async def _keep_watch(self) -> None:
        await self._tell_watched()
        await asyncio.sleep(WATCH_EVERY_S)

    async def _tell_watched(self) -> None:
        if not self._watched:
            return
        until = time.time() + WATCH_S
        await self._quietly("hset", mapping=dict.fromkeys(self._watched, until))
        await self._quietly("expire", 60)

    async def _forget(self, views: list[str]) -> None:
        await self._quietly("hdel", *views)

    async def _quietly(self, command: str, *args: Any, **options: Any) -> None:
        try:
            await getattr(async_connection(), command)(watch_key(self.run_id), *args, **options)
        except redis.RedisError:
            log.warning("Redis is away: nobody is shown what goes on inside of run %s", self.run_id)

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)


class Feeds:
    """The feeds of one process, by run. A feed outlives its last watcher for a while: pages are reloaded."""

    def __init__(self) -> None:
        self._open: dict[UUID, Feed] = {}
        self._watchers: Counter[UUID] = Counter()
        self._lock = asyncio.Lock()
        news().when_in_doubt(self._ask)

    async def enter(self, run_id: UUID) -> Feed:
        """The feed of a run, for one more watcher."""
        async with self._lock:
            await news().listen(GONE, self._hear)
            if run_id not in self._open:
                feed = Feed(run_id)
                await feed.open()
                self._open[run_id] = feed
            self._watchers[run_id] += 1
            return self._open[run_id]

    def leave(self, feed: Feed) -> None:
        """One watcher less; with the last one the feed ends, unless somebody comes back soon."""
        self._watchers[feed.run_id] -= 1
        if not self._watchers[feed.run_id]:
            asyncio.get_running_loop().call_later(GRACE_S, self._end, feed)

    def _hear(self, message: dict[str, Any]) -> None:
        self._gone(map(UUID, message["runs"]))

    async def _ask(self, is_back: bool) -> None:
        """Which runs are there: the word of one that was deleted may have been missed."""
        open_ = set(self._open)
        self._gone(open_ - await beside(_there, open_))

    def _gone(self, run_ids: Iterable[UUID]) -> None:
        for run_id in run_ids:
            if feed := self._open.get(run_id):
                feed.end()

    def _end(self, feed: Feed) -> None:
        if not self._watchers[feed.run_id] and self._open.get(feed.run_id) is feed:
            del self._open[feed.run_id], self._watchers[feed.run_id]
            feed.close()


feeds: PerLoop[Feeds] = PerLoop(Feeds)


def _pairs(answer: Any) -> Iterable[tuple[bytes, Any]]:
    """XREAD answers with a list of pairs in RESP2 and a mapping in RESP3."""
    if isinstance(answer, dict):
        return [(key, [entry for part in parts for entry in part]) for key, parts in answer.items()]
    return answer or []


def _there(run_ids: Collection[UUID]) -> set[UUID]:
    return set(Run.objects.filter(pk__in=run_ids).values_list("pk", flat=True))


def _look(run_id: UUID, before: Outlook) -> tuple[Outlook, int]:
    """What the row says: the outlook, and the last event that is stored. While the database is away, that."""
    try:
        run = Run.objects.filter(pk=run_id).only("status", "uncommitted", "device", "seq").first()
        return (outlook_of(run), run.seq) if run else (Outlook(), 0)
    except Exception as error:
        if not is_away(error):
            raise
        return replace(before, trouble=trouble_of(error)), 0
