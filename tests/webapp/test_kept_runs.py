"""Runs that are kept: they have names and numbers, tell how long they took, give their curves away, and can go."""

from __future__ import annotations

import csv
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from builder.drawing.document import Document, read_document
from tests.drawings import moons
from tests.webapp.conftest import Server, Visitor, closed_with, until
from tests.webapp.test_advance import BOOT, assert_whole, slow_run
from tests.webapp.test_live import Watcher, live
from trainer.run.events import StepsEnded, float32_column
from webapp.projects.models import Project
from webapp.runs.files import checkpoints
from webapp.runs.log.segments import open_log, stored_state
from webapp.runs.models import Run
from webapp.runs.queue import slices
from webapp.runs.redis_keys import connection, served_key
from webapp.runs.worker import advance as advancing
from webapp.runs.worker.advance import advance
from webapp.sweeps.models import Sweep, Trial


def work(run_id: str) -> bool:
    return advance(UUID(run_id), boot=BOOT, waiting=lambda: 0)


def train(visitor: Visitor, project: Project, document: Document | None = None) -> str:
    body = {"document": (document or moons(epochs=2)).model_dump(mode="json")}
    answer = visitor.post(f"/api/projects/{project.pk}/runs/", body)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def table(visitor: Visitor, run_id: str, **headers: str) -> list[dict[str, str]]:
    answer = visitor.get(f"/api/runs/{run_id}/curves/", **headers)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(answer.content.decode().splitlines()))


def test_runs_are_numbered_for_good_whichever_go(visitor: Visitor) -> None:
    project = visitor.project()
    first, second, third = (train(visitor, project) for _ in range(3))
    assert visitor.delete(f"/api/runs/{first}/").status_code == 204
    listed = visitor.get(f"/api/projects/{project.pk}/runs/").json()["runs"]
    assert [(run["id"], run["number"]) for run in listed] == [(third, 3), (second, 2)]
    assert Run.objects.get(pk=train(visitor, project)).number == 4
    assert Run.objects.get(pk=train(visitor, visitor.project())).number == 1


def test_runs_from_before_there_were_numbers_are_counted_as_the_page_did(visitor: Visitor) -> None:
    project = visitor.project()
    made = [train(visitor, project) for _ in range(3)]
    other = visitor.run()
    sweep = Sweep.objects.create(project=project, document={}, plan={})
    Trial.objects.create(run=Run.objects.get(pk=made[1]), sweep=sweep, number=0, values={})
    Run.objects.update(number=None)
    import_module("webapp.runs.migrations.0006_names_and_lengths")._number(apps, None)
    numbers = dict(Run.objects.values_list("pk", "number"))
    assert [numbers[UUID(run_id)] for run_id in [*made, other]] == [1, None, 2, 1]


def test_a_run_takes_a_name_and_gives_it_up_again(visitor: Visitor) -> None:
    path = f"/api/runs/{visitor.run()}/"
    assert visitor.get(path).json()["name"] == ""
    assert visitor.patch(path, {"name": "  wider first layer "}).json()["name"] == "wider first layer"
    assert visitor.get(path).json()["name"] == "wider first layer"
    assert visitor.patch(path, {"name": ""}).json()["name"] == ""
    assert visitor.patch(path, {"name": "x" * 81}).status_code == 400
    assert visitor.patch(path, {"name": "x", "number": 7}).status_code == 400


def test_a_run_tells_how_far_it_came_how_long_that_took_and_where_it_was_best(visitor: Visitor) -> None:
    document = moons(epochs=3)
    training = document.training.model_copy(update={"monitor": "accuracy"})
    run_id = visitor.run(document.model_copy(update={"training": training}))
    assert (visitor.get(f"/api/runs/{run_id}/").json()["trained_s"]) == 0
    work(run_id)
    told, state = visitor.get(f"/api/runs/{run_id}/").json(), stored_state(UUID(run_id))
    assert (told["epoch"], told["epochs"]) == (3, 3)
    assert told["best"]["monitor"] == "accuracy"
    assert told["best"] == state.best
    assert 0 < told["trained_s"] <= (Run.objects.get().ended_at - Run.objects.get().created_at).total_seconds()


def test_the_curves_as_a_table_are_those_of_the_log_to_the_bit(visitor: Visitor) -> None:
    run_id = visitor.run(moons(epochs=2))
    work(run_id)
    rows, state = table(visitor, run_id), stored_state(UUID(run_id))
    assert list(rows[0]) == [
        "step",
        "epoch",
        "train/loss",
        "training/accuracy",
        "training/loss",
        "validation/accuracy",
        "validation/loss",
    ]
    for name, curve in state.curves.items():
        told = [(int(row["step"]), row[name]) for row in rows if row[name]]
        assert [step for step, _ in told] == list(curve.steps)
        assert float32_column([float(value) for _, value in told]) == float32_column(list(curve.values))
    assert [int(row["step"]) for row in rows] == list(range(1, state.step + 1))
    per_epoch = state.steps_per_epoch
    assert [int(row["epoch"]) for row in rows] == [(step - 1) // per_epoch + 1 for step in range(1, state.step + 1)]
    assert [int(row["step"]) for row in rows if row["validation/accuracy"]] == [per_epoch, 2 * per_epoch]


def test_the_table_of_a_run_on_its_way_holds_what_was_logged_and_is_not_stored_yet(visitor: Visitor) -> None:
    run_id = visitor.run()
    assert table(visitor, run_id) == []
    losses = {"loss": float32_column([0.5, 0.25])}
    open_log(Run.objects.get()).append(StepsEnded(first_step=1, count=2, epoch=1, rate=9.0, losses=losses))
    assert table(visitor, run_id) == [
        {"step": "1", "epoch": "1", "train/loss": "0.5"},
        {"step": "2", "epoch": "1", "train/loss": "0.25"},
    ]


def test_drawings_of_many_runs_are_told_at_once(
    visitor: Visitor, stranger: Visitor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    project = visitor.project()
    made = {train(visitor, project, moons(epochs=epochs)): epochs for epochs in (1, 2, 3)}
    foreign = stranger.run()
    path = f"/api/projects/{project.pk}/runs/drawings/"
    query = "&".join(f"run={run_id}" for run_id in [*list(made)[:2], foreign, str(uuid4())])
    with django_assert_max_num_queries(4):
        told = visitor.get(f"{path}?{query}").json()["drawings"]
    assert {run: read_document(drawn).training.epochs for run, drawn in told.items()} == dict(list(made.items())[:2])
    assert visitor.get(f"{path}?run=oops").status_code == 400
    assert visitor.get(path + "?" + "&".join(f"run={uuid4()}" for _ in range(65))).status_code == 400
    assert stranger.get(f"{path}?{query}").status_code == 404


def test_who_holds_a_link_sees_names_drawings_and_curves_and_changes_nothing(
    visitor: Visitor, stranger: Visitor
) -> None:
    run_id = visitor.run()
    work(run_id)
    project = Run.objects.get().project_id
    token = {"X-Share-Token": visitor.share(project)["token"]}
    assert visitor.patch(f"/api/runs/{run_id}/", {"name": "mine"}).status_code == 200
    assert stranger.get(f"/api/projects/{project}/runs/", **token).json()["runs"][0]["name"] == "mine"
    assert list(stranger.get(f"/api/projects/{project}/runs/drawings/?run={run_id}", **token).json()["drawings"]) == [
        run_id
    ]
    assert table(stranger, run_id, **token) == table(visitor, run_id)
    for path in ("", "curves/"):
        assert stranger.get(f"/api/runs/{run_id}/{path}").status_code == 404
    headers = {**token, "X-CSRFToken": "x" * 32}
    for refused in (
        stranger.client.patch(f"/api/runs/{run_id}/", '{"name": "theirs"}', "application/json", headers=headers),
        stranger.client.delete(f"/api/runs/{run_id}/", headers=headers),
    ):
        assert refused.status_code == 404
    assert Run.objects.get().name == "mine"


def test_a_deleted_run_leaves_nothing_on_disk_or_in_redis(visitor: Visitor) -> None:
    project = visitor.project()
    gone, stays = train(visitor, project), train(visitor, project)
    for run_id in (gone, stays):
        work(run_id)
    connection().zadd(served_key(), {gone: 1.0})
    assert visitor.delete(f"/api/runs/{gone}/").status_code == 204
    assert visitor.get(f"/api/runs/{gone}/").status_code == 404
    assert not checkpoints(UUID(gone)).exists()
    assert not connection().keys(f"run:{gone}:*")
    assert connection().zscore(served_key(), gone) is None
    assert visitor.delete(f"/api/runs/{gone}/").status_code == 404
    assert assert_whole(stays).status == "finished"
    assert checkpoints(UUID(stays)).exists()


def test_a_run_that_goes_on_ends_when_it_is_deleted(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 60.0)
    run_id = slow_run(visitor)
    monkeypatch.setattr(advancing._Watchers, "__call__", lambda self: visitor.delete(f"/api/runs/{run_id}/"))
    assert work(run_id) is False
    assert not Run.objects.exists()
    assert Project.objects.count() == 1
    assert not checkpoints(UUID(run_id)).exists()
    assert not connection().keys(f"run:{run_id}:*")


def test_a_trial_goes_when_its_sweep_is_over_and_not_before(visitor: Visitor) -> None:
    run_id = visitor.run()
    sweep = Sweep.objects.create(project=Run.objects.get().project, document={}, plan={})
    Trial.objects.create(run=Run.objects.get(), sweep=sweep, number=0, values={})
    refused = visitor.delete(f"/api/runs/{run_id}/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "sweep_goes_on")
    Sweep.objects.update(status="stopped")
    assert visitor.delete(f"/api/runs/{run_id}/").status_code == 204
    assert Sweep.objects.count() == 1


def test_whoever_watches_a_run_is_told_when_it_is_deleted(
    visitor: Visitor, stranger: Visitor, server: Server, other_server: Server
) -> None:
    run_id = visitor.run()
    project = Run.objects.get().project_id
    token = visitor.share(project)["token"]
    with (
        server.connect(live(run_id), visitor) as mine,
        other_server.connect(live(run_id, f"?share={token}"), stranger) as viewer,
        server.connect(f"/ws/projects/{project}/room/?share={token}", stranger) as room,
    ):
        for socket in (mine, viewer):
            assert Watcher(socket).take() == "snapshot"
        room.send(b"\x00\x00\x01\x00")
        room.recv(timeout=60)
        assert visitor.delete(f"/api/runs/{run_id}/").status_code == 204
        assert [closed_with(mine), closed_with(viewer)] == [4404, 4404]
        assert until(lambda: room.recv(timeout=60) == b"\x65")  # the list of runs changed
