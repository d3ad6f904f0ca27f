"""Drawing together over real websockets, as the browser's y-websocket provider does."""

from __future__ import annotations

import pycrdt
import pytest
from django.db import connections

from builder.drawing.document import Block, Document, Node
from tests.drawings import draw, moons
from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, closed_with, only_sqlite, until
from tests.webapp.test_bad_state import locked
from webapp.projects import room as rooms
from webapp.projects.models import Project
from webapp.projects.yjs import YDocument, clients_in, farewell


def room(project: Project, query: str = "") -> str:
    return f"/ws/projects/{project.pk}/room/{query}"


def stored(project: Project) -> Document:
    project.refresh_from_db()
    return Document.model_validate(project.document)


def test_two_tabs_see_each_others_edits_and_both_are_saved(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as first, server.connect(room(project), visitor) as second:
        one, two = Tab(first).sync(), Tab(second).sync()
        one.add("here")
        two.add("there")
        one.take_until(lambda: "there" in one.nodes())
        two.take_until(lambda: "here" in two.nodes())
        assert one.root.to_py() == two.root.to_py()
        until(lambda: {"here", "there"} <= stored(project).graph.nodes.keys())


def test_a_tab_is_told_how_many_of_its_edits_are_stored_and_none_too_early(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as first, server.connect(room(project), visitor) as second:
        one, other = Tab(first).sync(), Tab(second).sync()
        one.take_until(lambda: one.stored == 1)  # what it has beyond the room: nothing
        one.add("here")
        one.change(lambda tab: tab.nodes().pop("here"))  # an edit that no state vector tells of
        one.add("there")
        one.take_until(lambda: one.stored > 1)
        one.take_until(lambda: one.stored == 4)
        assert "there" in stored(project).graph.nodes
        other.take_until(lambda: "there" in other.nodes())
        assert other.stored <= 1, "only what came from it"


@only_sqlite
def test_what_the_database_does_not_take_now_is_not_called_stored_and_is_stored_later(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    project = visitor.project()
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "init_command", options["init_command"].replace("timeout=5000", "timeout=20"))
    monkeypatch.setattr(rooms, "RETRY_S", 0.01)
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        tab.take_until(lambda: tab.stored == 1)
        with locked():
            tab.add("late")
            until(lambda: "can't be stored" in caplog.text)
            assert "late" not in stored(project).graph.nodes
        tab.take_until(lambda: tab.stored == 2)
        assert "late" in stored(project).graph.nodes


def test_a_drawing_is_there_again_after_everybody_left(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        Tab(socket).sync().add("kept")
    until(lambda: "kept" in stored(project).graph.nodes)
    with server.connect(room(project), visitor) as socket:
        assert "kept" in Tab(socket).sync().nodes()


def test_tabs_in_two_processes_see_each_other_and_nothing_is_lost(
    visitor: Visitor, server: Server, other_server: Server
) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as first, other_server.connect(room(project), visitor) as second:
        one, two = Tab(first).sync(), Tab(second).sync()
        for number in range(5):
            one.add(f"here{number}")
            two.add(f"there{number}")
        everything = {f"{side}{number}" for side in ("here", "there") for number in range(5)}
        one.take_until(lambda: everything <= set(one.nodes()))
        two.take_until(lambda: everything <= set(two.nodes()))
        until(lambda: everything <= stored(project).graph.nodes.keys())
    until(lambda: everything <= stored(project).graph.nodes.keys())


def test_what_another_process_stored_is_merged_not_overwritten(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        elsewhere = pycrdt.Doc()
        elsewhere.apply_update(bytes(project.state))
        node = pycrdt.Map({"type": "ReLU", "params": pycrdt.Map({}), "position": [0, 0], "note": ""})
        elsewhere.get("document", type=pycrdt.Map)["blocks"]["main"]["nodes"]["elsewhere"] = node
        Project.objects.filter(pk=project.pk).update(state=elsewhere.get_update())
        tab.add("here")
        tab.take_until(lambda: "elsewhere" in tab.nodes())
        until(lambda: {"here", "elsewhere"} <= stored(project).graph.nodes.keys())


def test_what_is_drawn_offline_arrives_on_return(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
    node = {"type": "ReLU", "params": pycrdt.Map({}), "position": [0, 0], "note": ""}
    tab.nodes()["offline"] = pycrdt.Map(node)
    with server.connect(room(project), visitor) as socket:
        tab.socket = socket
        socket.send(pycrdt.create_sync_message(tab.doc))
        tab.take()  # the room asks what we have
        until(lambda: "offline" in stored(project).graph.nodes)


def test_a_wire_whose_node_is_gone_is_not_in_the_document(visitor: Visitor, server: Server) -> None:
    project = visitor.project(draw({"a": "ReLU", "b": "ReLU"}, {}))
    with server.connect(room(project), visitor) as first, server.connect(room(project), visitor) as second:
        one, two = Tab(first).sync(), Tab(second).sync()
        one.change(lambda tab: tab.edges().update({"b.input": "a.output"}))
        two.change(lambda tab: tab.nodes().pop("a"))
        until(lambda: "a" not in stored(project).graph.nodes)
        one.take_until(lambda: "a" not in one.nodes())
    until(lambda: stored(project).graph.edges == {})


def test_whole_numbers_come_back_whole_where_the_catalogue_says_so(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        tab.add("fc9", {"out_features": 64.0})
        tab.change(
            lambda tab: tab.nodes().update(
                {
                    "drop": pycrdt.Map(
                        {"type": "Dropout", "params": pycrdt.Map({"p": 1.0}), "position": [0.0, 0.0], "note": ""}
                    )
                }
            )
        )
        until(lambda: {"fc9", "drop"} <= stored(project).graph.nodes.keys())
    nodes = stored(project).graph.nodes
    assert (repr(nodes["fc9"].params["out_features"]), repr(nodes["drop"].params["p"])) == ("64", "1.0")


def test_a_block_is_stored_with_its_parameters_whole(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    inner = {"type": "Linear", "params": pycrdt.Map({"out_features": "=2 * width"}), "position": [0.0, 0.0], "note": ""}
    use = {"type": "Block", "params": pycrdt.Map({"block": "part", "width": 16.0}), "position": [0.0, 0.0], "note": ""}
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()

        def draw_block(tab: Tab) -> None:
            maps = {"params": pycrdt.Map({"width": 8.0, "p": 0.5}), "edges": pycrdt.Map({})}
            tab.root["blocks"]["part"] = pycrdt.Map({**maps, "nodes": pycrdt.Map({"fc1": pycrdt.Map(inner)})})
            tab.nodes()["use"] = pycrdt.Map(use)

        tab.change(draw_block)
        until(lambda: "part" in stored(project).blocks)
    document = stored(project)
    assert sorted(map(repr, document.blocks["part"].params.items())) == ["('p', 0.5)", "('width', 8)"]
    assert document.blocks["part"].nodes["fc1"].params == {"out_features": "=2 * width"}
    assert repr(document.graph.nodes["use"].params["width"]) == "16"


def test_a_document_with_blocks_comes_back_as_it_was_opened() -> None:
    part = Block(params={"width": 8}, nodes={"fc1": Node(type="Linear", params={"out_features": "=width"})})
    document = moons()
    document = document.model_copy(update={"blocks": {**document.blocks, "part": part}})
    assert YDocument(YDocument.of(document).state).document() == document


def test_a_state_that_is_no_document_keeps_the_last_good_one(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    good = stored(project)
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        tab.change(lambda tab: tab.nodes().update({"odd": "not a node"}))
        until(project.updates.exists)
        assert stored(project) == good
        tab.change(lambda tab: tab.nodes().pop("odd"))
        tab.add("fine")
        until(lambda: "fine" in stored(project).graph.nodes)


def test_a_reader_sees_edits_and_can_not_make_any(visitor: Visitor, stranger: Visitor, server: Server) -> None:
    project = visitor.project()
    token = visitor.share(project.pk)["token"]
    with (
        server.connect(room(project), visitor) as owner,
        server.connect(room(project, f"?share={token}"), stranger) as viewer,
    ):
        one, reader = Tab(owner).sync(), Tab(viewer).sync()
        one.add("shown")
        reader.take_until(lambda: "shown" in reader.nodes())
        reader.add("forced")
        assert closed_with(viewer) == 4403
        one.add("after")
        until(lambda: "after" in stored(project).graph.nodes)
    assert "forced" not in stored(project).graph.nodes


def test_a_stranger_is_not_let_in(visitor: Visitor, stranger: Visitor, server: Server) -> None:
    project = visitor.project()
    for query in ("", "?share=forged"):
        with server.connect(room(project, query), stranger) as socket:
            assert closed_with(socket) == 4404


NONSENSE = {
    "unknown kind": b"\x09",
    "update that ends early": b"\x00\x02\x05ab",
    "no update": b"\x00\x02\x03\xff\xff\x01",
    "no state vector": b"\x00\x00\x02\xff\xff",
    "no awareness": b"\x01\x03\xff",
}


@pytest.mark.parametrize("message", NONSENSE.values(), ids=NONSENSE)
def test_bytes_that_no_client_sends_close_the_socket_and_harm_nobody(
    visitor: Visitor, server: Server, message: bytes
) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as good, server.connect(room(project), visitor) as bad:
        tab = Tab(good).sync()
        bad.send(message)
        assert closed_with(bad) == 4400
        tab.add("unharmed")
        until(lambda: "unharmed" in stored(project).graph.nodes)


def test_cursors_are_seen_by_the_others_and_go_with_their_tab(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    hello = farewell({7: 3})  # an awareness message of client 7 with clock 4
    with server.connect(room(project), visitor) as first:
        one = Tab(first).sync()
        with server.connect(room(project), visitor) as second:
            Tab(second).sync()
            second.send(hello)
            one.take_until(lambda: one.awareness)
            assert one.awareness == [hello]
            with server.connect(room(project), visitor) as third:
                late = Tab(third).sync()
                late.take_until(lambda: late.awareness)
        one.take_until(lambda: len(one.awareness) == 2)
        assert clients_in(one.awareness[1]) == {7: 5}


def test_a_removed_network_takes_its_room_along_without_noise(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        Project.objects.get().delete()
        tab.add("late")
    assert not Project.objects.exists()


def test_a_network_that_is_deleted_closes_for_all_who_have_it_open(
    visitor: Visitor, stranger: Visitor, server: Server, other_server: Server
) -> None:
    project = visitor.project()
    link = f"?share={visitor.share(project.pk)['token']}"
    with (
        server.connect(room(project), visitor) as here,
        other_server.connect(room(project), visitor) as there,
        server.connect(room(project, link), stranger) as viewer,
    ):
        for socket in (here, there, viewer):
            Tab(socket).sync()
        assert visitor.delete(f"/api/projects/{project.pk}/").status_code == 204
        assert (closed_with(here), closed_with(there)) == (4404, 4404)
        assert closed_with(viewer) in (4404, 4410), "the network is gone, and so is the link"


def test_every_document_survives_the_way_through_yjs() -> None:
    for document in (Document(), moons(), draw({"a": ("Conv2d", {"kernel_size": (3, 5)})}, {})):
        assert YDocument(YDocument.of(document).state).document() == document


def test_an_edit_is_saved_when_the_last_one_leaves_without_waiting(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "SAVE_AFTER_S", 3600.0)
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        Tab(socket).sync().add("last")
    until(lambda: "last" in stored(project).graph.nodes)
