"""How late a web process comes to its work: whatever holds up the event loop holds up everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from webapp.per_loop import PerLoop
from webapp.telemetry.numbers import LOOP_DELAY_S

LOOK_EVERY_S = 0.25


class Watched:
    """An application whose event loop is looked after from its first request on."""

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[Any]]) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        _watching()
        return await self._application(scope, receive, send)


async def _watch() -> None:
    clock = asyncio.get_running_loop().time
    while True:
        wanted = clock() + LOOK_EVERY_S
        await asyncio.sleep(LOOK_EVERY_S)
        LOOP_DELAY_S.observe(max(0.0, clock() - wanted))


_watching: PerLoop[asyncio.Task[None]] = PerLoop(lambda: asyncio.create_task(_watch()))
