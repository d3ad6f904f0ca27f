"""A full disk: the page is told while it lasts, and what was paused for it goes on by itself when there is room."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.conf import settings

from tests.drawings import classifier
from tests.undisturbed import unsliced
from tests.webapp.conftest import Server, Visitor
from tests.webapp.test_advance import assert_whole, work
from tests.webapp.test_live import Watcher, live
from webapp.runs.files import checkpoints
from webapp.runs.live import feed as feeding
from webapp.runs.models import Run
from webapp.runs.orders.waiting_for_room import resume_where_there_is_room
from webapp.runs.queue import slices
from webapp.runs.queue.outlook import outlook_of
from webapp.runs.redis_keys import connection, trouble_key
from webapp.storage import has_room

WIDE = classifier(
    {"fc1": ("Linear", {"out_features": 20_000}), "fc2": ("Linear", {"out_features": 2})}, epochs=2, batch_size=16
)


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """No file of this process gets larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def paused(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> str:
    """A run that was paused as its state could not be saved, after one that was."""
    monkeypatch.setattr(slices, "SLICE_S", 0.03)
    run_id = visitor.run(WIDE)
    assert work(run_id, lambda: True)
    with no_room_for_more_than(700_000):  # the database fits, the weights do not
        assert work(run_id) is False
    assert (Run.objects.get(pk=run_id).status, Run.objects.get(pk=run_id).problem["code"]) == ("paused", "not_saved")
    return run_id


def test_a_run_that_was_paused_as_there_was_no_room_goes_on_by_itself_when_there_is(paused: str) -> None:
    with no_room_for_more_than(700_000):
        resume_where_there_is_room()
        assert Run.objects.get(pk=paused).wish == "pause", "there is no room yet"
    resume_where_there_is_room()
    assert work(paused) is False
    state, expected = assert_whole(paused), unsliced(WIDE)
    assert (state.status, state.problem) == ("finished", None)
    assert state.curves["train/loss"].values == expected.curves["train/loss"].values


def test_a_run_that_its_owner_paused_stays_so(visitor: Visitor, paused: str) -> None:
    assert visitor.post(f"/api/runs/{paused}/pause/").status_code == 200
    resume_where_there_is_room()
    assert (Run.objects.get(pk=paused).status, Run.objects.get(pk=paused).wish) == ("paused", "pause")
    assert visitor.post(f"/api/runs/{paused}/resume/").json()["status"] == "queued"


def test_room_is_what_can_be_written(visitor: Visitor, paused: str) -> None:
    size = max(file.stat().st_size for file in checkpoints(UUID(paused)).iterdir())
    assert has_room(checkpoints(UUID(paused)), size)
    with no_room_for_more_than(size - 1):
        assert not has_room(checkpoints(UUID(paused)), size)
    assert has_room(settings.RUNS_DIR / "a folder" / "that is not there yet", 1)
    assert not has_room(settings.RUNS_DIR, 2**60)


def test_who_waits_is_told_that_there_is_no_room(visitor: Visitor) -> None:
    run = Run.objects.get(pk=visitor.run())
    assert outlook_of(run).trouble == ""
    with no_room_for_more_than(700_000):
        assert outlook_of(run).trouble == "full"


def test_who_watches_is_told_what_the_worker_waits_for_and_when_that_is_over(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PLACE_EVERY_S", 0.05)
    run_id = visitor.run()
    key = trouble_key(UUID(run_id))
    connection().set(key, "full")
    with server.connect(live(run_id), visitor) as socket:
        watcher = Watcher(socket)

        def until_told(trouble: str) -> None:
            while not watcher.others or watcher.others[-1]["trouble"] != trouble:
                watcher.take_until("place")

        until_told("full")
        connection().set(key, "away")
        until_told("away")
        connection().delete(key)
        until_told("")


def test_what_is_stored_and_never_reached_the_stream_reaches_who_watches(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PLACE_EVERY_S", 0.05)
    run_id = visitor.run()
    with server.connect(live(run_id), visitor) as socket:
        watcher = Watcher(socket)
        watcher.take_until("snapshot")
        with monkeypatch.context() as patched:
            patched.setattr("webapp.runs.orders.wishes.send_stored", lambda _: None)  # Redis was away just then
            assert visitor.post(f"/api/runs/{run_id}/pause/").json()["status"] == "paused"
        while watcher.state.status != "paused":
            watcher.take()
