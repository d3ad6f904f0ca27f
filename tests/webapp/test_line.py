"""Both ends of a socket find out that nobody is at the other one any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, closed_with
from tests.webapp.test_live import live
from tests.webapp.test_room import room
from tests.wire import wire
from webapp.projects.yjs import farewell
from webapp.supervisor.__main__ import UVICORN


def test_the_product_pings_browsers_and_gives_them_up_within_a_quarter_of_a_minute() -> None:
    options = dict(zip(UVICORN[::2], UVICORN[1::2], strict=False))
    assert float(options["--ws-ping-interval"]) + float(options["--ws-ping-timeout"]) <= 15


@pytest.mark.usefixtures("transactional_db")
def test_a_tab_whose_wire_is_cut_leaves_the_room(start_server: Callable[..., Server]) -> None:
    server = start_server(ws_ping_interval=0.2, ws_ping_timeout=0.3)
    visitor = Visitor()
    project = visitor.project()
    with server.connect(room(project), visitor) as here, wire(server.port) as line:
        one = Tab(here).sync()
        with Server(line.port).connect(room(project), visitor, ping_interval=None, close_timeout=0.1) as there:
            Tab(there).sync()
            there.send(farewell({7: 3}))
            one.take_until(lambda: one.awareness)
            line.cut()
            one.take_until(lambda: len(one.awareness) == 2)


def test_a_page_that_asks_whether_anybody_is_there_is_answered_on_every_socket(
    visitor: Visitor, stranger: Visitor, server: Server
) -> None:
    project = visitor.project()
    link = f"?share={visitor.share(project.pk)['token']}"
    for who, path in ((visitor, room(project)), (stranger, room(project, link)), (visitor, live(visitor.run()))):
        with server.connect(path, who) as socket:
            socket.send("ping")
            while (heard := socket.recv(timeout=60)) != "pong":
                assert isinstance(heard, bytes)


def test_what_is_no_question_is_treated_as_before(visitor: Visitor, server: Server) -> None:
    with server.connect(live(visitor.run()), visitor) as socket:
        socket.send("pong")
        assert closed_with(socket) == 4400
