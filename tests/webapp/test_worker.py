"""A real worker in a process of its own: trains, survives the death of its child, and stops politely."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from tests.drawings import moons
from tests.webapp.conftest import Visitor, until, url_of_database
from tests.webapp.test_advance import assert_whole
from webapp.runs.log.segments import stored_state
from webapp.runs.models import Run
from webapp.runs.orders.wishes import wish
from webapp.runs.queue.wakeups import unread

COMMAND = ("-m", "celery", "-A", "webapp", "worker", "--pool", "prefork", "--without-gossip", "--without-mingle")


@pytest.fixture
def worker(valkey: str, transactional_db: None, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "LAYERLOOM_DATA": str(settings.RUNS_DIR.parent),
        "REDIS_URL": valkey,
        "DATABASE_URL": url_of_database(),
        "WORKER_SLOTS": "1",
    }
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *COMMAND], env=environment, stdout=log, stderr=log, start_new_session=True
        )
        yield process
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def child_of(process: subprocess.Popen[bytes]) -> int:
    """The pool child. Linux and macOS have pgrep; /proc is Linux's own."""
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def test_a_sweep_outlives_the_death_of_a_workers_child(visitor: Visitor, worker: subprocess.Popen[bytes]) -> None:
    rates = {"path": "objective.lr", "low": 0.001, "high": 0.1, "scale": "log"}
    wanted = {"axes": [rates], "judge": {"name": "loss"}, "search": "bayesian", "trials": 4}
    drawn = moons(epochs=200, batch_size=8)
    path = f"/api/projects/{visitor.project(drawn).pk}/sweeps/"
    sweep = visitor.post(path, {"document": drawn.model_dump(mode="json"), "plan": wanted}).json()["id"]

    def told() -> Any:
        return visitor.get(f"/api/sweeps/{sweep}/").json()

    until(lambda: len(told()["trials"]) >= 3 and any(t["run"]["step"] for t in told()["trials"][-2:]), 120)
    os.kill(child_of(worker), signal.SIGKILL)
    until(lambda: told()["status"] == "finished", 120)
    done = told()
    assert [trial["run"]["status"] for trial in done["trials"]] == ["finished"] * 4
    assert all([epoch for epoch, _ in trial["course"]] == list(range(2, 201, 2)) for trial in done["trials"])
    for trial in done["trials"]:
        assert_whole(trial["run"]["id"])


def test_a_worker_trains_outlives_its_child_and_hands_the_run_back_when_told_to_stop(
    visitor: Visitor, worker: subprocess.Popen[bytes]
) -> None:
    run_id = visitor.run(moons(epochs=20_000, batch_size=8))

    def row() -> Run:
        return Run.objects.get(pk=run_id)

    until(lambda: row().step > 0 or row().ended_at, 60)
    before = row()
    assert before.status == "running"
    os.kill(child_of(worker), signal.SIGKILL)
    until(lambda: row().attempt > before.attempt and row().step > before.step, 60)
    until(lambda: stored_state(UUID(run_id)).attempt == before.attempt + 1)

    worker.send_signal(signal.SIGTERM)
    worker.wait(20)
    stopped = row()
    assert (stopped.status, stopped.uncommitted) == ("running", 0)
    assert unread("cpu") >= 1, "the run waits for the next worker"
    assert assert_whole(run_id).step == stopped.step
    assert wish(stopped, "stop").status == "stopped"
