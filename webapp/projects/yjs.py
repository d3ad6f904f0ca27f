"""The Yjs document of a drawing. Nothing else on the server touches Yjs.

Speaks the messages of the y-websocket protocol: ``[0, kind, length, bytes]`` for the document,
``[1, length, bytes]`` for awareness (cursors, names).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pycrdt import (
    Decoder,
    Doc,
    Encoder,
    Map,
    YMessageType,
    YSyncMessageType,
    create_awareness_message,
    create_sync_message,
    create_update_message,
    handle_sync_message,
    merge_updates,
)

from builder.drawing.document import Document
from webapp.projects.projection import projection

RUNS_CHANGED = bytes([101])
"""A message of our own beside those of y-websocket: the list of runs has changed."""

STORED = 102
"""Another one, with a number: so many of the updates that this client sent are stored."""

BEHIND = 103
"""Another one, with 1: what editors draw can't be stored for now, and is tried again and again; with 0: it is."""

_ROOT = "document"
_EMPTY_UPDATE = b"\x00\x00"

Kind = Literal["ask", "edit", "nothing new", "awareness", "nothing"]


class Word(NamedTuple):
    """What a client says of itself, as JSON text; the highest clock counts."""

    clock: int
    state: str


class BadMessage(ValueError):
    """Bytes that no Yjs client sends."""


class YDocument:
    """One drawing, mergeable. Belongs to the thread that made it."""

    def __init__(self, state: bytes = b"", *, author: int | None = None) -> None:
        self._doc: Doc[Any] = Doc(client_id=author)
        self._root = self._doc.get(_ROOT, type=Map)
        if state:
            self.apply(state)

    @classmethod
    def of(cls, document: Document, *, author: int | None = None) -> YDocument:
        """A fresh Yjs document that holds ``document``; of the same ``author``, the same one each time."""
        made = cls(author=author)
        tree = document.model_dump(mode="json")
        with made._doc.transaction():
            made._root["version"] = tree["version"]
            made._root["main"] = tree["main"]
            made._root["training"] = Map(tree["training"])
            made._root["blocks"] = Map({name: _block(block) for name, block in tree["blocks"].items()})
        return made

    @property
    def state(self) -> bytes:
        """Everything, as one update; also what waits for an update that has not come yet."""
        return bytes(self._doc.get_update())

    def document(self) -> Document:
        """The plain document.

        Raises: InvalidDocument.
        """
        return projection(self._root.to_py() or {})

    def apply(self, update: bytes) -> None:
        """Merge an update in.

        Raises: BadMessage.
        """
        try:
            self._doc.apply_update(update)
        except Exception as error:
            raise BadMessage("not a Yjs update") from error

    def learn(self, update: bytes) -> bytes:
        """Merge an update in. What was new in it, as an update; empty if nothing was.

        Raises: BadMessage.
        """
        learnt: list[bytes] = []
        subscription = self._doc.observe(lambda event: learnt.append(bytes(event.update)))
        try:
            self.apply(update)
        finally:
            self._doc.unobserve(subscription)
        return merged(learnt)

    def question(self) -> bytes:
        """The message that asks a client for what it has and we lack."""
        return create_sync_message(self._doc)

    def answer(self, message: bytes) -> bytes:
        """The message with what the asking client lacks.

        Raises: BadMessage.
        """
        try:
            return handle_sync_message(message[1:], self._doc) or b""
        except Exception as error:
            raise BadMessage("not a Yjs state vector") from error


def kind_of(message: bytes) -> Kind:
    """What a client's message is.

    Raises: BadMessage.
    """
    match list(message[:2]):
        case [YMessageType.SYNC, YSyncMessageType.SYNC_STEP1]:
            return "ask"
        case [YMessageType.SYNC, YSyncMessageType.SYNC_STEP2 | YSyncMessageType.SYNC_UPDATE]:
            return "nothing new" if update_in(message) == _EMPTY_UPDATE else "edit"
        case [YMessageType.AWARENESS, _]:
            return "awareness"
        case [2 | 3, *_]:  # y-protocols' auth and query-awareness: we answer neither
            return "nothing"
    raise BadMessage("not a message of the y-websocket protocol")


def update_in(message: bytes) -> bytes:
    """The update that an edit carries.

    Raises: BadMessage.
    """
    return _payload(message[2:])


def merged(updates: Sequence[bytes]) -> bytes:
    """Updates as one; empty if there is none."""
    return bytes(merge_updates(*updates)) if updates else b""


def edit_message(update: bytes) -> bytes:
    """The message that carries an update."""
    return create_update_message(update)


def behind_message(*, is_behind: bool) -> bytes:
    """The message that says whether edits wait because they can't be stored."""
    return bytes([BEHIND, is_behind])


def stored_message(count: int) -> bytes:
    """The message that says how many of a client's updates are stored."""
    return bytes([STORED]) + count.to_bytes(4, "little")


def words_in(message: bytes) -> dict[int, Word]:
    """What an awareness message says of each client.

    Raises: BadMessage.
    """
    decoder = Decoder(_payload(message[1:]))
    try:
        words = {}
        for _ in range(decoder.read_var_uint()):
            client, clock, state = decoder.read_var_uint(), decoder.read_var_uint(), decoder.read_var_string()
            json.loads(state)
            words[client] = Word(clock, state)
    except Exception as error:
        raise BadMessage("not an awareness message") from error
    return words


def words_message(words: Mapping[int, Word]) -> bytes:
    """The awareness message that says this."""
    encoder = Encoder()
    encoder.write_var_uint(len(words))
    for client, word in words.items():
        encoder.write_var_uint(client)
        encoder.write_var_uint(word.clock)
        encoder.write_var_string(word.state)
    return create_awareness_message(encoder.to_bytes())


def clients_in(message: bytes) -> dict[int, int]:
    """Who an awareness message speaks of: clock by client.

    Raises: BadMessage.
    """
    return {client: word.clock for client, word in words_in(message).items()}


def farewell(clients: dict[int, int]) -> bytes:
    """The awareness message that says that these clients left."""
    return words_message({client: Word(clock + 1, "null") for client, clock in clients.items()})


def _payload(stream: bytes) -> bytes:
    try:
        payload = Decoder(stream).read_message()
    except Exception as error:
        raise BadMessage("a message ends too early") from error
    if payload is None:
        raise BadMessage("a message ends too early")
    return payload


def _block(block: dict[str, Any]) -> Map[Any]:
    nodes = {name: Map({**node, "params": Map(node["params"])}) for name, node in block["nodes"].items()}
    return Map({"params": Map(block["params"]), "nodes": Map(nodes), "edges": Map(block["edges"])})
