"""What a web process does before its first request, and after its last one."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from django.db import Error

from webapp.off_loop import beside
from webapp.projects.rooms import rooms
from webapp.projects.unsaved import take_up

log = logging.getLogger(__name__)

TRY_AGAIN_S = 2.0


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """Takes up the edits that a process before this one could not store; leaves none behind that it can't."""
    await receive()
    taking_up = asyncio.create_task(_take_up())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await rooms().hand_over()
    taking_up.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def _take_up() -> None:
    is_done = False
    while not is_done:
        try:
            await beside(take_up)
            is_done = True
        except Error as error:
            log.warning("Edits that wait in files can't be stored yet (%s); trying again", error)
            await asyncio.sleep(TRY_AGAIN_S)
