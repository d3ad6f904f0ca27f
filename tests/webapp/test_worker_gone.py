"""A worker that is killed: it is known at once where it can be, and said to whoever watches."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from uuid import UUID, uuid4

import pytest

from tests.drawings import moons
from tests.webapp.conftest import Server, Visitor, until
from tests.webapp.test_advance import work
from tests.webapp.test_live import Watcher, live
from webapp.runs.devices import announce
from webapp.runs.live import feed as feeding
from webapp.runs.models import Run
from webapp.runs.queue.lease import LEASE_S, SILENT_S, lease, leased, release_of_the_dead
from webapp.runs.queue.outlook import outlook_of
from webapp.runs.redis_keys import connection, lease_key


def hold(run_id: UUID) -> None:
    with lease(run_id):
        time.sleep(3600)


def in_the_middle_of_a_slice(visitor: Visitor) -> Run:
    """A run whose slice was begun and not stored, with nobody at work on it."""
    run_id = visitor.run(moons(epochs=20_000, batch_size=8))
    Run.objects.filter(pk=run_id).update(status="running", attempt=1, uncommitted=1)
    return Run.objects.get(pk=run_id)


@pytest.mark.usefixtures("valkey")
def test_what_a_killed_child_held_is_free_at_once_and_what_others_hold_is_not() -> None:
    killed, alive = uuid4(), uuid4()
    children = [multiprocessing.get_context("fork").Process(target=hold, args=(each,)) for each in (killed, alive)]
    for child in children:
        child.start()
    try:
        until(lambda: leased([killed, alive]) == {killed, alive})
        assert children[0].pid
        os.kill(children[0].pid, signal.SIGKILL)
        children[0].join()
        connection().set(lease_key(elsewhere := uuid4()), f"another-boot:{children[0].pid}:token")
        release_of_the_dead([killed, alive, elsewhere])
        assert leased([killed, alive, elsewhere]) == {alive, elsewhere}
    finally:
        for child in children:
            child.kill()


def test_a_run_has_no_worker_while_its_slice_is_begun_and_nobody_keeps_up_its_lease(visitor: Visitor) -> None:
    run = in_the_middle_of_a_slice(visitor)
    assert not outlook_of(run).has_worker
    with lease(run.pk):
        assert outlook_of(run).has_worker
    silent_ms = int((LEASE_S - SILENT_S) * 1000) - 1
    connection().set(lease_key(run.pk), "of one who can't renew it", px=silent_ms)
    assert not outlook_of(run).has_worker, "known before the lease runs out"


def test_between_its_turns_a_run_has_a_worker_as_long_as_one_is_heard_of(visitor: Visitor) -> None:
    run = in_the_middle_of_a_slice(visitor)
    run.uncommitted = 0
    assert not outlook_of(run).has_worker
    announce("cpu")
    assert outlook_of(run).has_worker


def test_who_watches_is_told_that_the_worker_went_away_and_that_another_one_took_over(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PLACE_EVERY_S", 0.05)
    run = in_the_middle_of_a_slice(visitor)
    with server.connect(live(str(run.pk)), visitor) as socket:
        watcher = Watcher(socket)
        watcher.take_until("place")
        assert watcher.others[-1]["has_worker"] is False
        assert work(str(run.pk), lambda: 1)
        watcher.take_until("checkpoint_saved")
        while not watcher.others[-1]["has_worker"]:
            announce("cpu")  # the worker goes on saying that it is here
            watcher.take_until("place")
