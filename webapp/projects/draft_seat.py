"""A socket onto a network that nobody has touched yet: it shows a starter, and with the first edit opens its room."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import Error

from webapp.groups import news
from webapp.off_loop import off_loop
from webapp.projects.drafts import keep
from webapp.projects.models import Project
from webapp.projects.room import Room, Seat
from webapp.projects.rooms import rooms
from webapp.projects.unsaved import room_of
from webapp.projects.yjs import RUNS_CHANGED, YDocument, kind_of, stored_message


class DraftSeat:
    """Speaks with one page as a room does, of a drawing that is stored nowhere. ``enter`` is told of the room."""

    def __init__(self, project: Project, seat: Seat, enter: Callable[[Room], Awaitable[None]]) -> None:
        self._project, self._seat, self._enter = project, seat, enter
        self._drawing = YDocument(bytes(project.state))
        self._entering = asyncio.Lock()
        self._is_open = True
        self._task: asyncio.Task[Any] | None = None

    async def open(self) -> None:
        """Ask the page what it has, and listen: another tab may make the network first."""
        await news().listen(room_of(self._project.pk), self._hear)
        self._seat.send(self._drawing.question())

    def close(self) -> None:
        """Listen no more."""
        if self._is_open:
            self._is_open = False
            self._task = asyncio.ensure_future(news().unlisten(room_of(self._project.pk), self._hear))

    def _has_left(self) -> bool:
        return not self._is_open

    async def handle(self, message: bytes) -> bool:
        """Answer a message of the page; False for one that is the room's to handle, which is open by then.

        Raises: BadMessage; django.db.Error.
        """
        match kind_of(message):
            case "ask":
                self._seat.send(self._drawing.answer(message))
            case "nothing new":
                self._seat.updates += 1
                self._seat.stored = self._seat.updates
                self._seat.send(stored_message(self._seat.stored))
            case "edit":
                await off_loop(keep, self._project)
                await self._begin()
                return False
        return True

    def _hear(self, word: dict[str, Any]) -> None:
        """Somebody tells of this network: it came to be."""
        if self._is_open and self._task is None:
            self._task = asyncio.ensure_future(self._follow())

    async def _follow(self) -> None:
        try:
            await self._begin()
        except Error:
            self._task = None  # the page's next edit tries again

    async def _begin(self) -> None:
        async with self._entering:
            if self._has_left():
                return
            room = await rooms().enter(self._project.pk, self._seat)
            if self._has_left():
                rooms().leave(room, self._seat)
                return
            self._seat.send(room.answer(self._drawing.question()))
            self._seat.send(RUNS_CHANGED)
            self.close()
            await self._enter(room)
