"""What web processes tell each other, over the Channels layer: edits in a room, links revoked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

log = logging.getLogger(__name__)


class Subscription:
    """Hears every message of one group, in this process, until it is closed."""

    def __init__(self, group: str, on_message: Callable[[dict[str, Any]], None]) -> None:
        self._group, self._on_message = group, on_message
        self._layer = get_channel_layer()
        self._channel = ""
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Returns once nothing sent from now on is missed."""
        self._channel = await self._layer.new_channel()
        await self._layer.group_add(self._group, self._channel)
        self._task = asyncio.create_task(self._listen())

    async def send(self, message: dict[str, Any]) -> None:
        """Tell the whole group, ourselves too."""
        await publish(self._group, message)

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await self._layer.group_discard(self._group, self._channel)

    async def _listen(self) -> None:
        while True:
            message = await self._layer.receive(self._channel)
            try:
                self._on_message(message)
            except Exception:
                log.exception("A message of %s could not be handled", self._group)


async def publish(group: str, message: dict[str, Any]) -> None:
    """Tell a group. Losing Redis costs live news, never what is stored."""
    try:
        await get_channel_layer().group_send(group, {"type": "news", **message})
    except Exception:
        log.exception("Could not tell %s", group)
