"""What waits to be sent to somebody who may be slow: bounded, and of what changes all the time only the last word."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Outbox(Generic[T]):
    """Things in the order in which they came. One that is alone may be of any size.

    Units: ``max_bytes`` of all that waits.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._waiting: deque[tuple[Hashable, T, int]] = deque()
        self._latest: dict[Hashable, tuple[T, int]] = {}
        self._bytes = 0
        self._has_some = asyncio.Event()

    def put(self, thing: T, size: int, latest_of: Hashable = None) -> bool:
        """Whether there is room. With ``latest_of`` it takes the place of what waits under the same name."""
        if latest_of is not None and (before := self._latest.get(latest_of)):
            self._bytes += size - before[1]
            self._latest[latest_of] = thing, size
            return True
        if self._waiting and self._bytes + size > self._max_bytes:
            return False
        if latest_of is not None:
            self._latest[latest_of] = thing, size
        self._waiting.append((latest_of, thing, size))
        self._bytes += size
        self._has_some.set()
        return True

    async def take(self) -> T:
        """The next one, as soon as there is one."""
        await self._has_some.wait()
        name, thing, size = self._waiting.popleft()
        if name is not None:
            thing, size = self._latest.pop(name)
        self._bytes -= size
        if not self._waiting:
            self._has_some.clear()
        return thing

    async def take_all(self) -> list[T]:
        """All that waits, as soon as there is something."""
        things = [await self.take()]
        while self._waiting:
            things.append(await self.take())
        return things

    def clear(self) -> None:
        self._waiting.clear()
        self._latest.clear()
        self._bytes = 0
        self._has_some.clear()
