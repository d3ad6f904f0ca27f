"""A real Valkey, a real server, real visitors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
import uvicorn
import websockets.sync.client as websockets
from django.conf import settings
from django.db import OperationalError
from django.db import connection as database
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpResponse
from django.test import Client
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from websockets.exceptions import ConnectionClosed

from builder.drawing.document import Document
from builder.folder.place import look_in
from tests.drawings import moons
from tests.services import redis_for_tests
from webapp.celery import app
from webapp.projects.models import Project
from webapp.runs.worker import advance
from webapp.supervisor import valkey as embedded

IS_ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
if not IS_ON_SQLITE:
    # a test trains inside of its transaction, and idles in it so long
    database.settings_dict["OPTIONS"]["options"] = ""
only_sqlite = pytest.mark.skipif(
    not IS_ON_SQLITE, reason="SQLite's own lock; what PostgreSQL has instead: test_database_gone.py"
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL and Redis, tests that meet neither are left out: they have been run already.

    Without ``db`` pytest-django lets no test ask the database; what needs Redis alone names ``valkey``.
    test_database_gone.py starts a PostgreSQL and a Redis of its own in either run.
    """
    if IS_ON_SQLITE:
        return
    meet = [each for each in items if meets_services(each)]
    config.hook.pytest_deselected(items=[each for each in items if each not in meet])
    items[:] = meet


def meets_services(item: pytest.Item) -> bool:
    if "tests/webapp" not in item.path.as_posix():
        return True
    assert isinstance(item, pytest.Function)
    named = {name for mark in item.iter_markers("usefixtures") for name in mark.args} | {*item._fixtureinfo.argnames}
    asks_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}
    return bool(asks_database or "valkey" in named)


@pytest.fixture(scope="session", autouse=True)
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Valkey that lives as long as these tests; of a Redis, where the database is a PostgreSQL."""
    settings.RUNS_DIR = tmp_path_factory.mktemp("runs")
    settings.OWN_DIR, settings.OWN_VERSIONS_DIR = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("versions")
    settings.WEIGHTS_DIR = tmp_path_factory.mktemp("weights")
    look_in(settings.OWN_VERSIONS_DIR, settings.WEIGHTS_DIR)
    with embedded_valkey(tmp_path_factory.mktemp("valkey")) if IS_ON_SQLITE else redis_for_tests() as urls:
        settings.REDIS_URL, app.conf.broker_url = urls
        redis.Redis.from_url(settings.REDIS_URL, retry=Retry(ConstantBackoff(0.05), 100)).ping()
        yield settings.REDIS_URL


@pytest.fixture(scope="session", autouse=True)
def _emptied_patiently() -> Iterator[None]:
    """A server that still asks may stand in the way of emptying the tables; PostgreSQL ends one of the two."""
    usual = DatabaseOperations.execute_sql_flush

    def patiently(self: DatabaseOperations, statements: list[str]) -> None:
        for _ in range(20):
            with suppress(OperationalError):
                return usual(self, statements)
        usual(self, statements)

    DatabaseOperations.execute_sql_flush = patiently
    yield
    DatabaseOperations.execute_sql_flush = usual


@contextmanager
def embedded_valkey(data: Path) -> Iterator[tuple[str, str]]:
    """Our own; its URL, and that of the broker in it."""
    folder = Path("/tmp") / f"layerloom-test-{uuid.uuid4().hex[:8]}"
    socket = folder / "valkey.sock"
    process = subprocess.Popen(embedded.prepare(data, socket), stdout=subprocess.DEVNULL)
    yield f"unix://{socket}?db=0", f"redis+socket://{socket}?virtual_host=1"
    process.terminate()
    process.wait()
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _empty(valkey: str) -> None:
    for url in (valkey, _broker_of(valkey)):
        redis.Redis.from_url(url).flushdb()
    advance._hot.clear()


def _broker_of(url: str) -> str:
    """The database after it, in a URL that Redis' own client reads."""
    return re.sub(r"([=/])(\d+)$", lambda found: f"{found[1]}{int(found[2]) + 1}", url)


def url_of_database() -> str:
    """What another process needs as ``DATABASE_URL`` to see the rows of these tests."""
    there = database.settings_dict
    if IS_ON_SQLITE:
        return f"sqlite:///{there['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**there)


class Visitor:
    """Somebody at a browser: cookies, CSRF token and all."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        self.client.cookies["csrftoken"] = "x" * 32

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        data = body if isinstance(body, bytes) else json.dumps(body or {})
        return self.client.post(path, data, "application/json", headers={"X-CSRFToken": "x" * 32, **headers})

    def patch(self, path: str, body: Any) -> HttpResponse:
        return self.client.patch(path, json.dumps(body), "application/json", headers={"X-CSRFToken": "x" * 32})

    def put(self, path: str, content: bytes, **headers: str) -> HttpResponse:
        kind = "application/octet-stream"
        return self.client.put(path, content, kind, headers={"X-CSRFToken": "x" * 32, **headers})

    def delete(self, path: str) -> HttpResponse:
        return self.client.delete(path, headers={"X-CSRFToken": "x" * 32})

    def project(self, document: Document | None = None) -> Project:
        body = {"document": (document or moons(epochs=2)).model_dump(mode="json")}
        return Project.objects.get(pk=self.post("/api/projects/", body).json()["id"])

    def run(self, document: Document | None = None, **means: Any) -> str:
        drawn = document or moons(epochs=2)
        path = f"/api/projects/{self.project(drawn).pk}/runs/"
        answer = self.post(path, {"document": drawn.model_dump(mode="json"), **means})
        assert answer.status_code == 201, answer.content
        return str(answer.json()["id"])

    def share(self, project_id: object, **facts: Any) -> dict[str, str]:
        share: dict[str, str] = self.post(f"/api/projects/{project_id}/shares/", facts).json()
        return share

    @property
    def cookie(self) -> str:
        session = self.client.cookies.get("sessionid")
        return f"sessionid={session.value}" if session else "nothing=yet"


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor()


@pytest.fixture
def stranger(db: None) -> Visitor:
    return Visitor()


@dataclass
class Server:
    """A web process, as far as a thread with a loop of its own is one."""

    port: int

    def connect(self, path: str, visitor: Visitor | None = None, **options: Any) -> websockets.ClientConnection:
        headers = {"Cookie": visitor.cookie} if visitor else {}
        url = f"ws://localhost:{self.port}{path}"
        # unread frames must not keep a watcher that leaves from hearing that the server has closed
        unbounded: dict[str, Any] = {"max_size": None, "max_queue": None}
        return websockets.connect(url, additional_headers=headers, **{**unbounded, **options})


@pytest.fixture(scope="session")
def start_server(valkey: str) -> Iterator[Callable[..., Server]]:
    """Starts a server, with settings of uvicorn; all of them stop at the end of the tests."""
    from webapp.asgi import application, warming

    warming.join()  # it trains, and so do tests: they share torch's random state

    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(**options: Any) -> Server:
        usual: dict[str, Any] = {"port": 0, "lifespan": "off", "log_level": "warning", "ws": "websockets-sansio"}
        config = uvicorn.Config(application, **usual, **options)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        until(lambda: server.started)
        return Server(server.servers[0].sockets[0].getsockname()[1])

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def one_server(start_server: Callable[[], Server]) -> Server:
    return start_server()


@pytest.fixture(scope="session")
def other_server(start_server: Callable[[], Server]) -> Server:
    return start_server()


@pytest.fixture
def server(one_server: Server, transactional_db: None) -> Server:
    return one_server


def until(is_so: Callable[[], Any], timeout_s: float = 60.0) -> Any:
    """Wait for something that happens elsewhere; what it gave."""
    deadline = time.monotonic() + timeout_s
    while not (answer := is_so()):
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.01)
    return answer


def closed_with(socket: websockets.ClientConnection) -> int | None:
    """The code that the server closes the socket with, whatever it says before."""
    try:
        while True:
            socket.recv(timeout=60)
    except ConnectionClosed:
        return socket.close_code
