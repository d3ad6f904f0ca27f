"""Health and metrics: what a proxy, an orchestrator and Prometheus ask, and what strangers don't get to see."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection as database
from django.http import HttpResponse
from django.test import Client
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.tab import Tab
from tests.webapp.conftest import Visitor, until
from tests.webapp.test_room import stored
from webapp.runs import redis_keys
from webapp.runs.devices import announce
from webapp.runs.worker.serve import serve
from webapp.telemetry import shared

SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="[^"\\]*",?)*)\})? (-?[0-9.e+-]+|\+Inf)')


def ask(path: str, **extra: Any) -> HttpResponse:
    """A program that knows no host name of the site, and has no session."""
    return Client(SERVER_NAME="10.0.0.7").get(path, **extra)


def read(answer: HttpResponse) -> dict[tuple[str, str], float]:
    """Every sample, by name and labels; a line that Prometheus could not read fails here."""
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("# ")]
    found = [SAMPLE.fullmatch(line) for line in lines]
    assert all(found)
    return {(match[1], match[2] or ""): float(match[3]) for match in found if match}


def total(samples: dict[tuple[str, str], float], name: str, label: str = "") -> float:
    return sum(value for (each, labels), value in samples.items() if each == name and label in labels)


@contextmanager
def setting(**values: object) -> Iterator[None]:
    config = settings.CONFIG
    settings.CONFIG = type(config)(**{**vars(config), **values})
    try:
        yield
    finally:
        settings.CONFIG = config


def test_a_process_that_answers_is_alive_by_whatever_name_it_is_asked() -> None:
    assert ask("/healthz").content == b"ok\n"


def test_a_site_is_ready_once_a_worker_was_seen(db: None) -> None:
    answer = ask("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "redis": "ok", "migrations": "ok", "worker": "away"}
    assert ask("/readyz?of=web").status_code == 200
    announce("cpu")
    assert ask("/readyz").status_code == 200


def test_a_site_whose_redis_is_away_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = redis.Redis(unix_socket_path="/nowhere/valkey.sock", retry=Retry(NoBackoff(), 0))
    monkeypatch.setattr("webapp.operating.health.redis_connection", lambda: gone)
    answer = ask("/readyz?of=web")
    assert (answer.status_code, answer.json()["redis"]) == (503, "away")


def test_a_site_whose_database_is_away_lives_and_is_not_ready(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(database.settings_dict, "NAME", "/nowhere/at/all")
        answer = ask("/readyz?of=web")
        assert (answer.status_code, answer.json()["database"]) == (503, "away")
        assert ask("/healthz").status_code == 200
        assert total(read(ask("/metrics")), "layerloom_up", "database") == 0
    database.close()
    assert ask("/readyz?of=web").status_code == 200


def test_metrics_are_for_this_machine_or_whoever_has_the_token(db: None) -> None:
    assert ask("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert ask("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert ask("/metrics", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    with setting(metrics_token="s3cret"):
        assert ask("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404
        assert ask("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
        allowed = {"Authorization": "Bearer s3cret", "X-Forwarded-For": "203.0.113.9"}
        assert ask("/metrics", REMOTE_ADDR="203.0.113.9", headers=allowed).status_code == 200


def test_metrics_tell_of_queue_turns_steps_and_delays(visitor: Visitor) -> None:
    before = read(ask("/metrics"))
    visitor.run()
    queued = read(ask("/metrics"))
    assert total(queued, "layerloom_queue", 'status="queued"') == 1
    serve("cpu", boot="test")
    after = read(ask("/metrics"))
    assert total(after, "layerloom_turns_total") > total(before, "layerloom_turns_total")
    assert total(after, "layerloom_steps_total") > total(before, "layerloom_steps_total")
    assert total(after, "layerloom_turn_wait_seconds_count") == total(before, "layerloom_turn_wait_seconds_count") + 1
    assert total(after, "layerloom_store_seconds_count") > total(before, "layerloom_store_seconds_count")
    assert total(after, "layerloom_requests_total", '"2xx"') > total(before, "layerloom_requests_total", '"2xx"')
    assert total(after, "layerloom_queue") == 0
    assert total(after, "layerloom_memory_bytes") > 10_000_000
    assert total(after, "layerloom_up") == 2


def test_metrics_tell_of_sockets_and_saves(server: Any, visitor: Visitor) -> None:
    project = visitor.project()
    with server.connect(f"/ws/projects/{project.pk}/room/", visitor) as socket:
        tab = Tab(socket).sync()
        assert total(read(ask("/metrics")), "layerloom_sockets", 'kind="room"') == 1
        before = read(ask("/metrics"))
        tab.add("drawn")
        until(lambda: "drawn" in stored(project).graph.nodes)
    saved = "layerloom_room_saves_total", 'result="stored"'
    until(lambda: total(read(ask("/metrics")), *saved) == total(before, *saved) + 1)
    until(lambda: total(read(ask("/metrics")), "layerloom_sockets", 'kind="room"') == 0)
    assert until(lambda: total(read(ask("/metrics")), "layerloom_loop_delay_seconds_count"))


def test_every_process_tells_of_itself_and_one_that_is_gone_is_forgotten(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.telemetry.shared.socket.gethostname", lambda: "other-machine")
    shared.tell_once("worker", redis_keys.connection)
    monkeypatch.undo()
    assert total(read(ask("/metrics")), "layerloom_memory_bytes", 'role="worker"') > 0
    monkeypatch.setattr(shared, "GONE_AFTER_S", -1.0)
    assert total(read(ask("/metrics")), "layerloom_memory_bytes", 'role="worker"') == 0
    assert redis_keys.connection().hlen(shared.PROCESSES) == 0
