"""Several web processes are one, also when Redis, by which they tell each other of things, was away."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.utils import timezone

from tests.drawings import moons
from tests.services import Redis, redis_server
from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, closed_with, until
from tests.webapp.test_room import room, stored
from webapp.projects import room as rooms
from webapp.projects.models import Project
from webapp.projects.yjs import RUNS_CHANGED
from webapp.runs import redis_keys
from webapp.runs.models import Run


@pytest.fixture(scope="module")
def mortal(valkey: str) -> Iterator[Redis]:
    """A Redis that may be killed: these tests and their servers know no other."""

    def use(url: str) -> None:
        settings.REDIS_URL = url
        redis_keys.connection.cache_clear()
        redis_keys.log_connection.cache_clear()

    with redis_server() as server:
        use(server.url)
        yield server
        use(valkey)


@pytest.fixture(scope="module")
def servers(mortal: Redis, start_server: Callable[[], Server]) -> tuple[Server, Server]:
    return start_server(), start_server()


@pytest.fixture
def one(servers: tuple[Server, Server], transactional_db: None) -> Server:
    return servers[0]


@pytest.fixture
def other(servers: tuple[Server, Server]) -> Server:
    return servers[1]


@pytest.fixture
def killed(mortal: Redis) -> Iterator[Redis]:
    """Redis, which is killed in the course of the test, and there again after it."""
    yield mortal
    if mortal._server is None:
        mortal.start()


def new_run(project: Project) -> Run:
    """A row, as a worker or another web process may write it while nothing can be said by Redis."""
    return Run.objects.create(
        project=project, document=moons().model_dump(mode="json"), number=1, queued_at=timezone.now()
    )


def test_what_was_drawn_meanwhile_is_exchanged_when_redis_is_back(
    visitor: Visitor, one: Server, other: Server, killed: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "SAVE_AFTER_S", 3600.0)  # so the database can't be the one that tells
    project = visitor.project()
    with one.connect(room(project), visitor) as first, other.connect(room(project), visitor) as second:
        here, there = Tab(first).sync(), Tab(second).sync()
        here.add("before")
        there.take_until(lambda: "before" in there.nodes())
        killed.kill()
        here.add("here")
        here.change(lambda tab: tab.nodes().pop("before"))
        there.add("there")
        killed.start()
        here.take_until(lambda: "there" in here.nodes())
        there.take_until(lambda: "here" in there.nodes() and "before" not in there.nodes())
        assert here.root.to_py() == there.root.to_py()
        here.add("after")
        there.take_until(lambda: "after" in there.nodes())
        there.add("after too")
        here.take_until(lambda: "after too" in here.nodes())


def test_while_redis_is_away_the_database_tells_what_others_draw_and_train(
    visitor: Visitor, one: Server, other: Server, killed: Redis
) -> None:
    project = visitor.project()
    with one.connect(room(project), visitor) as first, other.connect(room(project), visitor) as second:
        here, there = Tab(first).sync(), Tab(second).sync()
        killed.kill()
        here.add("stored")
        there.take_until(lambda: "stored" in there.nodes())
        there.told.clear()
        new_run(project)
        there.take_until(lambda: RUNS_CHANGED[0] in there.told)
        there.told.clear()
        killed.start()
        there.take_until(lambda: RUNS_CHANGED[0] in there.told)


def test_a_drawing_can_be_opened_while_redis_is_away(visitor: Visitor, one: Server, killed: Redis) -> None:
    killed.kill()
    project = visitor.project()
    with one.connect(room(project), visitor) as socket:
        Tab(socket).sync().add("drawn")
        until(lambda: "drawn" in stored(project).graph.nodes)


@pytest.mark.parametrize(
    "how", [Redis.kill, lambda redis: os.kill(redis._server.pid, signal.SIGSTOP)], ids=["killed", "frozen"]
)
def test_who_looks_through_a_link_that_is_revoked_while_redis_is_away_is_sent_away(
    visitor: Visitor, stranger: Visitor, one: Server, other: Server, killed: Redis, how: Callable[[Redis], None]
) -> None:
    project = visitor.project()
    run = new_run(project)
    share, kept = visitor.share(project.pk), visitor.share(project.pk)
    link, other_link = f"?share={share['token']}", f"?share={kept['token']}"
    with (
        one.connect(room(project, link), stranger) as drawing,
        other.connect(f"/ws/runs/{run.pk}/live/{link}", stranger) as live,
        other.connect(room(project, other_link), stranger) as staying,
    ):
        Tab(drawing).sync()
        reader = Tab(staying).sync()
        how(killed)
        try:
            assert visitor.delete(f"/api/shares/{share['id']}/").status_code == 204
            assert (closed_with(drawing), closed_with(live)) == (4410, 4410)
            with one.connect(room(project, other_link), stranger) as late:
                Tab(late).sync()
        finally:
            os.kill(killed._server.pid, signal.SIGCONT) if killed._server else killed.start()
        with one.connect(room(project, other_link), stranger) as later, one.connect(room(project), visitor) as owner:
            Tab(later).sync()
            Tab(owner).sync().add("news")
            reader.take_until(lambda: "news" in reader.nodes())


def test_what_is_deleted_while_redis_is_away_is_closed(
    visitor: Visitor, one: Server, other: Server, killed: Redis
) -> None:
    project = visitor.project()
    run = new_run(project)
    with (
        one.connect(room(project), visitor) as first,
        other.connect(room(project), visitor) as second,
        other.connect(f"/ws/runs/{run.pk}/live/", visitor) as live,
    ):
        for socket in (first, second):
            Tab(socket).sync()
        live.recv(timeout=60)
        killed.kill()
        Project.objects.all().delete()
        assert [closed_with(socket) for socket in (first, second, live)] == [4404, 4404, 4404]
