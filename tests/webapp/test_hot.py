"""What a worker has of a run in its memory, it lets go of when the run goes on without it."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from tests.drawings import moons
from tests.product import members
from tests.webapp.conftest import Visitor, until
from tests.webapp.test_advance import work
from webapp.runs.files import checkpoints
from webapp.runs.models import Run
from webapp.runs.queue import slices
from webapp.runs.redis_keys import connection
from webapp.runs.worker import advance as advancing


def another_waits() -> int:
    return 1


@pytest.fixture(autouse=True)
def _short_slices_for_two(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.CONFIG = replace(settings.CONFIG, run_processes=2)
    monkeypatch.setattr(slices, "SLICE_S", 0.05)
    yield
    advancing._hot.clear()
    assert members(os.getpid()) == []


def between_its_turns(visitor: Visitor, processes: int) -> str:
    run_id = visitor.run(moons(epochs=20_000, batch_size=16), processes=processes)
    assert work(run_id, another_waits) is True
    assert advancing._hot.get(UUID(run_id)), "it stays in memory"
    return run_id


def end(visitor: Visitor, run_id: str, how: str) -> None:
    if how == "delete":
        assert visitor.delete(f"/api/projects/{Run.objects.get(pk=run_id).project_id}/").status_code == 204
    else:
        assert visitor.post(f"/api/runs/{run_id}/{how}/").status_code == 200


def assert_nothing_is_left(run_id: str) -> None:
    assert not checkpoints(UUID(run_id)).exists()
    assert connection().keys(f"*{run_id}*") == []


@pytest.mark.parametrize("how", ["pause", "stop", "delete"])
def test_a_run_that_its_owner_ends_between_its_turns_leaves_the_workers_memory(visitor: Visitor, how: str) -> None:
    run_id, other = between_its_turns(visitor, 1), between_its_turns(visitor, 1)
    hot = advancing._hot.get(UUID(run_id))
    assert hot
    state = weakref.ref(hot.trainee._state)  # type: ignore[attr-defined]
    del hot
    end(visitor, run_id, how)
    until(lambda: state() is None)
    assert advancing._hot.get(UUID(other)), "who still waits for its turn stays"


def test_a_run_that_another_worker_takes_up_leaves_the_first_ones_memory(visitor: Visitor) -> None:
    run_id = between_its_turns(visitor, 1)
    ours, advancing._hot = advancing._hot, type(advancing._hot)()
    try:
        assert work(run_id, another_waits) is True  # as the other worker does
        until(lambda: ours.get(UUID(run_id)) is None)
        assert advancing._hot.get(UUID(run_id))
    finally:
        advancing._hot.clear()
        advancing._hot = ours


def test_a_network_that_is_deleted_between_the_turns_of_its_processes_leaves_nothing(visitor: Visitor) -> None:
    run_id = between_its_turns(visitor, 2)
    assert len(members(os.getpid())) == 2
    end(visitor, run_id, "delete")
    until(lambda: members(os.getpid()) == [])
    assert advancing._hot.get(UUID(run_id)) is None
    assert_nothing_is_left(run_id)


def test_a_network_that_is_deleted_while_processes_train_it_leaves_nothing(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = visitor.run(moons(epochs=20_000, batch_size=16), processes=2)
    left: list[Callable[[], None]] = [lambda: end(visitor, run_id, "delete")]
    monkeypatch.setattr(advancing._Watchers, "__call__", lambda _: left and left.pop()())
    assert work(run_id) is False
    assert not left
    assert members(os.getpid()) == []
    assert_nothing_is_left(run_id)
