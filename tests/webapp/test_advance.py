"""A run in slices: complete, in order, steerable, and hard to kill."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import msgpack
import pytest
import redis
from django.db import OperationalError

from tests.drawings import classifier, moons
from tests.undisturbed import unsliced
from tests.webapp.conftest import Visitor
from trainer.distributed import trainee
from trainer.run.events import RunState, decode
from webapp.celery import app
from webapp.runs.files import checkpoints
from webapp.runs.log import stream as logging_runs
from webapp.runs.log.segments import open_log, stored_state
from webapp.runs.log.stream import Fenced, RunLog
from webapp.runs.models import Run, Segment
from webapp.runs.queue import slices
from webapp.runs.queue.lease import lease
from webapp.runs.queue.slices import slice_s
from webapp.runs.queue.wakeups import reap, unread, wake, woken
from webapp.runs.redis_keys import connection, drain_key, events_key, probes_key, watch_key
from webapp.runs.worker import advance as advancing
from webapp.runs.worker.advance import advance

BOOT = "this-boot"


@pytest.fixture(autouse=True)
def _short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.03)


def work(run_id: str, waiting: Callable[[], int] = lambda: 0) -> bool:
    return advance(UUID(run_id), boot=BOOT, waiting=waiting)


def slow_run(visitor: Visitor) -> str:
    """Far more than a slice can hold."""
    return visitor.run(moons(epochs=20_000, batch_size=8))


def curve(state: RunState) -> list[int]:
    return list(state.curves["train/loss"].steps)


def stream(run_id: str) -> list[bytes]:
    return [fields[b"d"] for _, fields in connection().xrange(events_key(UUID(run_id)))]


def assert_whole(run_id: str) -> RunState:
    """Stored and streamed are the same log, numbered without a gap, with every step once."""
    state, streamed = stored_state(UUID(run_id)), RunState()
    events = [decode(frame) for frame in stream(run_id)]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    for event in events:
        streamed.apply(event)
    assert state.snapshot() == streamed.snapshot()
    assert curve(state) == list(range(1, state.step + 1))
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.step, run.seq, run.metrics) == (state.status, state.step, state.seq, state.metrics)
    return state


def test_a_sliced_run_is_complete_ordered_and_has_the_numbers_of_one_never_stopped(visitor: Visitor) -> None:
    document = moons(epochs=60, batch_size=16)
    run_id = visitor.run(document)
    slices = 0
    while work(run_id, lambda: True):
        advancing._hot.clear()  # as if another process took it up each time
        slices += 1
    assert slices > 1
    state, reference = assert_whole(run_id), unsliced(document)
    assert state.status == "finished"
    assert state.curves["train/loss"].values == reference.curves["train/loss"].values
    assert state.metrics == reference.metrics


def test_watchers_are_told_in_which_precision_a_run_computes(visitor: Visitor) -> None:
    document = moons(epochs=2)
    rounded = document.training.model_copy(update={"precision": "bfloat16"})
    for training, told in ((document.training, "float32"), (rounded, "bfloat16")):
        run_id = visitor.run(document.model_copy(update={"training": training}))
        work(run_id)
        assert assert_whole(run_id).precision == told


def test_a_run_that_stays_in_its_process_is_one_attempt(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=100, batch_size=16))
    work(run_id)
    assert assert_whole(run_id).attempt == 1
    assert Segment.objects.filter(run=run_id).count() > 2


def test_a_pause_holds_at_once_and_resume_goes_on_from_there(visitor: Visitor) -> None:
    run_id = slow_run(visitor)
    path = f"/api/runs/{run_id}"
    assert work(run_id, lambda: visitor.post(f"{path}/pause/").json()["status"] == "never") is False
    paused = assert_whole(run_id)
    assert paused.status == "paused"
    assert work(run_id) is False, "a paused run does not train"
    assert assert_whole(run_id).step == paused.step

    resumed = visitor.post(f"{path}/resume/").json()
    assert (resumed["status"], resumed["place"]) == ("queued", 1)
    assert work(run_id, lambda: True) is True
    assert assert_whole(run_id).step > paused.step


def test_a_run_nobody_works_on_is_stopped_at_once(visitor: Visitor) -> None:
    run_id = visitor.run()
    assert visitor.post(f"/api/runs/{run_id}/stop/").json()["status"] == "stopped"
    assert work(run_id) is False
    assert Run.objects.get(pk=run_id).ended_at
    again = visitor.post(f"/api/runs/{run_id}/resume/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "run_ended")


def test_stop_ends_a_run_at_work_within_its_slice(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 60.0)
    run_id = slow_run(visitor)
    monkeypatch.setattr(advancing._Watchers, "__call__", lambda self: visitor.post(f"/api/runs/{run_id}/stop/"))
    work(run_id)
    assert assert_whole(run_id).status == "stopped"


def test_a_run_that_is_deleted_while_it_trains_ends_and_leaves_nothing_behind(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 60.0)
    run_id = slow_run(visitor)
    path = f"/api/projects/{Run.objects.get().project_id}/"
    monkeypatch.setattr(advancing._Watchers, "__call__", lambda self: visitor.delete(path))
    assert work(run_id) is False
    assert not Run.objects.exists()
    assert not checkpoints(UUID(run_id)).exists()
    assert not connection().keys(f"run:{run_id}:*")


def test_a_lease_keeps_a_second_worker_away(visitor: Visitor) -> None:
    run_id = visitor.run()
    with lease(UUID(run_id)) as held:
        assert held
        assert work(run_id) is False
    assert Run.objects.get(pk=run_id).status == "queued"
    work(run_id)
    assert Run.objects.get(pk=run_id).status == "finished"


def test_what_a_dead_worker_had_sent_is_kept_and_its_steps_are_replaced(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = slow_run(visitor)
    assert work(run_id, lambda: True)

    def die(*_: object) -> None:
        raise KeyboardInterrupt("the process died before it could store its slice")

    with monkeypatch.context() as patched:
        patched.setattr(advancing, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            work(run_id)
    advancing._hot.clear()
    sent = len(stream(run_id))
    assert work(run_id, lambda: True)
    state = assert_whole(run_id)
    assert state.attempt == 2
    assert len(stream(run_id)) > sent


def test_a_run_that_kills_its_worker_twice_is_ended_in_words(visitor: Visitor) -> None:
    run_id = slow_run(visitor)
    Run.objects.filter(pk=run_id).update(status="running", uncommitted=2, attempt=2)
    assert work(run_id) is False
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.problem["code"]) == ("failed", "worker_died")


def test_a_loss_that_explodes_is_a_problem_in_words(visitor: Visitor) -> None:
    deep = {f"fc{i}": ("Linear", {"out_features": 32 if i < 4 else 2}) for i in range(5)}
    document = classifier(deep, epochs=50)
    nodes = document.graph.nodes
    objective = nodes["objective"].model_copy(update={"params": {"lr": 100.0, "optimizer": "SGD"}})
    main = document.graph.model_copy(update={"nodes": {**nodes, "objective": objective}})
    run_id = visitor.run(document.model_copy(update={"blocks": {"main": main}}))
    work(run_id)
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.problem["code"]) == ("failed", "not_finite")
    assert stored_state(UUID(run_id)).problem


def test_a_fault_of_ours_ends_the_run_without_showing_its_inside(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    run_id = visitor.run()
    monkeypatch.setattr(trainee, "train_slice", broken)
    with caplog.at_level(logging.ERROR):
        assert work(run_id) is False
    answer = visitor.get(f"/api/runs/{run_id}/")
    assert (answer.json()["status"], answer.json()["problem"]["code"]) == ("failed", "training_failed")
    assert b"secret" not in answer.content
    assert "secret inside" in caplog.text


def test_a_worker_that_is_told_to_stop_hands_the_run_back(visitor: Visitor) -> None:
    run_id = slow_run(visitor)
    connection().set(drain_key("another-boot"), 1)
    connection().set(drain_key(BOOT), 1)
    assert work(run_id) is True
    run = Run.objects.get(pk=run_id)
    assert (run.status, run.uncommitted) == ("running", 0)
    assert_whole(run_id)


def test_only_nodes_that_somebody_looks_at_are_probed(visitor: Visitor) -> None:
    run_id = slow_run(visitor)
    work(run_id, lambda: True)
    assert not connection().exists(probes_key(UUID(run_id)))
    watched = {"activation:fc1": 4e9, "activation:fc2": 1.0, "activation:nothing": 4e9, "nonsense": 4e9}
    connection().hset(watch_key(UUID(run_id)), mapping=watched)
    work(run_id, lambda: True)
    entries = connection().xrange(probes_key(UUID(run_id)))
    frames = [msgpack.unpackb(fields[b"d"]) for _, fields in entries]
    assert {(frame["type"], frame["view"]) for frame in frames} == {("look", "activation:fc1")}
    assert frames[0]["picture"]["values"]["shape"] == [8]


def test_an_older_attempt_is_fenced_out(visitor: Visitor) -> None:
    run = Run.objects.get(pk=visitor.run())
    old = open_log(run)
    run.attempt = 1
    open_log(run).append(decode(stream(str(run.pk))[0]))
    with pytest.raises(Fenced):
        old.append(decode(stream(str(run.pk))[0]))


def test_what_could_not_be_sent_is_sent_once_when_redis_is_back(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run.objects.get(pk=visitor.run())
    queued = decode(stream(str(run.pk))[0])
    log = RunLog(run.pk, 1, 1)
    log.append(queued)
    with monkeypatch.context() as away:
        away.setattr(logging_runs, "log_connection", lambda: redis.Redis(unix_socket_path="/nowhere", retry=None))
        away.setattr(logging_runs, "RETRY_S", 0.0)
        log.append(queued)
        log.append(queued)
    assert len(stream(str(run.pk))) == 2
    log.append(queued)
    assert [decode(frame).seq for frame in stream(str(run.pk))] == [1, 2, 3, 4, 5]


def test_the_reaper_wakes_one_worker_for_what_nobody_works_on(visitor: Visitor) -> None:
    left, worked_on, done = visitor.run(), visitor.run(), visitor.run()
    work(done)
    app.control.purge()
    with lease(UUID(left)), lease(UUID(worked_on)):
        reap()
        assert unread("cpu") == 0
    with lease(UUID(worked_on)):
        reap()
        reap()
    assert unread("cpu") == 1


def test_two_wake_ups_for_one_run_wait_as_one(visitor: Visitor) -> None:
    run = Run.objects.get(pk=visitor.run())
    wake(run)
    assert unread("cpu") == 1
    woken(run.pk)
    wake(run)
    assert unread("cpu") == 2


def test_trying_out_uses_the_last_saved_state(visitor: Visitor) -> None:
    run_id = visitor.run()
    work(run_id)
    answer = visitor.post(f"/api/runs/{run_id}/predict/", {"values": [0.5, -0.5]})
    assert answer.status_code == 200, answer.content
    assert answer.json()["answers"][0]["step"] == Run.objects.get(pk=run_id).step
    assert answer.json()["given"]["point"] == [0.5, -0.5]
    bad = visitor.post(f"/api/runs/{run_id}/predict/", {"values": [1.0]})
    assert (bad.status_code, bad.json()["error"]["code"]) == (422, "bad_input")
    offered = visitor.get(f"/api/runs/{run_id}/probes/").json()["probes"]
    assert "fc1" in next(probe for probe in offered if probe["key"] == "activation")["nodes"]["main"]
    views = "view=activation:fc1&view=activation:nothing&view=activation:fc1/gone"
    seen = list(msgpack.Unpacker(BytesIO(visitor.get(f"/api/runs/{run_id}/looks/?{views}").content)))
    assert [frame["view"] for frame in seen] == ["activation:fc1"]
    assert seen[0]["picture"]["values"]["shape"] == [8]


def test_a_drawing_is_tried_out_as_base64(visitor: Visitor) -> None:
    document = classifier(
        {"flat": "Flatten", "fc": ("Linear", {"out_features": 10})}, data="Digits", field="image", epochs=1
    )
    run_id = visitor.run(document)
    work(run_id)
    body = {"drawing": "AP8A/w==", "width": 2, "height": 2}
    answer = visitor.post(f"/api/runs/{run_id}/predict/", body)
    assert answer.status_code == 200, answer.content
    assert visitor.post(f"/api/runs/{run_id}/predict/", {**body, "width": 3}).status_code == 422


@pytest.mark.parametrize(("others", "seconds"), [(0, 2.0), (1, 2.0), (7, 0.75), (19, 0.3), (10_000, 0.15)])
def test_slices_get_shorter_the_more_runs_wait(others: int, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 2.0)
    assert slice_s(others) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("others", "cost_s", "seconds"), [(0, 0.01, 2.0), (0, 0.1, 6.0), (0, 9.0, 20.0), (39, 0.05, 0.75), (39, 9.0, 2.0)]
)
def test_slices_get_longer_when_storing_them_is_dear(
    others: int, cost_s: float, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 2.0)
    assert slice_s(others, cost_s) == pytest.approx(seconds)


def test_a_database_that_is_away_as_a_run_is_taken_up_is_waited_for(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Run] = []

    def is_on_trial(run: Run) -> bool:
        asked.append(run)
        if len(asked) == 1:
            raise OperationalError("the connection is lost")
        return False

    monkeypatch.setattr(Run, "is_on_trial", property(is_on_trial))
    run_id = visitor.run(moons(epochs=1))
    advance(UUID(run_id), boot=BOOT, waiting=lambda: 0)
    assert len(asked) == 2
    assert assert_whole(run_id).status == "finished"
