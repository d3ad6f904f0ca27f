"""Sweeps through the API and the worker: trials start as others end, and what is asked of a sweep holds."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

import builder
from tests.drawings import moons
from tests.webapp.conftest import Visitor
from webapp.celery import app
from webapp.projects.models import Project
from webapp.runs.models import Run
from webapp.runs.orders.creation import MAX_ACTIVE
from webapp.runs.orders.wishes import wish
from webapp.runs.queue import slices, turns
from webapp.runs.queue.wakeups import unread
from webapp.runs.worker import serve as serving
from webapp.runs.worker.advance import advance
from webapp.runs.worker.serve import serve
from webapp.runs.worker.tasks import go_on_with_sweep
from webapp.sweeps import going
from webapp.sweeps.models import Sweep, Trial

RATES = {"path": "objective.lr", "choices": [0.000001, 0.03, 0.01]}
WIDTHS = {"path": "fc1.out_features", "choices": [2, 8]}


@pytest.fixture(autouse=True)
def whole_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker here gives turns until nobody waits, however slow the machine is today."""
    monkeypatch.setattr(serving, "SERVE_S", 600.0)


def plan(*axes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"axes": list(axes or (RATES, WIDTHS)), "judge": {"name": "loss"}, "search": "grid", **fields}


def start(visitor: Visitor, wanted: dict[str, Any] | None = None, epochs: int = 2, **answer: Any) -> dict[str, Any]:
    """A new sweep, as the API tells it."""
    document = moons(epochs=epochs, batch_size=32)
    body = {"document": document.model_dump(mode="json"), "plan": wanted or plan()}
    told = visitor.post(f"/api/projects/{visitor.project(document).pk}/sweeps/", body)
    assert told.status_code == answer.get("status", 201), told.content
    sweep: dict[str, Any] = told.json()
    return sweep


def look(visitor: Visitor, sweep: dict[str, Any], **headers: str) -> dict[str, Any]:
    told: dict[str, Any] = visitor.get(f"/api/sweeps/{sweep['id']}/", **headers).json()
    return told


def statuses(sweep: dict[str, Any]) -> list[str]:
    return [trial["run"]["status"] for trial in sweep["trials"]]


def test_a_sweep_trains_all_trials_a_few_at_a_time_and_tells_the_best(visitor: Visitor) -> None:
    sweep = start(visitor)
    assert (sweep["status"], sweep["total"], sweep["best"]) == ("running", 6, None)
    assert statuses(sweep) == ["queued", "queued"], "so many at once, no more"
    serve("cpu", boot="boot")
    done = look(visitor, sweep)
    assert (done["status"], done["reason"]) == ("finished", "All 6 trials are done.")
    assert statuses(done) == ["finished"] * 6
    assert [tuple(trial["values"].values()) for trial in done["trials"]] == [
        (rate, width) for rate in RATES["choices"] for width in WIDTHS["choices"]
    ]
    scores = [trial["score"] for trial in done["trials"]]
    assert done["best"] == scores.index(min(scores))
    assert all(trial["run"]["tested"] is None for trial in done["trials"]), "chosen among, they leave it sealed"
    for trial in done["trials"]:
        assert [epoch for epoch, _ in trial["course"]] == [1, 2]
        assert trial["score"] == min(value for _, value in trial["course"])
        drawn = visitor.get(f"/api/runs/{trial['run']['id']}/").json()["document"]["blocks"]["main"]["nodes"]
        assert drawn["objective"]["params"]["lr"] == trial["values"]["objective.lr"]
    assert [each["id"] for each in visitor.get(f"/api/projects/{sweep['project']}/sweeps/").json()["sweeps"]] == [
        sweep["id"]
    ]
    runs = visitor.get(f"/api/projects/{sweep['project']}/runs/").json()["runs"]
    assert {run["trial"]["number"] for run in runs} == set(range(6))


@pytest.mark.parametrize("search", ["random", "bayesian"])
def test_a_sweep_chooses_what_the_same_search_chooses_without_any_web(visitor: Visitor, search: str) -> None:
    rates = {"path": "objective.lr", "low": 1e-4, "high": 0.1, "scale": "log"}
    wanted = plan(rates, search=search, trials=7, parallel=1)
    first, second = (start(visitor, wanted) for _ in range(2))
    serve("cpu", boot="boot")
    values = [[trial["values"] for trial in look(visitor, sweep)["trials"]] for sweep in (first, second)]
    assert values[0] == values[1]
    assert len(values[0]) == 7


def test_a_stopped_sweep_starts_nothing_more_and_keeps_what_finished(visitor: Visitor) -> None:
    sweep = start(visitor, plan(parallel=1))
    advance(turns.waiting("cpu")[0].run, boot="boot", waiting=lambda: 0)
    stopped = visitor.post(f"/api/sweeps/{sweep['id']}/stop/").json()
    assert (stopped["status"], statuses(stopped)) == ("stopped", ["finished", "stopped"])
    serve("cpu", boot="boot")
    after = look(visitor, sweep)
    assert statuses(after) == ["finished", "stopped"]
    assert after["best"] == 0
    again = visitor.post(f"/api/sweeps/{sweep['id']}/stop/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "sweep_ended")


def test_a_trial_that_can_not_be_trained_fails_alone(visitor: Visitor) -> None:
    sweep = start(visitor, plan({"path": "objective.lr", "choices": [100.0, 0.01]}, {**WIDTHS, "choices": [8]}))
    Run.objects.filter(pk=sweep["trials"][0]["run"]["id"]).update(document={"nonsense": 1})
    serve("cpu", boot="boot")
    done = look(visitor, sweep)
    assert statuses(done) == ["failed", "finished"]
    assert [trial["score"] is None for trial in done["trials"]] == [True, False]
    assert done["reason"] == "1 of 2 trials came to a result; the others failed."
    assert done["best"] == 1


def test_owners_take_turns_and_an_owners_own_run_goes_before_the_trials(visitor: Visitor, stranger: Visitor) -> None:
    start(visitor, plan(parallel=4))
    own, other = UUID(visitor.run()), UUID(stranger.run())
    order = []
    for _ in range(3):
        turn = turns.waiting("cpu")[0]
        turns.begin(turn)
        order.append(turn.run)
    assert set(order[:2]) == {own, other}


def test_trials_take_no_place_from_the_runs_that_an_owner_may_start(visitor: Visitor) -> None:
    start(visitor, plan(parallel=4))
    for _ in range(MAX_ACTIVE):
        visitor.run()


def test_trials_that_are_extended_count_among_the_runs_of_their_owner(visitor: Visitor) -> None:
    wanted = plan({"path": "training.seed", "low": 1, "high": 9, "whole": True, "points": 9}, parallel=4)
    sweep = start(visitor, wanted)
    serve("cpu", boot="boot")
    answers = [
        visitor.post(f"/api/runs/{trial['run']['id']}/extend/", {"epochs": 1}).status_code
        for trial in look(visitor, sweep)["trials"]
    ]
    assert answers == [200] * MAX_ACTIVE + [429]
    scores = [trial["score"] for trial in look(visitor, sweep)["trials"]]
    serve("cpu", boot="boot")
    after = look(visitor, sweep)
    assert [trial["score"] for trial in after["trials"]] == scores, "what the sweep found stays as it was found"
    assert after["status"] == "finished"


def test_so_many_sweeps_at_a_time_are_allowed(visitor: Visitor, stranger: Visitor) -> None:
    for _ in range(going.MAX_GOING):
        start(visitor)
    assert start(visitor, status=429)["error"]["code"] == "too_many_sweeps"
    start(stranger)


def test_a_hopeless_trial_ends_early(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.05)  # trials are looked at after each slice
    monkeypatch.setattr(serving, "SERVE_S", 600)  # a slow machine has the worker go back to its queue in between
    rates = {"path": "objective.lr", "choices": [0.03, 0.02, 0.01, 0.0000001]}
    sweep = start(visitor, plan(rates, {**WIDTHS, "choices": [8]}, parallel=1, prune=True), epochs=300)
    serve("cpu", boot="boot")
    done = look(visitor, sweep)
    assert statuses(done) == ["finished", "finished", "finished", "stopped"]
    last = done["trials"][3]
    assert last["run"]["reason"].startswith("Ended early")
    assert 0 < last["run"]["step"] < last["run"]["total_steps"]
    assert last["score"] is not None


def test_a_sweep_whose_process_died_between_two_trials_is_taken_up(visitor: Visitor) -> None:
    sweep = start(visitor, plan(parallel=1))
    with transaction.atomic():  # what a killed worker leaves: the run is over, and nothing followed
        Run.objects.filter(project=sweep["project"]).update(status="stopped", ended_at="2026-01-01T00:00Z")
    app.control.purge()
    going.wake_idle_sweeps("cpu")
    going.wake_idle_sweeps("cpu")
    assert unread("cpu") == 1, "one message will do"
    go_on_with_sweep(sweep["id"])
    assert statuses(look(visitor, sweep)) == ["stopped", "queued"]
    going.wake_idle_sweeps("cpu")


def test_going_on_twice_starts_no_trial_twice(visitor: Visitor) -> None:
    sweep = start(visitor)
    for _ in range(3):
        going.go_on(UUID(sweep["id"]))
    assert [trial["number"] for trial in look(visitor, sweep)["trials"]] == [0, 1]


def test_processes_that_go_on_at_once_start_each_trial_once(visitor: Visitor, transactional_db: None) -> None:
    sweep = start(visitor, plan(parallel=4))
    for trial in sweep["trials"]:  # as if all of them ended at the same moment
        Run.objects.filter(pk=trial["run"]["id"]).update(status="stopped", ended_at="2026-01-01T00:00Z")
    together = threading.Barrier(4)

    def go_on() -> None:
        together.wait()
        try:
            going.go_on(UUID(sweep["id"]))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = look(visitor, sweep)
    assert [trial["number"] for trial in after["trials"]] == list(range(6))
    assert statuses(after) == ["stopped"] * 4 + ["queued"] * 2
    assert Run.objects.filter(project=sweep["project"]).count() == 6


def test_a_trial_that_its_owner_stops_makes_room_for_the_next(visitor: Visitor) -> None:
    sweep = start(visitor)
    wish(Run.objects.get(pk=sweep["trials"][0]["run"]["id"]), "stop")
    assert statuses(look(visitor, sweep)) == ["stopped", "queued", "queued"]


BAD = {
    "a path that leads nowhere": {"path": "fc9.out_features", "choices": [1]},
    "a value that does not fit": {"path": "fc1.out_features", "choices": ["wide"]},
    "an unknown field": {"path": "fc1.out_features", "choices": [1], "colour": "red"},
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_plan_is_refused_with_where_it_is_wrong(visitor: Visitor, case: str) -> None:
    error = start(visitor, plan(BAD[case]), status=422)["error"]
    assert error["code"] == "bad_sweep"
    assert error["problems"][0]["message"] == error["message"]
    assert error["hint"]
    assert not Sweep.objects.exists()


def test_sharing_shows_a_sweep_and_lets_nobody_touch_it(visitor: Visitor, stranger: Visitor) -> None:
    sweep = start(visitor)
    token = {"X-Share-Token": visitor.share(sweep["project"])["token"]}
    assert look(stranger, sweep, **token)["id"] == sweep["id"]
    assert stranger.get(f"/api/projects/{sweep['project']}/sweeps/", **token).json()["sweeps"]
    assert stranger.get(f"/api/sweeps/{sweep['id']}/").status_code == 404
    for path in (f"/api/sweeps/{sweep['id']}/stop/", f"/api/projects/{sweep['project']}/sweeps/"):
        body = {"document": moons().model_dump(mode="json"), "plan": plan()}
        assert stranger.post(path, body, **token).status_code == 404
    assert look(visitor, sweep)["status"] == "running"


def test_a_network_takes_its_sweeps_with_it(visitor: Visitor) -> None:
    sweep = start(visitor)
    visitor.delete(f"/api/projects/{sweep['project']}/")
    assert not any(model.objects.exists() for model in (Sweep, Trial, Project))


def test_every_search_is_offered(visitor: Visitor) -> None:
    offered = visitor.get("/api/searches/").json()["searches"]
    assert [each["key"] for each in offered] == ["grid", "random", "bayesian"]
    assert all(each["title"] and each["summary"] for each in offered)


def test_arms_are_drawn_trained_and_told_with_their_parameters_and_the_law(visitor: Visitor) -> None:
    arms = [{"label": "ReLU"}, {"label": "Straight", "edits": [{"op": "bypass", "id": "relu"}]}]
    labels = {"path": "drawing", "choices": ["ReLU", "Straight"]}
    shown = {"title": "Bent or straight", "against": "parameters", "is_power_law": True}
    wanted = plan({**WIDTHS, "choices": [2, 4, 8]}, labels, arms=arms, shown=shown)
    sweep = start(visitor, wanted, epochs=1)
    serve("cpu", boot="boot")
    done = look(visitor, sweep)
    assert statuses(done) == ["finished"] * 6
    for trial in done["trials"]:
        width, straight = trial["values"]["fc1.out_features"], trial["values"]["drawing"] == "Straight"
        nodes = visitor.get(f"/api/runs/{trial['run']['id']}/").json()["document"]["blocks"]["main"]["nodes"]
        assert ("relu" in nodes) != straight
        assert trial["parameters"] == 3 * width + 2 * width + 2
    assert done["result"]["against"] == "parameters"
    assert [line["label"] for line in done["result"]["lines"]] == ["ReLU", "Straight"]
    for line in done["result"]["lines"]:
        assert [x for x, _ in line["medians"]] == [12, 22, 42]
        assert line["law"].startswith("L ~ N^")
        assert line["fit"]["points"] == 3


def test_an_arm_that_does_not_fit_is_refused_by_its_name_and_nothing_is_stored(visitor: Visitor) -> None:
    arms = [{"label": "Deeper", "edits": [{"op": "set_param", "id": "fc9", "name": "bias", "value": True}]}]
    wanted = plan({"path": "drawing", "choices": ["Deeper"]}, arms=arms)
    error = start(visitor, wanted, status=422)["error"]
    assert error["message"].startswith("Deeper: ")
    assert not Sweep.objects.exists()


def test_a_starter_offers_the_plans_of_its_experiments(visitor: Visitor) -> None:
    for key, starter in builder.STARTERS.items():
        offered = visitor.get(f"/api/starters/{key}/comparisons/").json()["comparisons"]
        taught = starter.lesson.comparisons if starter.lesson else ()
        assert [each["plan"]["shown"]["title"] for each in offered] == [each.title for each in taught]
        assert all(2 <= each["total"] <= 100 for each in offered)
    assert visitor.get("/api/starters/nobody/comparisons/").status_code == 404
