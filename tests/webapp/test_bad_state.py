"""The database locked, Valkey without memory, states damaged, no room on the disk: words, and nothing lost."""

from __future__ import annotations

import logging
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest
from django.db import connection as database

from tests.drawings import classifier, moons
from tests.undisturbed import unsliced
from tests.webapp.conftest import Visitor, only_sqlite
from tests.webapp.test_advance import assert_whole, curve, work
from webapp.celery import app
from webapp.runs.files import checkpoints
from webapp.runs.log.segments import stored_state
from webapp.runs.models import Run
from webapp.runs.queue import slices
from webapp.runs.queue.wakeups import reap, unread
from webapp.runs.redis_keys import connection
from webapp.runs.worker import advance as advancing

DOCUMENT = moons(epochs=60, batch_size=16)


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.05)


@pytest.fixture
def in_training(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen once, while a network learns."""

    def once(happen: Callable[[], object]) -> None:
        left = [happen]
        monkeypatch.setattr(advancing._Watchers, "__call__", lambda _: left and left.pop()())

    return once


@contextmanager
def locked() -> Iterator[sqlite3.Connection]:
    """Somebody else is at the database, and we are not patient."""
    database.ensure_connection()
    database.connection.execute("PRAGMA busy_timeout=20")
    other = sqlite3.connect(database.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        with suppress(sqlite3.Error):
            other.execute("ROLLBACK")
        other.close()


def no_memory(limit: int = 1) -> None:
    connection().config_set("maxmemory", limit)


@pytest.fixture
def memory_comes_back() -> Iterator[None]:
    yield
    no_memory(2**30)


def assert_as_if_nothing_had_been(run_id: str) -> None:
    state, expected = stored_state(UUID(run_id)), unsliced(DOCUMENT)
    assert Run.objects.get(pk=run_id).status == state.status == "finished"
    assert curve(state) == curve(expected)
    assert state.curves["train/loss"].values == expected.curves["train/loss"].values
    assert state.metrics == expected.metrics


@only_sqlite
def test_a_run_waits_while_the_database_is_locked_and_loses_nothing(
    transactional_db: None,
    in_training: Callable[[Callable[[], object]], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    run_id = Visitor().run(DOCUMENT)
    holder = locked()
    in_training(holder.__enter__)
    refused: list[str] = []

    class LetGo(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            refused.append(record.getMessage())
            holder.__exit__(None, None, None)

    handler = LetGo()
    advancing.log.addHandler(handler)
    try:
        work(run_id)
    finally:
        advancing.log.removeHandler(handler)
    assert len(refused) == 1
    assert "can't be stored" in refused[0]
    assert "database is locked" in refused[0]
    assert_as_if_nothing_had_been(run_id)
    assert assert_whole(run_id).attempt == 1


@only_sqlite
def test_what_can_not_be_stored_now_is_said_so_to_the_visitor(transactional_db: None) -> None:
    visitor = Visitor()
    project = visitor.project()
    with locked():
        answer = visitor.patch(f"/api/projects/{project.pk}/", {"name": "another"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage_away")
    assert visitor.patch(f"/api/projects/{project.pk}/", {"name": "another"}).status_code == 200


@pytest.mark.usefixtures("memory_comes_back")
def test_a_run_goes_on_while_valkey_has_no_memory_left(
    visitor: Visitor, in_training: Callable[[Callable[[], object]], None]
) -> None:
    run_id = visitor.run(DOCUMENT)
    in_training(no_memory)
    work(run_id)
    assert_as_if_nothing_had_been(run_id)


@pytest.mark.usefixtures("memory_comes_back")
def test_a_run_that_is_started_while_valkey_has_no_memory_left_trains_when_it_has(visitor: Visitor) -> None:
    project = visitor.project()
    app.control.purge()
    no_memory()
    body = {"document": DOCUMENT.model_dump(mode="json")}
    started = visitor.post(f"/api/projects/{project.pk}/runs/", body)
    assert (started.status_code, started.json()["status"]) == (201, "queued")
    no_memory(2**30)
    reap()
    assert unread("cpu") == 1
    work(started.json()["id"])
    assert_as_if_nothing_had_been(started.json()["id"])


def damage(run_id: str, how_many: int) -> None:
    for file in sorted(checkpoints(UUID(run_id)).iterdir())[-how_many:]:
        file.write_bytes(file.read_bytes()[:-7])


@pytest.fixture
def half_trained(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> str:
    """A run with two saved states, on a machine of whatever speed."""
    monkeypatch.setattr(slices, "SLICE_S", 0.001)
    run_id = visitor.run(DOCUMENT)
    for _ in range(2):
        assert work(run_id, lambda: True)
    advancing._hot.clear()
    return run_id


def test_a_damaged_state_costs_one_slice(half_trained: str) -> None:
    damage(half_trained, 1)
    work(half_trained)
    assert_as_if_nothing_had_been(half_trained)
    assert_whole(half_trained)


def test_a_run_whose_states_are_all_damaged_is_failed_in_words(half_trained: str) -> None:
    damage(half_trained, 2)
    assert work(half_trained) is False
    run = Run.objects.get(pk=half_trained)
    assert (run.status, run.problem["code"]) == ("failed", "no_checkpoint")
    assert_whole(half_trained)


def test_a_full_disk_pauses_the_run_with_a_problem_and_it_goes_on_when_there_is_room(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = {"fc1": ("Linear", {"out_features": 20_000}), "fc2": ("Linear", {"out_features": 2})}
    document = classifier(wide, epochs=2, batch_size=16)
    run_id = visitor.run(document)
    assert work(run_id, lambda: True)
    saved_at = Run.objects.get(pk=run_id).step
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, before[1]))  # the database fits, the weights do not
    try:
        assert work(run_id) is False
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.wish, run.problem["code"]) == ("paused", "pause", "not_saved")
    assert assert_whole(run_id).problem is not None

    resumed = visitor.post(f"/api/runs/{run_id}/resume/").json()
    assert (resumed["status"], resumed["problem"]) == ("queued", None)
    work(run_id)
    state, expected = assert_whole(run_id), unsliced(document)
    assert saved_at < state.step
    assert state.curves["train/loss"].values == expected.curves["train/loss"].values
