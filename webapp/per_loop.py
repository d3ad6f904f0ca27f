"""Things that belong to one event loop: rooms, feeds, connections. A web process runs one loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")

log = logging.getLogger(__name__)

AGAIN_S = 0.2


class PerLoop(Generic[T]):
    """Makes one ``T`` for each event loop, on the first call in it."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[asyncio.AbstractEventLoop, T] = WeakKeyDictionary()

    def __call__(self) -> T:
        loop = asyncio.get_running_loop()
        if loop not in self._made:
            self._made[loop] = self._make()
        return self._made[loop]


def forever(work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
    """Do it again and again, until the task is cancelled. What many rely on must not end by a mistake, nor by a
    database that was away for a moment."""

    async def keep_at_it() -> None:
        while True:
            try:
                await work()
            except Exception:
                log.exception("%s broke off; it begins again", work)
                await asyncio.sleep(AGAIN_S)

    return asyncio.create_task(keep_at_it())
