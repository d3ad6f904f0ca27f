"""What is drawn survives every end of a web process: killed, told to stop, told to stop while the database is away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from websockets.sync.client import connect

from tests.drawings import moons
from tests.guest import Guest
from tests.product import SETTINGS_OF_THE_CALLER, free_port
from tests.services import PostgreSQL, postgresql, redis_server
from tests.tab import Tab
from tests.webapp.conftest import until
from webapp.config import REPOSITORY

ENDED_WITHIN_S = 16.0  # twice what the supervisor waits


class Web:
    """A web process as the product starts it, with a database and a Redis of others."""

    def __init__(self, data: Path, database: str, redis: str) -> None:
        self._site = (data, database, redis)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        ours = {name: value for name, value in os.environ.items() if name not in SETTINGS_OF_THE_CALLER}
        self._environ = {**ours, "LAYERLOOM_DATA": str(data), "DATABASE_URL": database, "REDIS_URL": redis}
        self._environ["PORT"] = str(self.port)
        self._process: subprocess.Popen[bytes] | None = None

    def beside(self) -> Web:
        """Another one of the same site."""
        return Web(*self._site)

    def migrate(self) -> None:
        subprocess.run([*self._command("migrate")], cwd=REPOSITORY, env=self._environ, check=True, capture_output=True)

    def start(self) -> None:
        self._process = subprocess.Popen(self._command("web"), cwd=REPOSITORY, env=self._environ)
        until(self._answers, 60.0)

    def end(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)
            self._process.wait(ENDED_WITHIN_S)
            self._process = None

    def _command(self, name: str) -> list[str]:
        return [sys.executable, "-m", "webapp.supervisor", name]

    def _answers(self) -> bool:
        with suppress(URLError, OSError):
            return bool(urlopen(f"{self.url}/api/starters/", timeout=5).status == 200)
        return False


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def database() -> Iterator[PostgreSQL]:
    with postgresql() as server:
        yield server


@pytest.fixture
def web(data: Path, database: PostgreSQL) -> Iterator[Web]:
    with redis_server() as redis:
        made = Web(data, database.url, redis.url)
        made.migrate()
        try:
            yield made
        finally:
            made.end(signal.SIGKILL)


@contextmanager
def held(database: PostgreSQL, project: str) -> Iterator[None]:
    """Nobody can store anything of the project."""
    with psycopg.connect(database.url) as connection:
        connection.execute("SELECT id FROM projects_project WHERE id = %s FOR UPDATE", [project])
        yield


@contextmanager
def opened(web: Web, guest: Guest, project: str, before: Tab | None = None) -> Iterator[Tab]:
    """A tab with the drawing open; one that was there before comes back with all it has."""
    headers = {"Cookie": f"sessionid={guest._cookie('sessionid')}"}
    with connect(f"ws://127.0.0.1:{web.port}/ws/projects/{project}/room/", additional_headers=headers) as socket:
        tab = Tab(socket, before.doc if before else None).sync()
        tab.take_until(lambda: tab.stored)  # what it has beyond the room, or nothing
        yield tab


def stored(database: PostgreSQL, project: str) -> dict[str, Any]:
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT document FROM projects_project WHERE id = %s", [project]).fetchone()
    assert row
    nodes: dict[str, Any] = json.loads(row[0])["blocks"]["main"]["nodes"]
    return nodes


def test_no_edit_is_lost_when_a_web_process_ends(web: Web, database: PostgreSQL, data: Path) -> None:
    def waiting() -> list[Path]:
        return list((data / "unsaved").glob("*.update"))

    web.start()
    guest = Guest(web.url)
    project = guest.ask("/api/projects/", {"document": moons().model_dump(mode="json")})["id"]
    with opened(web, guest, project) as first:
        first.add("killed")
        web.end(signal.SIGKILL)  # it had no time to store that, and has told nobody that it did
    assert first.stored == 1

    web.start()
    with opened(web, guest, project, before=first) as second:
        assert "killed" in stored(database, project)
        database.stop("immediate")
        second.add("away")
        second.take_until(lambda: second.is_behind)
    web.end(signal.SIGTERM)
    assert len(waiting()) == 1

    database.start()
    web.start()
    until(lambda: "away" in stored(database, project))
    until(lambda: not waiting())
    with opened(web, guest, project) as third:
        assert {"killed", "away"} <= set(third.nodes())
        third.add("soon")
        web.end(signal.SIGTERM)
    assert "soon" in stored(database, project)
    assert not waiting()


def test_what_a_killed_process_had_only_passed_on_is_stored_by_whoever_heard_it(web: Web, database: PostgreSQL) -> None:
    other = web.beside()
    web.start()
    other.start()
    guest = Guest(web.url)
    project = guest.ask("/api/projects/", {"document": moons().model_dump(mode="json")})["id"]
    try:
        with opened(web, guest, project) as here, opened(other, guest, project) as there:
            with held(database, project):
                here.add("passed on")
                there.take_until(lambda: "passed on" in there.nodes())
                web.end(signal.SIGKILL)
            assert "passed on" not in stored(database, project)
            until(lambda: "passed on" in stored(database, project))
        with opened(other, guest, project, before=here) as again:
            assert again.stored == 1
    finally:
        other.end(signal.SIGKILL)
