"""A database that restarts, fails over or has no room harms no run: PostgreSQL itself, and the worker's real code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from builder.drawing.document import Document
from tests.drawings import moons
from tests.services import PostgreSQL
from tests.undisturbed import deep, unsliced
from tests.webapp.conftest import until
from tests.webapp.elsewhere import Elsewhere, assert_same, elsewhere
from trainer.run.events import RunState

pytestmark = pytest.mark.timeout(180)
BACK_WITHIN_S = 5.0
"""What is promised."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Elsewhere]:
    with django_db_blocker.unblock(), elsewhere(tmp_path_factory.mktemp("elsewhere")) as site:
        site.start_worker()
        yield site


@cache
def drawing() -> Document:
    """A training of several slices."""
    return deep(layers=3, width=160, epochs=360, batch_size=16)


@cache
def undisturbed() -> RunState:
    return unsliced(drawing())


def shut_down_at_once(database: PostgreSQL) -> Callable[[], None]:
    database.stop("immediate")
    return database.start


def kill(database: PostgreSQL) -> Callable[[], None]:
    database.kill()
    return database.start


def make_a_standby_of_it(database: PostgreSQL) -> Callable[[], None]:
    """It takes connections, and nothing to write: as the old primary, and the new one before it knows."""

    def have(read_only: str) -> None:
        with psycopg.connect(database.url, autocommit=True) as operator:
            operator.execute("SET default_transaction_read_only = off")
            operator.execute(f"ALTER SYSTEM SET default_transaction_read_only = {read_only}".encode())
            operator.execute("SELECT pg_reload_conf()")

    have("on")
    return lambda: have("off")


@pytest.mark.parametrize("take_away", [shut_down_at_once, kill, make_a_standby_of_it], ids=lambda each: each.__name__)
def test_a_run_waits_for_its_database_and_goes_on_with_the_same_numbers(
    site: Elsewhere, take_away: Callable[[PostgreSQL], Callable[[], None]]
) -> None:
    run_id = site.new_run(drawing())
    site.until_row(run_id, lambda row: row.step > 0)
    bring_back = take_away(site.database)
    until(lambda: f"Run {run_id} can't be stored" in site.said())
    bring_back()
    back = time.monotonic()
    until(lambda: f"Run {run_id} goes on: storage is back" in site.said(), BACK_WITHIN_S * 2)
    print(f"went on {time.monotonic() - back:.2f} s after the database was back")
    row = site.until_row(run_id, lambda row: row.ended_at)
    assert (row.status, row.problem, row.uncommitted, row.attempt) == ("finished", None, 0, 1), row.problem
    assert_same(site.state_of(run_id), undisturbed())


@pytest.mark.parametrize("when", ["in a slice", "as one was stored"])
def test_a_worker_that_slept_past_its_lease_gives_way_and_harms_nothing(site: Elsewhere, when: str) -> None:
    run_id = site.new_run(drawing())
    site.until_row(run_id, lambda row: row.step > 0)
    if when == "in a slice":
        until(lambda: site.sent(run_id) > site.row(run_id).seq)
    sleeper = site.worker_of(run_id)
    os.killpg(sleeper.pid, signal.SIGSTOP)
    try:
        if len(site.workers) == 1:
            site.start_worker()
        site.until_row(run_id, lambda row: row.attempt == 2)
    finally:
        os.killpg(sleeper.pid, signal.SIGCONT)
    until(lambda: f"Run {run_id} was taken up by another worker" in site.said())
    row = site.until_row(run_id, lambda row: row.ended_at)
    assert (row.status, row.problem, row.uncommitted, row.attempt) == ("finished", None, 0, 2), row.problem
    assert_same(site.state_of(run_id), undisturbed())


def test_a_worker_asks_every_second_for_a_redis_that_is_away_and_serves_when_it_is_back(site: Elsewhere) -> None:
    site.redis.kill()
    until(lambda: "(3/None)" in site.said(), 60)
    site.redis.start()
    run_id = site.new_run(moons(epochs=2))
    assert site.until_row(run_id, lambda row: row.ended_at, BACK_WITHIN_S * 2).status == "finished"
    assert "Trying again in 1.00 second" in site.said()
    assert "Trying again in 2" not in site.said(), "the pauses must not grow"


def test_whoever_is_stopped_within_a_transaction_holds_up_nobody_for_long(site: Elsewhere) -> None:
    ask = "import django; django.setup(); from django.db import connection as c; u = c.cursor()"
    ask += "; u.execute('SHOW idle_in_transaction_session_timeout'); print(u.fetchone()[0])"
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    told = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "10s"
