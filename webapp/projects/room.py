"""A room: everybody who has one drawing open in this process, the drawing, and its storage.

Several processes may each have a room for the same drawing. They exchange updates over the
Channels layer, and whoever saves merges what is stored first, so that no order of saves loses an edit.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.db import transaction

from builder.problems import InvalidDocument
from webapp.groups import Subscription, publish
from webapp.off_loop import off_loop
from webapp.per_loop import PerLoop
from webapp.projects.models import Project
from webapp.projects.yjs import RUNS_CHANGED, BadMessage, YDocument, clients_in, edit_message, farewell, update_in

log = logging.getLogger(__name__)

SAVE_AFTER_S = 0.4
MAX_STATE_BYTES = 16_000_000
DELETED = b""
"""What rooms tell each other, and no client, when their drawing is deleted."""


@dataclass(eq=False)
class Seat:
    """One socket in a room. ``send`` hands bytes over and never waits; ``end`` closes it, as the drawing is gone."""

    send: Callable[[bytes], None]
    end: Callable[[], None]
    clients: dict[int, int] = field(default_factory=dict)
    awareness: bytes = b""


class Room:
    """One drawing while somebody has it open."""

    def __init__(self, project_id: UUID) -> None:
        self.project_id = project_id
        self.id = uuid.uuid4().hex
        self.seats: set[Seat] = set()
        self._drawing = YDocument()
        self._news = Subscription(f"room.{project_id}", self._hear)
        self._saving: asyncio.Task[None] | None = None
        self._is_dirty = False
        self._stored = b""  # the state as we last saw it in the database

    async def open(self) -> None:
        """Listen first, then load: what happens in between arrives twice, which does no harm."""
        await self._news.open()
        self._stored = await off_loop(_stored_state, self.project_id)
        self._drawing.apply(self._stored)

    async def close(self) -> None:
        """Save what is not saved yet, and stop listening."""
        await self._news.close()
        if self._saving:
            self._saving.cancel()
        if self._is_dirty:
            await self._save()

    def enter(self, seat: Seat, *, is_reader: bool) -> None:
        """Take a seat: the newcomer is asked what it has, and told who else is here."""
        if not is_reader:
            seat.send(self._drawing.question())
        for other in self.seats:
            if other.awareness:
                seat.send(other.awareness)
        self.seats.add(seat)

    def leave(self, seat: Seat) -> None:
        """Give the seat up; the others see the cursor go."""
        self.seats.discard(seat)
        if seat.clients:
            self._relay(farewell(seat.clients), but=seat)

    def answer(self, message: bytes) -> bytes:
        """What a client that asks is lacking.

        Raises: BadMessage.
        """
        return self._drawing.answer(message)

    def edit(self, message: bytes, seat: Seat) -> None:
        """Apply a client's edit, pass the same bytes on, and save soon.

        Raises: BadMessage.
        """
        if len(self._stored) + len(message) > MAX_STATE_BYTES:
            raise BadMessage("this drawing is too large")
        self._drawing.apply(update_in(message))
        self._relay(message, but=seat)
        self._save_soon()

    def greet(self, message: bytes, seat: Seat) -> None:
        """Pass on where somebody's cursor is.

        Raises: BadMessage.
        """
        seat.clients |= clients_in(message)
        seat.awareness = message
        self._relay(message, but=seat)

    def _relay(self, message: bytes, but: Seat) -> None:
        for seat in self.seats - {but}:
            seat.send(message)
        _in_background(self._news.send({"room": self.id, "message": message}))

    def _hear(self, news: dict[str, Any]) -> None:
        """News of another process. It saves its own edits; we only show them."""
        if news["room"] == self.id:
            return
        message = news["message"]
        if message == DELETED:
            for seat in self.seats:
                seat.end()
            return
        if message[0] == 0:
            self._drawing.apply(update_in(message))
        for seat in self.seats:
            seat.send(message)

    def _save_soon(self) -> None:
        self._is_dirty = True
        if self._saving is None or self._saving.done():
            self._saving = asyncio.create_task(self._save_later())

    async def _save_later(self) -> None:
        while self._is_dirty:
            await asyncio.sleep(SAVE_AFTER_S)
            await asyncio.shield(self._save())

    async def _save(self) -> None:
        self._is_dirty = False
        before = self._drawing.state
        self._stored = await off_loop(_store, self.project_id, before, self._stored)
        if self._stored != before:  # an edit had reached the database, but perhaps not us
            self._drawing.apply(self._stored)
            for seat in self.seats:
                seat.send(edit_message(self._stored))


def tell_runs_changed(project_id: UUID) -> None:
    """Have every page with this network open look at its list of runs, at once."""
    async_to_sync(publish)(f"room.{project_id}", {"room": "", "message": RUNS_CHANGED})


def tell_deleted(project_id: UUID) -> None:
    """Close every socket in this network's rooms: what is drawn there could no longer be kept."""
    async_to_sync(publish)(f"room.{project_id}", {"room": "", "message": DELETED})


class Rooms:
    """The rooms of one process, by project."""

    def __init__(self) -> None:
        self._open: dict[UUID, Room] = {}
        self._lock = asyncio.Lock()

    async def enter(self, project_id: UUID, seat: Seat, *, is_reader: bool) -> Room:
        """The room of a project, with ``seat`` taken; loaded when nobody was in."""
        async with self._lock:
            room = self._open.get(project_id)
            if room is None:
                room = Room(project_id)
                await room.open()
                self._open[project_id] = room
            room.enter(seat, is_reader=is_reader)
            return room

    async def leave(self, room: Room, seat: Seat) -> None:
        """Give the seat up; the last one saves and closes the room."""
        async with self._lock:
            room.leave(seat)
            if not room.seats:
                del self._open[room.project_id]
                await room.close()


rooms: PerLoop[Rooms] = PerLoop(Rooms)

_background: set[asyncio.Task[None]] = set()


def _in_background(work: Any) -> None:
    task = asyncio.ensure_future(work)
    _background.add(task)
    task.add_done_callback(_background.discard)


def _stored_state(project_id: UUID) -> bytes:
    return bytes(Project.objects.values_list("state", flat=True).get(pk=project_id))


def _store(project_id: UUID, state: bytes, last_seen: bytes) -> bytes:
    """Save the state, merged with what another process stored since we looked; what is stored now."""
    ours = YDocument(state)
    with transaction.atomic():
        project = Project.objects.select_for_update().filter(pk=project_id).first()
        if project is None:
            return state  # removed while it was open
        if bytes(project.state) != last_seen:
            ours.apply(bytes(project.state))
            state = ours.state
        project.state = state
        try:
            project.document = ours.document().model_dump(mode="json")
        except InvalidDocument as error:
            log.warning("Project %s holds no valid document now: %s", project_id, error)
        project.save(update_fields=["state", "document", "updated_at"])
    return state
