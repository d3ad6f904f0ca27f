"""What web processes tell each other, by Redis' publish and subscribe: edits in a room, links revoked, runs deleted.

Nothing that is told here is kept anywhere: what counts is in the database. So whoever listens can ask it, too, and is
had to do so whenever a word may have been missed: every moment while Redis is away, and once it is back.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import msgpack
import redis
import redis.asyncio
from django.conf import settings
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from webapp.outbox import Outbox
from webapp.per_loop import PerLoop, forever

log = logging.getLogger(__name__)

Message = dict[str, Any]
OnMessage = Callable[[Message], None]
AskRows = Callable[[bool], Awaitable[None]]
"""Asks the database for what a word may have told; with True when Redis is back, so that processes can be asked too."""

SILENT_S, GONE_S = 0.5, 1.5
"""Silence after which Redis is asked whether it is there, and after which it is not."""
RETRY_S = 0.1
ASK_EVERY_S = 1.5
"""While Redis is away. Nobody sees what was revoked or deleted for more than two seconds."""
PATIENCE_S = 1.0
MAX_WAITING_BYTES = 32_000_000

_PREFIX = "news:"
_EVERYBODY = "everybody"
_AWAY = (redis.RedisError, OSError, TimeoutError)


def tell(group: str, message: Message) -> None:
    """Tell every process, from code that is not on the event loop. Never fails: who is not reached asks the rows."""
    try:
        _connection(settings.REDIS_URL).publish(_PREFIX + group, msgpack.packb(message))
    except _AWAY as error:
        log.warning("Could not tell %s (%s); it is made up for", group, error)
        _unsaid(settings.REDIS_URL).set()


class News:
    """The ear and the mouth of one event loop."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[OnMessage]] = defaultdict(set)
        self._confirmed: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._askers: list[AskRows] = []
        self._outbox: Outbox[tuple[str, bytes]] = Outbox(MAX_WAITING_BYTES)
        self._redis = redis.asyncio.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=PATIENCE_S,
            socket_timeout=PATIENCE_S,
            retry=AsyncRetry(NoBackoff(), 0),
        )
        self._unsaid = _unsaid(settings.REDIS_URL)
        self._pubsub: Any = None
        self._is_away = False
        self._doubt, self._back = asyncio.Event(), asyncio.Event()
        self._tasks = [forever(work) for work in (self._listen, self._speak, self._ask)]

    def when_in_doubt(self, ask: AskRows) -> None:
        """Have ``ask`` called whenever a word may have been missed."""
        self._askers.append(ask)

    async def listen(self, group: str, on_message: OnMessage) -> None:
        """From now on nothing is missed, or, while Redis is away, asked for."""
        self._listeners[group].add(on_message)
        if self._confirmed[group].is_set() or self._is_away:
            return
        await self._subscribing("subscribe", group)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._confirmed[group].wait()

    async def unlisten(self, group: str, on_message: OnMessage) -> None:
        self._listeners[group].discard(on_message)
        if self._listeners[group]:
            return
        del self._listeners[group], self._confirmed[group]
        await self._subscribing("unsubscribe", group)

    def say(self, group: str, message: Message, *, latest_of: Hashable = None) -> None:
        """Tell every process, and ourselves, without waiting. Of ``latest_of`` only the last word counts."""
        packed = msgpack.packb(message)
        if not self._outbox.put((group, packed), len(packed), None if latest_of is None else (group, latest_of)):
            self._outbox.clear()
            self._unsaid.set()

    async def _subscribing(self, verb: str, group: str) -> None:
        if pubsub := self._pubsub:
            try:
                await getattr(pubsub, verb)(_PREFIX + group)
            except _AWAY:
                self._pubsub = None  # its connection may be another one already, which has missed something

    async def _listen(self) -> None:
        """Holds one subscription to all that is listened to, until it breaks."""
        pubsub = self._redis.pubsub()
        try:
            await pubsub.subscribe(_PREFIX + _EVERYBODY)
            self._pubsub = pubsub  # whoever begins to listen from now on subscribes by itself
            if groups := [_PREFIX + group for group in self._listeners]:
                await pubsub.subscribe(*groups)
            await pubsub.ping()  # its answer comes after those to the subscriptions
            await self._hear(pubsub)
        except _AWAY as error:
            if not self._is_away:
                log.warning("Redis is away (%s): what others would tell is asked from the database", error)
            self._is_away = True
        finally:
            self._pubsub = None
            for confirmed in self._confirmed.values():
                confirmed.clear()
            self._doubt.set()
            with suppress(*_AWAY):
                await pubsub.aclose()  # type: ignore[no-untyped-call]
        await asyncio.sleep(RETRY_S)

    async def _hear(self, pubsub: Any) -> None:
        clock = asyncio.get_running_loop().time
        heard_at, is_new = clock(), True
        while True:
            word = await pubsub.get_message(timeout=SILENT_S)
            if self._pubsub is not pubsub:
                raise ConnectionError("the subscription broke")
            if word is None and clock() - heard_at > GONE_S:
                raise TimeoutError(f"silent for {GONE_S} s")
            if word is None:
                await pubsub.ping()
            else:
                heard_at = clock()
                if word["type"] == "pong" and is_new:
                    self._is_away = is_new = False
                    self._in_doubt_again()
                self._take(word)
            await self._make_up_for_the_unsaid()

    def _take(self, word: dict[str, Any]) -> None:
        group = (word["channel"] or b"").decode().removeprefix(_PREFIX)
        if word["type"] == "subscribe" and (confirmed := self._confirmed.get(group)):
            confirmed.set()
        if word["type"] != "message":
            return
        if group == _EVERYBODY:
            self._in_doubt_again()
        message = msgpack.unpackb(word["data"])
        for on_message in tuple(self._listeners.get(group, ())):
            try:
                on_message(message)
            except Exception:
                log.exception("A message of %s could not be handled", group)

    def _in_doubt_again(self) -> None:
        self._back.set()
        self._doubt.set()

    async def _make_up_for_the_unsaid(self) -> None:
        """Whoever could not be told something is had to ask for it."""
        if self._unsaid.is_set():
            self._unsaid.clear()
            try:
                await self._redis.publish(_PREFIX + _EVERYBODY, msgpack.packb({}))
            except _AWAY:
                self._unsaid.set()

    async def _speak(self) -> None:
        words = await self._outbox.take_all()
        try:
            async with asyncio.timeout(PATIENCE_S):
                pipeline = self._redis.pipeline(transaction=False)
                for group, packed in words:
                    pipeline.publish(_PREFIX + group, packed)
                await pipeline.execute()
        except _AWAY:
            self._unsaid.set()

    async def _ask(self) -> None:
        """One round of questions to the database; while Redis is away, or the database, it is not the last one."""
        await self._doubt.wait()
        is_back = self._back.is_set()
        self._doubt.clear()
        self._back.clear()
        answers = await asyncio.gather(*(ask(is_back) for ask in self._askers), return_exceptions=True)
        failures = [answer for answer in answers if isinstance(answer, BaseException)]
        if not failures and not self._is_away:
            return
        for failure in failures:
            log.warning("What others may have told can't be asked from the database now: %s", failure)
        with suppress(TimeoutError):
            async with asyncio.timeout(ASK_EVERY_S):
                await self._back.wait()
        if failures and is_back:
            self._back.set()
        self._doubt.set()


news: PerLoop[News] = PerLoop(News)


@lru_cache
def _connection(url: str) -> redis.Redis:
    again = Retry(NoBackoff(), 1)  # a connection that is kept may be of a Redis that is gone
    return redis.Redis.from_url(url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S, retry=again)


@lru_cache
def _unsaid(url: str) -> threading.Event:
    """Set while a word of this process is owed to the others who listen there."""
    return threading.Event()
