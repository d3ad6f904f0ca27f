"""No edit is lost: what can't be stored is kept, told, tried again, and handed on to the next process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pycrdt
import pytest
from django.db import connection
from pytest_django.fixtures import Settings
from websockets.exceptions import ConnectionClosed

from tests.drawings import draw
from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, closed_with, until
from tests.webapp.test_room import room, stored
from webapp.projects import log, unsaved
from webapp.projects import room as rooms
from webapp.projects.log import Mark, append, read
from webapp.projects.models import Project, Update
from webapp.projects.yjs import BEHIND, YDocument


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.CONFIG = replace(settings.CONFIG, data=tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "RETRY_S", 0.05)


@contextmanager
def refusing() -> Iterator[None]:
    """The database takes no update, with an error that nobody thought of: its table has another name."""
    _rename(Update._meta.db_table, "elsewhere")
    try:
        yield
    finally:
        _rename("elsewhere", Update._meta.db_table)


def _rename(table: str, to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {to}")


def kept(data: Path) -> list[Path]:
    return list((data / "unsaved").glob("*.update"))


def update_with(project: Project, name: str) -> bytes:
    """What a tab sends that adds a node."""
    doc: pycrdt.Doc[Any] = pycrdt.Doc()
    doc.apply_update(bytes(project.state))
    root = doc.get("document", type=pycrdt.Map)
    before = doc.get_state()
    node = {"type": "ReLU", "params": pycrdt.Map({}), "position": [0.0, 0.0], "note": ""}
    root["blocks"]["main"]["nodes"][name] = pycrdt.Map(node)
    return bytes(doc.get_update(before))


def nodes(project: Project) -> set[str]:
    found = read(project.pk)
    assert found
    return set(YDocument(found.news).document().graph.nodes)


def test_whatever_goes_wrong_the_editors_are_told_and_it_is_stored_later(
    visitor: Visitor, stranger: Visitor, server: Server, data: Path
) -> None:
    project = visitor.project()
    link = f"?share={visitor.share(project.pk)['token']}"
    with server.connect(room(project), visitor) as first, server.connect(room(project, link), stranger) as third:
        tab, reader = Tab(first).sync(), Tab(third).sync()
        tab.take_until(lambda: tab.stored == 1)
        with refusing():
            tab.add("late")
            tab.take_until(lambda: tab.is_behind)
            until(lambda: kept(data))
            tab.add("later")
            with server.connect(room(project), visitor) as second:
                newcomer = Tab(second).sync()
                newcomer.take_until(lambda: newcomer.is_behind)
                assert "late" in newcomer.nodes()
        tab.take_until(lambda: tab.stored == 3)
        tab.take_until(lambda: not tab.is_behind)
        assert {"late", "later"} <= stored(project).graph.nodes.keys()
        reader.take_until(lambda: "later" in reader.nodes())
        assert BEHIND not in reader.told, "who only looks can do nothing about it"
    until(lambda: not kept(data))


def test_a_room_is_not_closed_before_all_is_stored(visitor: Visitor, server: Server, data: Path) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        with refusing():
            tab.add("last")
            tab.take_until(lambda: tab.is_behind)
            socket.close()
            until(lambda: kept(data))
            project.refresh_from_db()
            assert "last" not in stored(project).graph.nodes
    until(lambda: "last" in stored(project).graph.nodes)
    until(lambda: not kept(data))


def test_no_file_is_left_of_what_is_stored_while_it_is_written(
    visitor: Visitor, transactional_db: None, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = visitor.project()
    is_stored = threading.Event()

    def slowly(project_id: UUID, update: bytes) -> Path:
        assert is_stored.wait(60), "it was not stored meanwhile"
        return unsaved.keep(project_id, update)

    async def end_while_it_is_stored() -> None:
        here = rooms.Room(project.pk, lambda _: is_stored.set())
        await here.open()
        here.edit(
            bytes(pycrdt.create_update_message(update_with(project, "soon"))), rooms.Seat(lambda *_: None, lambda: None)
        )
        await here.hand_over()
        assert kept(data) == []
        await here.close()

    monkeypatch.setattr(rooms, "keep", slowly)
    asyncio.run(end_while_it_is_stored())
    assert "soon" in stored(project).graph.nodes


def test_what_lies_in_files_is_stored_and_shown_to_who_has_the_drawing_open(
    visitor: Visitor, server: Server, data: Path
) -> None:
    project, gone = visitor.project(), visitor.project()
    path = unsaved.keep(project.pk, update_with(project, "from before"))
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    unsaved.keep(gone.pk, update_with(gone, "too late"))
    (data / "unsaved" / "nonsense.update").write_bytes(b"?")
    gone.delete()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        unsaved.take_up()
        tab.take_until(lambda: "from before" in tab.nodes())
    assert "from before" in stored(project).graph.nodes
    assert [path.name for path in kept(data)] == ["nonsense.update"], "what nobody can read stays for a person"


def test_a_full_disk_under_the_file_too_keeps_it_in_the_room(visitor: Visitor, server: Server, data: Path) -> None:
    (data / "unsaved").write_text("a file where the folder should be, so that nothing can be written there")
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        with refusing():
            tab.add("late")
            tab.take_until(lambda: tab.is_behind)
        tab.take_until(lambda: not tab.is_behind)
    assert "late" in stored(project).graph.nodes


def test_a_log_is_folded_and_holds_what_it_held(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FOLD_UPDATES", 3)
    project = visitor.project(draw({}, {}))
    seen = Mark()
    for number in range(7):
        appended = append(project.pk, update_with(project, f"n{number}"), seen)
        assert appended
        assert bool(appended.news) == (number == 0), "one's own updates are no news, folded or not"
        seen = appended.seen
        assert nodes(project) == {f"n{each}" for each in range(number + 1)} == stored(project).graph.nodes.keys()
    assert project.updates.count() == 1
    again = read(project.pk, seen)
    assert again
    assert again.news == b""


def test_what_several_processes_append_and_fold_at_once_is_all_there(
    visitor: Visitor, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "FOLD_UPDATES", 3)
    project = visitor.project(draw({}, {}))
    read_by: list[set[str]] = []

    def work(writer: int) -> None:
        seen, doc = Mark(), YDocument()
        for number in range(8):
            stored_now = append(project.pk, update_with(project, f"w{writer}_{number}"), seen)
            assert stored_now
            doc.learn(stored_now.news) if stored_now.news else None
            seen = stored_now.seen
        left.wait()
        rest = read(project.pk, seen)
        assert rest
        doc.learn(rest.news) if rest.news else None
        for number in range(8):  # what it wrote itself it knows
            doc.learn(update_with(project, f"w{writer}_{number}"))
        read_by.append({name for name in doc.document().graph.nodes if not name.startswith(f"w{writer}_")})
        connection.close()

    left = threading.Barrier(3)
    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = {f"w{writer}_{number}" for writer in range(3) for number in range(8)}
    assert nodes(project) == everything == stored(project).graph.nodes.keys()
    assert len(read_by) == 3
    for names in read_by:
        own = everything - names
        assert len(own) == 8, "each learnt of all that the others wrote"


def test_text_that_a_database_refuses_does_not_poison_a_drawing(visitor: Visitor, server: Server) -> None:
    project = visitor.project()
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        tab.add("nul\0l", {"na\0me": "va\0lue"})
        tab.change(lambda tab: tab.nodes()["nul\0l"].update({"note": "no\0te"}))
        tab.add("after")
        until(lambda: {"null", "after"} <= stored(project).graph.nodes.keys())
    node = stored(project).graph.nodes["null"]
    assert (node.params, node.note) == ({"name": "value"}, "note")


def test_a_drawing_that_grows_without_end_is_refused_and_what_was_before_is_kept(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = visitor.project()
    monkeypatch.setattr(rooms, "MAX_STATE_BYTES", 50_000)
    with server.connect(room(project), visitor) as socket:
        tab = Tab(socket).sync()
        tab.add("small")
        with suppress(ConnectionClosed):
            tab.add("large", {"note": "x" * 50_000})
        assert closed_with(socket) == 4400
    until(lambda: "small" in stored(project).graph.nodes)
    assert "large" not in stored(project).graph.nodes
