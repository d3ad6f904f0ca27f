"""Who is served next: owners take turns, whatever the number of their runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from tests.drawings import moons
from tests.webapp.conftest import Visitor
from webapp.celery import app
from webapp.projects.models import Project
from webapp.runs.devices import announce
from webapp.runs.models import Run
from webapp.runs.orders.creation import Means, start_run
from webapp.runs.queue import slices, turns
from webapp.runs.queue.lease import lease
from webapp.runs.queue.wakeups import unread
from webapp.runs.worker import serve as serving
from webapp.runs.worker.advance import advance
from webapp.runs.worker.serve import serve


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.01)


def long_run(visitor: Visitor) -> Run:
    return Run.objects.get(pk=visitor.run(moons(epochs=5_000, batch_size=8)))


def served(many: int) -> list[Run]:
    """The runs that have the next turns."""
    given = []
    for _ in range(many):
        first = turns.waiting("cpu")[0]
        turns.begin(first)
        assert advance(first.run, boot="boot", waiting=lambda: 1)
        given.append(Run.objects.get(pk=first.run))
    return given


def test_an_owner_with_ten_runs_gets_as_many_turns_as_an_owner_with_one(visitor: Visitor, stranger: Visitor) -> None:
    many = [long_run(visitor) for _ in range(8)]
    one = long_run(stranger)
    turns_of = Counter(run.pk for run in served(16))
    assert turns_of[one.pk] == 8
    assert [turns_of[run.pk] for run in many] == [1] * 8


def test_a_run_of_a_newcomer_is_served_next_and_told_so(visitor: Visitor, stranger: Visitor) -> None:
    waiting = [long_run(visitor) for _ in range(3)]
    newcomer = long_run(stranger)
    assert [turns.places()[run.pk] for run in (*waiting, newcomer)] == [1, 3, 4, 2]
    assert [run.pk for run in served(2)] == [waiting[0].pk, newcomer.pk]
    assert stranger.get(f"/api/runs/{newcomer.pk}/").json()["place"] == 0, "it is no longer in the queue"
    assert visitor.get(f"/api/runs/{waiting[1].pk}/").json()["place"] == 1


def test_priority_counts_among_the_runs_of_one_owner_only(visitor: Visitor, stranger: Visitor) -> None:
    usual, other = long_run(visitor), long_run(stranger)
    urgent = start_run(Project.objects.get(pk=usual.project_id), moons(epochs=5_000), priority=1)
    assert Counter(run.pk for run in served(6)) == {urgent.pk: 3, other.pk: 3}


def test_what_another_worker_is_at_work_on_is_left_to_it(visitor: Visitor) -> None:
    first, second = long_run(visitor), long_run(visitor)
    with lease(first.pk):
        assert [turn.run for turn in turns.waiting("cpu")] == [second.pk]


def test_a_worker_serves_all_who_wait_and_hands_on_when_it_has_served_long_enough(
    visitor: Visitor, stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = [visitor.run(moons(epochs=2)), stranger.run(moons(epochs=2))]
    app.control.purge()
    serve("cpu", boot="boot")
    assert {Run.objects.get(pk=run_id).status for run_id in short} == {"finished"}

    left = long_run(visitor)
    app.control.purge()
    monkeypatch.setattr(serving, "SERVE_S", 0.0)
    serve("cpu", boot="boot")
    assert unread("cpu") == 1, "somebody is told that the run waits"
    assert [turn.run for turn in turns.waiting("cpu")] == [left.pk]


def test_who_paused_and_asks_for_a_step_is_served_again_while_others_train(
    visitor: Visitor, stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, others = long_run(visitor), [long_run(stranger), long_run(stranger)]
    turn = count()

    def order(run: Run, wanted: str) -> None:
        owner = visitor if run == patient else stranger
        assert owner.post(f"/api/runs/{run.pk}/{wanted}/").status_code == 200

    def with_orders(run_id: UUID, *, waiting: Callable[[], int], **how: Any) -> bool:
        number = next(turn)

        def while_it_trains() -> int:
            if number == 0:
                order(patient, "pause")
            return waiting()

        goes_on = advance(run_id, waiting=while_it_trains, **how)
        if number == 4:
            patient.refresh_from_db()
            assert patient.status == "paused"
            order(patient, "step")
        if number == 8:
            for other in others:
                order(other, "stop")
        return goes_on

    monkeypatch.setattr(serving, "advance", with_orders)
    serve("cpu", boot="boot")
    patient.refresh_from_db()
    assert (patient.status, patient.reason) == ("paused", f"After step {patient.step:,}.")


def test_runs_go_to_the_workers_of_the_device_that_they_ask_for(visitor: Visitor) -> None:
    body = {"document": moons().model_dump(mode="json")}
    path = f"/api/projects/{visitor.project().pk}/runs/"
    refused = visitor.post(path, {**body, "device": "gpu"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no_gpu")
    assert visitor.post(path, {**body, "device": "toaster"}).status_code == 400

    announce("gpu")
    announce("cpu")
    asked = {device: UUID(visitor.post(path, {**body, "device": device}).json()["id"]) for device in ("gpu", "cpu")}
    best = UUID(visitor.post(path, body).json()["id"])
    assert [turn.run for turn in turns.waiting("gpu")] == [asked["gpu"], best]
    assert [turn.run for turn in turns.waiting("cpu")] == [asked["cpu"]]
    assert (unread("gpu"), unread("cpu")) == (2, 1)


def test_a_worker_with_a_gpu_alone_trains_on_its_cpu_too(visitor: Visitor) -> None:
    announce("gpu")
    run = start_run(visitor.project(), moons(epochs=2), Means("cpu"))
    assert [turn.run for turn in turns.waiting("gpu")] == [run.pk]
