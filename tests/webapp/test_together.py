"""A run in the page that several processes train: all that can happen to any run happens to it too."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import torch
from pytest_django.fixtures import Settings

import builder
from builder.drawing.document import read_document
from builder.drawing.problems import Problem
from tests.drawings import moons
from tests.product import members
from tests.trainer.test_distributed import tabled
from tests.undisturbed import unsliced
from tests.webapp.conftest import Visitor
from tests.webapp.test_advance import BOOT, assert_whole, work
from trainer.run.events import RunState
from webapp.runs.log.segments import stored_state
from webapp.runs.models import Run
from webapp.runs.queue import slices
from webapp.runs.redis_keys import connection, drain_key
from webapp.runs.worker import advance as advancing

EQUAL = {"rtol": 1e-5, "atol": 1e-5}


@pytest.fixture(autouse=True)
def _room_for_two(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.CONFIG = replace(settings.CONFIG, run_processes=2)
    monkeypatch.setattr(slices, "SLICE_S", 0.1)
    yield
    advancing._hot.clear()
    assert members(os.getpid()) == []


def together(visitor: Visitor, epochs: int = 20_000, **means: Any) -> str:
    return visitor.run(moons(epochs=epochs, batch_size=16), processes=2, **means)


def during(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Something happens between two steps, once, as often as this is called."""
    left = [happens]
    monkeypatch.setattr(advancing._Watchers, "__call__", lambda _: left and left.pop()())


def end_slices_soon() -> None:
    """As soon as all steps are told: as a worker does that is told to stop."""
    connection().set(drain_key(BOOT), 1)


def assert_equal(state: RunState, reference: RunState) -> None:
    assert (state.status, state.step) == (reference.status, reference.step)
    for name, curve in reference.curves.items():
        assert state.curves[name].steps == curve.steps
        torch.testing.assert_close(torch.tensor(state.curves[name].values), torch.tensor(curve.values), **EQUAL)


def test_it_is_paused_changed_stepped_resumed_and_extended_and_gives_the_numbers_of_one_process(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = visitor.run(moons(epochs=4, batch_size=16), processes=2, sharded=True)
    path = f"/api/runs/{run_id}"
    told = visitor.get(f"{path}/").json()
    assert (told["processes"], told["sharded"]) == (2, True)
    during(monkeypatch, lambda: visitor.post(f"{path}/pause/"))
    assert work(run_id) is False
    assert assert_whole(run_id).status == "paused"
    assert members(os.getpid()) == [], "a paused run keeps no processes"
    visitor.post(f"{path}/settings/", {"goals": {"objective": {"lr": 0.01}}, "batch_size": 24})
    visitor.post(f"{path}/step/", {"steps": 3})
    assert work(run_id) is False
    visitor.post(f"{path}/resume/")
    during(monkeypatch, lambda: visitor.post(f"{path}/extend/", {"epochs": 2}))
    work(run_id)
    state = assert_whole(run_id)
    assert (state.status, state.epoch, len(state.changes)) == ("finished", 6, 2)
    assert_equal(state, unsliced(read_document(visitor.get(f"{path}/").json()["document"])))


def test_two_such_runs_take_turns_and_keep_their_processes(visitor: Visitor) -> None:
    runs = [together(visitor), together(visitor)]
    end_slices_soon()
    for run_id in runs:
        assert work(run_id, lambda: True) is True
    started = members(os.getpid())
    assert len(started) == 4
    before = [assert_whole(run_id).step for run_id in runs]
    for run_id, step in zip(runs, before, strict=True):
        assert work(run_id, lambda: True) is True
        state = assert_whole(run_id)
        assert state.step > step
        assert (state.attempt, state.reason) == (1, "2 processes share each batch.")
    assert members(os.getpid()) == started
    for run_id in runs:
        visitor.post(f"/api/runs/{run_id}/stop/")
        assert work(run_id) is False
    assert members(os.getpid()) == []


@pytest.mark.parametrize("place", [0, 1], ids=["the leader", "a follower"])
def test_it_goes_on_by_itself_when_a_process_is_killed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    run_id = together(visitor, epochs=6)
    during(monkeypatch, lambda: os.kill(members(os.getpid())[place], signal.SIGKILL))
    work(run_id)
    state = assert_whole(run_id)
    assert state.attempt == 2
    assert_equal(state, unsliced(moons(epochs=6, batch_size=16)))


def test_a_run_whose_processes_die_twice_in_a_row_is_failed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = together(visitor)
    monkeypatch.setattr(advancing._Watchers, "__call__", lambda _: os.kill(members(os.getpid())[1], signal.SIGKILL))
    assert work(run_id) is False
    assert_whole(run_id)
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.problem["code"]) == ("failed", "worker_died")
    assert run.problem["message"].startswith("One of the run's processes died 2 times")


def test_what_one_of_them_can_not_compute_fails_the_run_at_its_node_with_its_last_good_state(visitor: Visitor) -> None:
    run_id = visitor.run(tabled(seed=0), processes=2)
    work(run_id)
    state = stored_state(UUID(run_id))
    assert members(os.getpid()) == []
    assert state.problem
    assert (state.status, state.problem.code, state.problem.node) == ("failed", "index_out_of_range", "table")
    assert (state.good_step, len(state.curves["train/loss"].steps)) == (state.step, state.step)
    assert f"Step {state.step + 1}: " in state.problem.message


def test_a_run_that_another_worker_took_loses_its_processes(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = together(visitor)
    end_slices_soon()
    during(monkeypatch, lambda: Run.objects.filter(pk=run_id).update(attempt=7))
    assert work(run_id) is False
    assert members(os.getpid()) == []
    assert Run.objects.get(pk=run_id).step == 0, "it wrote nothing more"


def test_a_training_with_stages_is_refused_in_several_processes_in_words(visitor: Visitor) -> None:
    tree = moons().model_dump(mode="json")
    tree["training"]["stages"] = [{"epochs": 1}, {"epochs": 1}]
    answer = visitor.post(f"/api/projects/{visitor.project().pk}/runs/", {"document": tree, "processes": 2})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "stages_alone")
    assert "one process" in error["message"]


def test_more_processes_than_allowed_are_refused_in_words(visitor: Visitor, settings: Settings) -> None:
    body = {"document": moons().model_dump(mode="json"), "processes": 3}
    answer = visitor.post(f"/api/projects/{visitor.project().pk}/runs/", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "too_many_processes")
    assert "3 processes; here one run may have 2" in error["message"]
    run_id = together(visitor)
    settings.CONFIG = replace(settings.CONFIG, run_processes=1)  # as on a worker's machine that allows fewer
    assert work(run_id) is False
    assert Run.objects.get(pk=run_id).problem["code"] == "too_many_processes"


def test_shards_of_one_process_are_refused_in_words(visitor: Visitor) -> None:
    body = {"document": moons().model_dump(mode="json"), "sharded": True}
    answer = visitor.post(f"/api/projects/{visitor.project().pk}/runs/", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")


def test_a_batch_without_a_row_for_each_process_can_not_be_asked_for_on_the_way(visitor: Visitor) -> None:
    answer = visitor.post(f"/api/runs/{together(visitor)}/settings/", {"batch_size": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "batch_too_small")


def test_a_sweep_has_no_setting_for_processes(visitor: Visitor) -> None:
    body = {"document": moons().model_dump(mode="json"), "plan": {}, "processes": 2}
    answer = visitor.post(f"/api/projects/{visitor.project().pk}/sweeps/", body)
    assert answer.status_code == 400
    assert "processes" in str(answer.json()["error"])


@pytest.mark.parametrize("code", ["not_divisible", "batch_too_small"])
def test_what_can_not_be_shared_out_is_the_runs_problem(visitor: Visitor, code: str) -> None:
    bert = builder.STARTERS["tiny-bert"].document
    run_id = visitor.run(bert if code == "not_divisible" else moons(batch_size=1), processes=2)
    assert work(run_id) is False
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.step, run.problem["code"]) == ("failed", 0, code)
    assert stored_state(run.pk).problem == Problem.model_validate(run.problem)
