"""The room's websocket: the y-websocket protocol, so that its ``WebsocketProvider`` works unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from uuid import UUID

from django.db import Error

from webapp.accounts.caller import Caller
from webapp.line import NOT_FOUND, TRY_AGAIN, LineConsumer
from webapp.off_loop import off_loop
from webapp.outbox import Outbox
from webapp.projects import drafts
from webapp.projects.access import project_for
from webapp.projects.draft_seat import DraftSeat
from webapp.projects.room import Room, Seat
from webapp.projects.rooms import rooms
from webapp.projects.yjs import BadMessage, kind_of

BAD_MESSAGE, READ_ONLY = 4400, 4403
MAX_WAITING_BYTES = 4_000_000
"""That a slow socket may lag behind. One message may be larger: a whole drawing."""


class RoomConsumer(LineConsumer):
    """One browser tab with a drawing open."""

    kind = "room"
    room: Room | None = None
    is_reader = True
    _draft: DraftSeat | None = None

    async def join(self, caller: Caller) -> None:
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        self.is_reader = caller.token is not None  # an owner who looks through a link sees what others see
        project = await off_loop(project_for, caller, project_id, to_write=not self.is_reader)
        self._waiting: Outbox[bytes] = Outbox(MAX_WAITING_BYTES)
        self._sender = asyncio.create_task(self._send_waiting())
        self._seat = Seat(self._hand_over, self._end, self.is_reader)
        if drafts.is_kept(project):
            self.room = await rooms().enter(project_id, self._seat)
        else:
            self._draft = DraftSeat(project, self._seat, self._enter)
            await self._draft.open()

    async def _enter(self, room: Room) -> None:
        """The network that this socket shows came to be: from here on it is as all others."""
        self.room, self._draft = room, None

    def leave(self) -> None:
        if self._draft:
            self._draft.close()
        if self.room:
            rooms().leave(self.room, self._seat)
            self._sender.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not bytes_data:
            return
        try:
            if self._draft and await self._draft.handle(bytes_data):
                return
            if self.room:
                await self._handle(self.room, bytes_data)
        except BadMessage as error:
            await self.close(BAD_MESSAGE, str(error))
        except Error:  # an edit of what is not stored yet: the page keeps it, and comes again
            await self.close(TRY_AGAIN, "The database is away; try again.")

    async def _handle(self, room: Room, message: bytes) -> None:
        match kind_of(message):
            case "ask":
                self._hand_over(room.answer(message))
            case "edit" if self.is_reader:
                await self.close(READ_ONLY, "This link only shows; fork the network to change it.")
            case "edit":
                room.edit(message, self._seat)
            case "nothing new":
                room.note(self._seat)
            case "awareness" if not self.is_reader:
                room.greet(message, self._seat)

    def _hand_over(self, message: bytes, latest_of: Hashable = None) -> None:
        if not self._waiting.put(message, len(message), latest_of):  # it comes back, and syncs
            self._waiting.clear()
            self._sender.cancel()
            asyncio.ensure_future(self.close(TRY_AGAIN, "too slow"))  # noqa: RUF006  (the socket holds it)

    def _end(self) -> None:
        asyncio.ensure_future(self.close(NOT_FOUND, "This network was deleted."))  # noqa: RUF006  (the socket holds it)

    async def _send_waiting(self) -> None:
        try:
            while True:
                await self.send_patiently(await self._waiting.take())
        except TimeoutError:
            await self.close(TRY_AGAIN, "too slow")
