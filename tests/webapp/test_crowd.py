"""Sockets by the hundred, and some that flood or never read: nobody else notices, and nothing is kept for them."""

from __future__ import annotations

import asyncio
import gc
import random
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pycrdt
import pytest

from builder.drawing.problems import InvalidDocument
from tests.drawings import moons
from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, closed_with
from tests.webapp.test_room import room
from webapp import places
from webapp.outbox import Outbox
from webapp.projects.presence import MAX_CLIENTS_OF_SEAT, MAX_WORD_BYTES, Presence
from webapp.projects.yjs import (
    BadMessage,
    Word,
    YDocument,
    edit_message,
    kind_of,
    update_in,
    words_in,
    words_message,
)

FLOOD, WORD_BYTES = 150, 2_000_000
MUTATED = 700


def word(client: int, clock: int, size: int = 10) -> bytes:
    return words_message({client: Word(clock, f'"{"x" * size}"')})


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def said(tab: Tab) -> dict[int, Word]:
    """The last word of everybody, as this tab heard it."""
    heard: dict[int, Word] = {}
    for message in tab.awareness:
        heard |= words_in(message)
    return heard


@contextmanager
def never_reading(server: Server, path: str, visitor: Visitor) -> Iterator[None]:
    """A websocket that is opened and never read from."""
    ask = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {visitor.cookie}\r\nConnection: Upgrade\r\n"
    ask += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\r\n\r\n"
    with socket.create_connection(("localhost", server.port)) as opened:
        opened.sendall(ask.encode())
        assert opened.recv(12) == b"HTTP/1.1 101"
        yield


def test_words_of_two_megabytes_are_kept_nowhere_and_passed_on_to_nobody(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with (
        server.connect(room(project), visitor) as first,
        server.connect(room(project), visitor) as second,
        never_reading(server, room(project), visitor),
    ):
        flooding, watching = Tab(first).sync(), Tab(second).sync()
        huge = word(1, 1, WORD_BYTES)
        for _ in range(10):  # what is in flight at once takes its room before it is measured
            flooding.socket.send(huge)
        flooding.socket.send(word(2, 1))
        watching.take_until(lambda: 2 in said(watching))
        watching.awareness.clear()
        gc.collect()
        before = resident_mib()
        for _ in range(FLOOD):
            flooding.socket.send(huge)
        flooding.socket.send(word(1, 2))
        watching.take_until(lambda: 1 in said(watching))
        assert [len(message) < MAX_WORD_BYTES for message in watching.awareness] == [True]
        gc.collect()
        assert resident_mib() - before < 60, f"{FLOOD} times {WORD_BYTES / 1e6} MB went by"


def test_what_waits_for_a_slow_reader_is_bounded_and_of_each_client_only_the_last_word() -> None:
    outbox: Outbox[bytes] = Outbox(max_bytes=100)
    assert outbox.put(b"whole drawing", 5_000), "one that is alone may be of any size"
    assert not outbox.put(b"edit", 1)
    outbox.clear()
    for clock in range(1_000):
        assert outbox.put(b"word %d" % clock, 40, latest_of=7)
    assert outbox.put(b"edit", 40)
    assert not outbox.put(b"one edit more", 40)
    assert outbox.put(b"other word", 10, latest_of=8)
    assert asyncio.run(outbox.take_all()) == [b"word 999", b"edit", b"other word"]


def test_what_tabs_send_back_of_others_goes_no_further(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with (
        server.connect(room(project), visitor) as first,
        server.connect(room(project), visitor) as second,
    ):
        one, two = Tab(first).sync(), Tab(second).sync()
        one.socket.send(word(1, 5))
        two.take_until(lambda: 1 in said(two))
        two.socket.send(two.awareness[-1])  # as y-websocket does
        two.socket.send(word(2, 1))
        one.take_until(lambda: 2 in said(one))
        assert set(said(one)) == {2}
        second.close()
        one.take_until(lambda: said(one)[2].state == "null")
        assert set(said(one)) == {2}, "who only repeated a word does not take its client along"


def test_a_socket_speaks_for_a_few_clients_only() -> None:
    presence = Presence()
    for client in range(100):
        presence.hear(word(client, 1), "somebody")
    assert len(presence.everybody()) == MAX_CLIENTS_OF_SEAT
    assert presence.hear(word(200, 1), "somebody else") == {200: word(200, 1)}
    assert len(presence.leave("somebody")) == MAX_CLIENTS_OF_SEAT


def test_a_class_of_forty_behind_one_address_has_room(visitor: Visitor, stranger: Visitor, server: Server) -> None:
    project = visitor.project()
    link = f"?share={visitor.share(project.pk)['token']}"
    with ExitStack() as stack:
        tabs = [Tab(stack.enter_context(server.connect(room(project, link), stranger))) for _ in range(40)]
        owner = Tab(stack.enter_context(server.connect(room(project), visitor))).sync()
        owner.add("shown")
        for tab in tabs:
            tab.sync().take_until(lambda tab=tab: "shown" in tab.nodes())


@pytest.mark.parametrize("limit", ["MAX_OF_VISITOR", "MAX_IN_ROOM"])
def test_sockets_are_bounded_by_visitor_and_by_room(
    visitor: Visitor, stranger: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(places, limit, 3)
    one, two = visitor.project(), visitor.project()
    theirs = stranger.project()
    with ExitStack() as stack:
        for _ in range(3):
            Tab(stack.enter_context(server.connect(room(one), visitor))).sync()
        with server.connect(room(one), visitor) as too_many:
            assert closed_with(too_many) == 1013
        with server.connect(room(two), visitor) as elsewhere:
            if limit == "MAX_OF_VISITOR":
                assert closed_with(elsewhere) == 1013
            else:
                Tab(elsewhere).sync()
        with server.connect(room(theirs), stranger) as other:
            Tab(other).sync()
    with server.connect(room(one), visitor) as again:
        Tab(again).sync()


@pytest.mark.parametrize("seed", range(3))
def test_mutated_messages_are_refused_and_harm_no_drawing(seed: int) -> None:
    chance = random.Random(seed)
    drawing, presence = YDocument.of(moons()), Presence()
    good = drawing.document()
    valid = [drawing.question(), edit_message(update_of(drawing)), drawing.answer(YDocument().question()), word(1, 1)]
    refused = 0
    for _ in range(MUTATED):
        message = bytearray(chance.choice(valid))
        for _ in range(chance.randint(1, 4)):
            message[chance.randrange(len(message))] = chance.randrange(256)
        try:
            hear(YDocument(drawing.state), presence, bytes(message[: chance.randint(1, len(message))]))
        except BadMessage:
            refused += 1
    assert refused > MUTATED / 3
    assert drawing.document() == good


def update_of(drawing: YDocument) -> bytes:
    """An update that adds something to a drawing."""
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    doc.apply_update(drawing.state)
    before = doc.get_state()
    doc.get("document", type=pycrdt.Map)["training"]["epochs"] = 7.0
    return bytes(doc.get_update(before))


def hear(drawing: YDocument, presence: Presence, message: bytes) -> None:
    """What a room does with a message, and with the drawing after it."""
    match kind_of(message):
        case "ask":
            drawing.answer(message)
        case "edit":
            drawing.learn(update_in(message))
            with suppress(InvalidDocument):
                drawing.document()
            YDocument(drawing.state)
        case "awareness":
            presence.hear(message, "somebody")
