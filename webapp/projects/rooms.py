"""The rooms of one process: opened for the first who comes, closed after the last one when all is stored."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from webapp.groups import news
from webapp.off_loop import beside
from webapp.per_loop import PerLoop
from webapp.projects.models import Project
from webapp.projects.room import Room, Seat

HAND_OVER_S = 1.5

Standing = tuple[datetime, frozenset[Any]]
"""When a project changed last, and what its list of runs shows."""


class Rooms:
    """The rooms of one process, by project."""

    def __init__(self) -> None:
        self._open: dict[UUID, Room] = {}
        self._standing: dict[UUID, Standing] = {}
        self._closing: set[asyncio.Task[None]] = set()
        news().when_in_doubt(self._ask)

    async def enter(self, project_id: UUID, seat: Seat) -> Room:
        """The room of a project, with ``seat`` taken; loaded when nobody was in.

        Raises: DatabaseError.
        """
        room = self._open.get(project_id) or self._open.setdefault(project_id, Room(project_id, self._close_unneeded))
        room.coming += 1
        try:
            await room.open()
            room.enter(seat)
        finally:
            room.coming -= 1
            self._close_unneeded(room)
        return room

    def leave(self, room: Room, seat: Seat) -> None:
        """Give the seat up; the last one has the room save, and close after."""
        room.leave(seat)
        self._close_unneeded(room)

    async def hand_over(self) -> None:
        """Before this process ends: what rooms have drawn is stored, or lies in files."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HAND_OVER_S):
                await asyncio.gather(*(room.hand_over() for room in self._open.values() if not room.is_stored))

    def _close_unneeded(self, room: Room) -> None:
        if room.is_needed or self._open.get(room.project_id) is not room:
            return
        del self._open[room.project_id]
        self._standing.pop(room.project_id, None)
        task = asyncio.ensure_future(room.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _ask(self, is_back: bool) -> None:
        """What others may have stored, deleted or begun to train without our hearing of it."""
        now = await beside(_standings, tuple(self._open))
        for room in tuple(self._open.values()):
            before, stands = self._standing.get(room.project_id), now.get(room.project_id)
            if stands is None:
                await room.look()  # it is gone, or was opened just now
                continue
            self._standing[room.project_id] = stands
            if before is None or before[0] != stands[0]:
                await room.look()
            if is_back or before is None or before[1] != stands[1]:
                room.tell_runs_changed()
            if is_back:
                room.ask_others()


rooms: PerLoop[Rooms] = PerLoop(Rooms)


def _standings(project_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    shown = ("pk", "updated_at", "runs__pk", "runs__status", "runs__name")
    changed: dict[UUID, datetime] = {}
    runs: defaultdict[UUID, set[Any]] = defaultdict(set)
    for pk, updated_at, *run in Project.objects.filter(pk__in=project_ids).order_by().values_list(*shown):
        changed[pk] = updated_at
        runs[pk].add(tuple(run))
    return {pk: (updated_at, frozenset(runs[pk])) for pk, updated_at in changed.items()}
