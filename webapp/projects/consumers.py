"""The room's websocket: the y-websocket protocol, so that its ``WebsocketProvider`` works unchanged."""

from __future__ import annotations

import asyncio
from uuid import UUID

from channels.generic.websocket import AsyncWebsocketConsumer

from webapp.accounts.caller import Caller
from webapp.errors import NotFound
from webapp.off_loop import off_loop
from webapp.projects.access import project_for
from webapp.projects.room import Room, Seat, rooms
from webapp.projects.yjs import BadMessage, kind_of
from webapp.sharing.viewers import viewers

BAD_MESSAGE, READ_ONLY, NOT_FOUND, TOO_SLOW = 4400, 4403, 4404, 1013
MAX_WAITING = 2_000
"""Messages that a slow socket may lag behind."""


class RoomConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """One browser tab with a drawing open."""

    channel_layer_alias = "none"  # rooms talk over the layer; sockets never do

    room: Room | None = None
    is_reader = True

    async def connect(self) -> None:
        await self.accept()
        project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        caller = await off_loop(Caller.of_scope, self.scope)
        self.is_reader = caller.token is not None  # an owner who looks through a link sees what others see
        if caller.token:  # before the look at the link: it may be revoked at any moment
            await viewers().add(caller.token, self)
        try:
            await off_loop(project_for, caller, project_id, to_write=not self.is_reader)
        except NotFound:
            await self.close(NOT_FOUND)
            return
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(MAX_WAITING)
        self._sender = asyncio.create_task(self._send_waiting())
        self._seat = Seat(self._hand_over, self._end)
        self.room = await rooms().enter(project_id, self._seat, is_reader=self.is_reader)

    async def disconnect(self, code: int) -> None:
        viewers().discard(self)
        if self.room:
            await rooms().leave(self.room, self._seat)
            self._sender.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.room is None or not bytes_data:
            return
        try:
            await self._handle(self.room, bytes_data)
        except BadMessage as error:
            await self.close(BAD_MESSAGE, str(error))

    async def _handle(self, room: Room, message: bytes) -> None:
        match kind_of(message):
            case "ask":
                self._hand_over(room.answer(message))
            case "edit" if self.is_reader:
                await self.close(READ_ONLY, "This link only shows; fork the network to change it.")
            case "edit":
                room.edit(message, self._seat)
            case "awareness" if not self.is_reader:
                room.greet(message, self._seat)

    def _hand_over(self, message: bytes) -> None:
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:  # it comes back, and syncs
            self._sender.cancel()
            asyncio.ensure_future(self.close(TOO_SLOW))  # noqa: RUF006  (the socket holds it)

    def _end(self) -> None:
        asyncio.ensure_future(self.close(NOT_FOUND, "This network was deleted."))  # noqa: RUF006  (the socket holds it)

    async def _send_waiting(self) -> None:
        while True:
            await self.send(bytes_data=await self._waiting.get())
