"""What a page keeps of a drawing, without the page."""

from __future__ import annotations

from typing import Any

import pycrdt
from websockets.sync.client import ClientConnection

from webapp.projects.yjs import BEHIND, STORED


class Tab:
    """A browser tab: a Yjs document that follows a room."""

    def __init__(self, socket: ClientConnection, doc: pycrdt.Doc[Any] | None = None) -> None:
        self.socket = socket
        self.doc: pycrdt.Doc[Any] = doc or pycrdt.Doc()
        self.root = self.doc.get("document", type=pycrdt.Map)
        self.awareness: list[bytes] = []
        self.told: list[int] = []  # the kinds of our own messages
        self.stored = 0
        self.is_behind = False
        socket.send(pycrdt.create_sync_message(self.doc))

    def nodes(self) -> pycrdt.Map[Any]:
        return self.root["blocks"]["main"]["nodes"]

    def edges(self) -> pycrdt.Map[Any]:
        return self.root["blocks"]["main"]["edges"]

    def take(self, within_s: float = 60.0) -> None:
        message = self.socket.recv(timeout=within_s)
        assert isinstance(message, bytes)
        if message[0] == pycrdt.YMessageType.AWARENESS:
            self.awareness.append(message)
        elif message[0] != pycrdt.YMessageType.SYNC:
            self.told.append(message[0])
        if message[0] == BEHIND:
            self.is_behind = bool(message[1])
        if message[0] == STORED:
            assert message[1] > self.stored, "told twice"
            self.stored = message[1]
        if message[0] != pycrdt.YMessageType.SYNC:
            return  # as any y-websocket client does
        if reply := pycrdt.handle_sync_message(message[1:], self.doc):
            self.socket.send(reply)

    def take_until(self, is_so: Any) -> None:
        while not is_so():
            self.take()

    def sync(self) -> Tab:
        self.take_until(lambda: "blocks" in self.root)
        return self

    def change(self, edit: Any) -> None:
        before = self.doc.get_state()
        with self.doc.transaction():
            edit(self)
        self.socket.send(pycrdt.create_update_message(self.doc.get_update(before)))

    def add(self, name: str, params: dict[str, Any] | None = None) -> None:
        node = {"type": "Linear", "params": pycrdt.Map(params or {}), "position": [0.0, 0.0], "note": ""}
        self.change(lambda tab: tab.nodes().update({name: pycrdt.Map(node)}))

    def state_bytes(self) -> bytes:
        return self.doc.get_update()
