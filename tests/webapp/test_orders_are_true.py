"""An order that is stored is told so and done, one that is not is neither, and none is done twice."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, InternalError, OperationalError
from django.db import connection as database
from pytest_django.fixtures import Settings

from tests.drawings import moons
from tests.services import Redis, redis_server
from tests.webapp.conftest import Visitor
from tests.webapp.test_advance import assert_whole, work
from trainer.run.events import Queued
from webapp.celery import app
from webapp.runs import redis_keys
from webapp.runs.files import checkpoints
from webapp.runs.log import segments
from webapp.runs.log.stream import Fenced, RunLog
from webapp.runs.models import AskedChange, Forgotten, Run, Segment
from webapp.runs.orders.forgetting import forget_the_rest
from webapp.runs.queue.wakeups import reap, unread
from webapp.runs.redis_keys import connection, events_key
from webapp.runs.signals import run_stored
from webapp.storage import is_away, is_full
from webapp.sweeps.apps import go_on_when_stored
from webapp.sweeps.going import take_up, wake_idle_sweeps
from webapp.sweeps.models import Sweep

DRAWN = moons(epochs=2)
BODY = {"document": DRAWN.model_dump(mode="json")}
PLAN = {
    "axes": [{"path": "objective.lr", "low": 0.001, "high": 0.1, "scale": "log"}],
    "judge": {"name": "loss"},
    "search": "random",
    "trials": 2,
}


@pytest.fixture
def redis(settings: Settings) -> Iterator[Redis]:
    """A Redis of this test's own, to be killed: this process uses it, for queues too."""

    def use(url: str, broker: str) -> None:
        settings.REDIS_URL, app.conf.broker_url = url, broker
        app._pool = app.amqp._producer_pool = None
        redis_keys.connection.cache_clear()
        redis_keys.log_connection.cache_clear()

    url, broker = settings.REDIS_URL, app.conf.broker_url
    with redis_server() as server:
        use(server.url, f"{server.url[:-1]}1")
        yield server
        use(url, broker)


def train(visitor: Visitor, project: object, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return visitor.post(f"/api/projects/{project}/runs/", BODY, **headers)


def test_a_training_that_is_asked_for_while_redis_is_away_is_answered_201_and_trained_once(
    visitor: Visitor, redis: Redis
) -> None:
    project = visitor.project().pk
    redis.kill()
    answer = train(visitor, project)
    assert (answer.status_code, answer.json()["status"]) == (201, "queued")
    redis.start()
    reap()
    assert unread("cpu") == 1
    work(answer.json()["id"])
    assert [run.status for run in Run.objects.all()] == ["finished"]


def test_a_press_whose_answer_got_lost_is_the_same_run_when_it_is_sent_again(visitor: Visitor) -> None:
    project = visitor.project().pk
    first, again = train(visitor, project, "a press"), train(visitor, project, "a press")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert train(visitor, project, "another press").json()["id"] != first.json()["id"]
    other = {**BODY, "device": "cpu"}
    assert (
        visitor.post(f"/api/projects/{project}/runs/", other, **{"Idempotency-Key": "a press"}).json()["id"]
        != (first.json()["id"])
    ), "another drawing is another run, whatever the page calls it"
    assert Run.objects.count() == 3


def test_changes_and_more_epochs_are_asked_for_once_however_often_they_are_sent(visitor: Visitor) -> None:
    run_id = visitor.run(DRAWN)
    path, key = f"/api/runs/{run_id}", {"Idempotency-Key": "a press"}
    for _ in range(2):
        assert visitor.post(f"{path}/extend/", {"epochs": 3}, **key).status_code == 200
        assert visitor.post(f"{path}/settings/", {"batch_size": 8}, **key).status_code == 200
    assert AskedChange.objects.filter(run=run_id).count() == 2
    work(run_id)
    assert Run.objects.get(pk=run_id).epochs == 5
    for _ in range(2):
        assert visitor.post(f"{path}/extend/", {"epochs": 2}, **key).status_code == 200
    work(run_id)
    assert Run.objects.get(pk=run_id).epochs == 7
    assert_whole(run_id)


def test_steps_are_taken_once_however_often_they_are_asked_for(visitor: Visitor) -> None:
    run_id = visitor.run(DRAWN)
    path, key = f"/api/runs/{run_id}", {"Idempotency-Key": "a press"}
    visitor.post(f"{path}/pause/")
    for _ in range(2):
        assert visitor.post(f"{path}/step/", {"steps": 2}, **key).status_code == 200
        work(run_id)
    assert (Run.objects.get(pk=run_id).status, Run.objects.get(pk=run_id).step) == ("paused", 2)


@pytest.mark.parametrize("wanted", ["pause", "stop"])
def test_an_order_that_is_stored_while_redis_is_away_is_told_and_comes_true(
    visitor: Visitor, redis: Redis, wanted: str
) -> None:
    run_id = visitor.run(moons(epochs=20_000))
    redis.kill()
    answer = visitor.post(f"/api/runs/{run_id}/{wanted}/")
    assert answer.status_code == 200, answer.content
    assert Run.objects.get(pk=run_id).wish == wanted
    redis.start()
    reap()
    assert unread("cpu") == 1
    assert work(run_id) is False
    assert Run.objects.get(pk=run_id).status == {"pause": "paused", "stop": "stopped"}[wanted]


def test_a_run_that_can_not_be_extended_now_is_not_extended_later_either(visitor: Visitor, redis: Redis) -> None:
    run_id = visitor.run(DRAWN)
    work(run_id)
    redis.kill()
    refused = visitor.post(f"/api/runs/{run_id}/extend/", {"epochs": 2})
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "storage_away")
    redis.start()
    assert not AskedChange.objects.filter(run=run_id).exists()
    assert visitor.post(f"/api/runs/{run_id}/extend/", {"epochs": 2}).json()["status"] == "queued"
    work(run_id)
    assert Run.objects.get(pk=run_id).epochs == DRAWN.training.epochs + 2


def test_a_sweep_that_is_stored_is_told_is_one_and_goes_on_when_redis_is_back(visitor: Visitor, redis: Redis) -> None:
    path = f"/api/projects/{visitor.project().pk}/sweeps/"
    redis.kill()
    answers = [visitor.post(path, {**BODY, "plan": PLAN}, **{"Idempotency-Key": "a press"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    redis.start()
    reap()
    while run := Run.objects.filter(ended_at=None).first():
        work(str(run.pk))
    assert Sweep.objects.get().status == "finished"


def test_a_deleted_run_is_forgotten_in_full_when_redis_is_back(visitor: Visitor, redis: Redis) -> None:
    run_id = UUID(visitor.run(DRAWN))
    work(str(run_id))
    connection().bgrewriteaof()
    redis.kill()
    assert visitor.delete(f"/api/runs/{run_id}/").status_code == 204
    assert not checkpoints(run_id).exists()
    redis.start()
    connection().set(events_key(run_id), "what the disk of Redis had kept")
    forget_the_rest()
    assert connection().keys(f"*{run_id}*") == []
    assert not Forgotten.objects.exists()


def test_a_run_that_is_not_stored_is_not_trained(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    project = visitor.project().pk

    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as patched:
        patched.setattr(Segment, "save", broken)
        refused = train(visitor, project)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "storage_away")
    assert not Run.objects.exists()
    assert not connection().keys("run:*")


def test_a_transaction_whose_answer_got_lost_is_known_by_what_it_stored(visitor: Visitor) -> None:
    run = Run.objects.get(pk=visitor.run(DRAWN))
    unaware, other = Run.objects.get(pk=run.pk), Run.objects.get(pk=run.pk)
    log = segments.open_log(run)
    log.append(Queued(reason="Waiting again."))
    segments.commit(run, log)
    segments.open_log(unaware)  # it finds the same in the stream, and stores it once more
    assert (unaware.seq, Segment.objects.filter(run=run.pk).count()) == (run.seq, 2)
    log = RunLog(other.pk, other.attempt, other.seq)
    log.note(Queued(reason="Of somebody else."))
    with pytest.raises(Fenced):
        segments.commit(other, log)


def test_a_trial_that_is_over_and_was_not_judged_is_judged_while_another_goes_on(visitor: Visitor) -> None:
    plan = {**PLAN, "parallel": 2, "trials": 3}
    visitor.post(f"/api/projects/{visitor.project().pk}/sweeps/", {**BODY, "plan": plan})
    over, _ = Run.objects.order_by("trial__number")
    run_stored.disconnect(go_on_when_stored)  # the database went away just after the run was stored
    try:
        work(str(over.pk))
    finally:
        run_stored.connect(go_on_when_stored)
    app.control.purge()
    wake_idle_sweeps("cpu")
    assert unread("cpu") == 1
    take_up(Sweep.objects.get().pk)
    assert Run.objects.count() == 3


AWAY = [
    psycopg.errors.AdminShutdown,
    psycopg.errors.CannotConnectNow,
    psycopg.errors.CrashShutdown,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.DiskFull,
    psycopg.errors.IdleInTransactionSessionTimeout,
    psycopg.errors.IoError,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.TooManyConnections,
    psycopg.OperationalError,  # the connection could not be made
]


@pytest.mark.parametrize("cause", AWAY, ids=lambda each: each.__name__)
def test_what_postgresql_says_while_it_is_away_is_known(cause: type[psycopg.Error]) -> None:
    error = InternalError() if issubclass(cause, psycopg.InternalError) else OperationalError()
    error.__cause__ = cause("of PostgreSQL")
    assert is_away(error)
    assert is_full(error) == (cause is psycopg.errors.DiskFull)


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("of SQLite")
    cause.sqlite_errorcode = code
    error = OperationalError("of Django")
    error.__cause__ = cause
    return error


@pytest.mark.django_db
def test_only_what_passes_is_called_away() -> None:
    assert is_away(sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT))
    assert is_full(sqlite_error(sqlite3.SQLITE_FULL))
    assert is_away(OSError(errno.ENOSPC, "no room"))
    assert not is_away(OSError(errno.ENOENT, "no such file"))
    assert not is_away(ValueError())
    with database.cursor() as cursor, pytest.raises(DatabaseError) as told:
        cursor.execute("SELECT nothing")
    assert not is_away(told.value), "a column that is not there does not come by itself"
