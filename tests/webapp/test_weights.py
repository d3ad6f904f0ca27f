"""Weights that are kept: of runs, of files, of whoever shared a network; and what begins from them."""

from __future__ import annotations

import json
import shutil
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import torch
from django.conf import settings as django
from django.core.files.storage import storages
from django.utils import timezone
from safetensors.torch import load, save
from torch import Tensor

import builder
from builder.drawing.document import Beginning, Document
from builder.drawing.problems import SetParam
from tests.drawings import moons
from tests.webapp.conftest import Visitor
from tests.webapp.test_health import setting
from tests.webapp.test_kept_for_people import kept, told, unseen_for
from webapp.operating import backup, restoring
from webapp.operating.cleaning import clean_up
from webapp.runs.log.segments import stored_state
from webapp.runs.models import Run
from webapp.runs.worker.serve import serve
from webapp.weights import files, store
from webapp.weights.cleaning import UNNAMED_DAYS
from webapp.weights.models import KeptWeights

WEIGHTS = "/api/weights/"


def trained(visitor: Visitor, document: Document | None = None) -> Run:
    """A run that is over."""
    run = visitor.run(document or moons(epochs=2))
    serve("cpu", boot="test")
    row = Run.objects.get(pk=run)
    assert row.status == "finished", row.reason
    return row


def of_run(visitor: Visitor, run: Run, moment: str = "last", **headers: str) -> dict[str, Any]:
    """What the API tells of weights that somebody keeps of a run."""
    answer = visitor.post(f"/api/runs/{run.pk}/weights/", {"moment": moment}, **headers)
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return told


def brought(visitor: Visitor, tensors: dict[str, Tensor], name: str = "mine.safetensors") -> Any:
    return visitor.post(f"{WEIGHTS}?name={name}", save(tensors, {"format": "pt"}))


def beginning(document: Document, digest: str, nodes: dict[str, str] | None = None, title: str = "") -> Document:
    begins_from = (Beginning(weights=digest, nodes=nodes or {}, title=title),)
    training = document.training.model_copy(update={"begins_from": begins_from})
    return document.model_copy(update={"training": training})


def refusal(visitor: Visitor, document: Document) -> dict[str, Any]:
    """What is said to somebody who wants to train this."""
    project = visitor.project(moons())
    answer = visitor.post(f"/api/projects/{project.pk}/runs/", {"document": document.model_dump(mode="json")})
    assert answer.status_code == 422, answer.content
    error: dict[str, Any] = answer.json()["error"]
    return error


def first_loss(run: Run) -> float:
    (curve,) = (each for name, each in stored_state(run.pk).curves.items() if name.startswith("train/"))
    return float(curve.values[0])


def test_a_run_of_other_weights_begins_where_the_first_one_ended(visitor: Visitor) -> None:
    run = trained(visitor, moons(epochs=20))
    weights = of_run(visitor, run)
    assert weights["run"] == {"id": str(run.pk), "project": str(run.project_id), "number": 1}
    assert (weights["moment"], weights["step"], weights["name"]) == ("last", run.step, f"Run 1 of {run.project.name}")
    again = visitor.run(beginning(moons(epochs=2), weights["weights"], title="Run 1"))
    serve("cpu", boot="test")
    then = Run.objects.get(pk=again)
    assert then.status == "finished"
    assert first_loss(then) < first_loss(run) / 2
    assert stored_state(then.pk).begun_from[0]["counts"]["fresh"] == 0
    listed = visitor.get(f"/api/projects/{then.project_id}/runs/").json()["runs"][0]
    assert listed["begins_from"] == [{"weights": weights["weights"], "title": "Run 1"}]


def test_a_run_tells_which_weights_it_keeps(visitor: Visitor) -> None:
    document = moons(epochs=3)
    monitored = document.training.model_copy(update={"monitor": "loss"})
    run = trained(visitor, document.model_copy(update={"training": monitored}))
    told = visitor.get(f"/api/runs/{run.pk}/weights/").json()["moments"]
    assert [each["moment"] for each in told] == ["last", "best"]
    assert told[0]["step"] == run.step
    assert told[1]["step"] == run.best["step"]
    assert of_run(visitor, run, "best")["name"].endswith(", best")
    assert [of_run(visitor, run, each)["moment"] for each in ("last", "best", "last")] == ["last", "best", "last"]
    answer = visitor.post(f"/api/runs/{run.pk}/weights/", {"moment": "worst"})
    assert answer.status_code == 409
    assert answer.json()["error"]["hint"] == "It keeps: last, best."
    waiting = visitor.run(moons())
    assert visitor.get(f"/api/runs/{waiting}/weights/").json() == {"moments": []}
    assert visitor.post(f"/api/runs/{waiting}/weights/").json()["error"]["code"] == "no_checkpoint"


def test_the_same_weights_are_kept_once(visitor: Visitor) -> None:
    run = trained(visitor)
    assert of_run(visitor, run) == of_run(visitor, run)
    assert len(list(Path(django.WEIGHTS_DIR).glob("*.safetensors"))) >= 1
    assert len(visitor.get(WEIGHTS).json()["weights"]) == 1


def test_a_file_that_is_brought_is_begun_from_and_given_back(visitor: Visitor) -> None:
    net = builder.network(moons()).state_dict()
    answer = brought(visitor, net, "a/b/teacher.safetensors")
    assert answer.status_code == 201
    weights = answer.json()
    assert (weights["name"], weights["origin"], weights["tensors"]) == ("teacher", "file", len(net))
    assert visitor.get(WEIGHTS).json()["weights"] == [weights]
    given = visitor.get(f"{WEIGHTS}{weights['weights']}/download/")
    assert given.headers["Content-Disposition"] == f'attachment; filename="{weights["file"]}"'
    content = load(_content(given))
    assert all(torch.equal(content[name], value) for name, value in net.items())
    visitor.run(beginning(moons(), weights["weights"]))


def _content(answer: Any) -> bytes:
    async def whole() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    from asgiref.sync import async_to_sync

    return bytes(async_to_sync(whole)())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no safetensors file"),
        (b"\xff" * 64, "no safetensors file"),
        (b"\x80\x04}q\x00.", "can hold code"),
        ((10).to_bytes(8, "little") + b'{"a": null', "no safetensors file"),
        (save({"a": torch.ones(9)})[:-4], "was cut off"),
        (save({}), "0 weights"),
    ],
)
def test_what_is_no_file_of_weights_is_refused_in_words(visitor: Visitor, content: bytes, says: str) -> None:
    answer = visitor.post(f"{WEIGHTS}?name=x.safetensors", content)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "no_weights_file"
    assert says in error["message"]
    assert "save_file" in error["hint"]
    assert not KeptWeights.objects.exists()
    assert not list(Path(django.WEIGHTS_DIR).glob(".incoming-*"))


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_BYTES", 1000)
    answer = brought(visitor, {"a": torch.ones(1000)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "file_too_large")
    assert not list(Path(django.WEIGHTS_DIR).glob(".*"))


def test_what_fits_is_told_by_node_with_both_shapes(visitor: Visitor) -> None:
    net = {**builder.network(moons()).state_dict(), "gone.weight": torch.ones(3)}
    weights = brought(visitor, net).json()["weights"]
    wide = moons().with_edits((SetParam(id="fc1", name="out_features", value=12),))
    told = visitor.post(f"{WEIGHTS}{weights}/fit/", {"document": wide.model_dump(mode="json")}).json()
    assert told["fits"]
    nodes = {each["node"]: each for each in told["nodes"]}
    assert nodes["fc1"]["misshapen"][0] == {"name": "weight", "here": [12, 2], "there": list(net["fc1.weight"].shape)}
    assert nodes["fc1"]["taken"] == []
    assert told["unused"] == ["gone.weight"]
    assert {"name": "gone", "weights": 1} in told["there"]


def test_which_node_takes_from_which_is_told_before_it_is_trained(visitor: Visitor) -> None:
    net = {f"other.{name}": value for name, value in builder.network(moons()).fc1.state_dict().items()}
    weights = brought(visitor, net).json()["weights"]
    drawn = moons().model_dump(mode="json")
    by_name = visitor.post(f"{WEIGHTS}{weights}/fit/", {"document": drawn}).json()
    assert not by_name["fits"]
    mapped = visitor.post(f"{WEIGHTS}{weights}/fit/", {"document": drawn, "nodes": {"fc1": "other"}}).json()
    assert mapped["counts"]["taken"] == 2
    assert next(each["alike"] for each in by_name["nodes"] if each["node"] == "fc1") == ["other"]
    assert refusal(visitor, beginning(moons(), weights, title="Teacher"))["code"] == "weights_do_not_fit"
    visitor.run(beginning(moons(), weights, {"fc1": "other"}))


def test_weights_of_others_are_not_begun_from_read_or_deleted(visitor: Visitor, stranger: Visitor) -> None:
    weights = brought(visitor, builder.network(moons()).state_dict()).json()["weights"]
    stranger.project()
    error = refusal(stranger, beginning(moons(), weights, title="Teacher"))
    assert error["code"] == "no_weights"
    assert "Teacher" in error["message"]
    assert error["message"].replace("Teacher", "") == refusal(stranger, beginning(moons(), "0" * 64, title="Teacher"))[
        "message"
    ].replace("Teacher", "")
    document = {"document": moons().model_dump(mode="json")}
    assert stranger.post(f"{WEIGHTS}{weights}/fit/", document).status_code == 404
    assert stranger.get(f"{WEIGHTS}{weights}/download/").status_code == 404
    assert stranger.delete(f"{WEIGHTS}{weights}/").status_code == 404
    assert stranger.get(WEIGHTS).json()["weights"] == []
    run = trained(visitor)
    assert stranger.post(f"/api/runs/{run.pk}/weights/").status_code == 404
    assert stranger.get(f"/api/runs/{run.pk}/weights/").status_code == 404


def test_a_sweep_begins_from_weights_that_are_kept_and_from_no_others(visitor: Visitor) -> None:
    project = visitor.project(moons())
    plan = {"search": "grid", "axes": [{"path": "objective.lr", "choices": [0.1, 0.2]}], "judge": {"name": "loss"}}
    document = beginning(moons(), "0" * 64).model_dump(mode="json")
    answer = visitor.post(f"/api/projects/{project.pk}/sweeps/", {"document": document, "plan": plan})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "no_weights")
    net = brought(visitor, builder.network(moons()).state_dict()).json()["weights"]
    document = beginning(moons(epochs=1), net).model_dump(mode="json")
    answer = visitor.post(f"/api/projects/{project.pk}/sweeps/", {"document": document, "plan": plan})
    assert answer.status_code == 201
    serve("cpu", boot="test")
    runs = Run.objects.filter(trial__isnull=False)
    assert [(run.status, run.begun.get().digest) for run in runs] == [("finished", net)] * 2


def test_a_run_goes_on_when_the_weights_that_it_began_from_are_deleted(visitor: Visitor) -> None:
    weights = of_run(visitor, trained(visitor))["weights"]
    run = trained(visitor, beginning(moons(epochs=2), weights))
    assert visitor.delete(f"{WEIGHTS}{weights}/").status_code == 204
    assert not files.file_of(weights).exists()
    assert visitor.post(f"/api/runs/{run.pk}/extend/", {"epochs": 1}).status_code == 200
    from webapp.runs.worker import advance

    advance._hot.clear()
    serve("cpu", boot="test")
    run.refresh_from_db()
    assert (run.status, run.epochs) == ("finished", 3)
    assert visitor.post(f"/api/runs/{run.pk}/predict/", {"values": [0.5, 0.5]}).status_code == 200
    begun = beginning(moons(), weights, title="Run 1")
    assert refusal(visitor, begun)["code"] == "no_weights"


def test_who_forks_a_shared_network_goes_on_from_the_weights_of_its_run(visitor: Visitor, stranger: Visitor) -> None:
    run = trained(visitor, moons(epochs=20))
    share = visitor.share(run.project_id)
    answer = stranger.post("/api/projects/", {"fork": share["token"], "run": str(run.pk), "moment": "last"})
    assert answer.status_code == 201, answer.content
    project = answer.json()["id"]
    document = stranger.get(f"/api/projects/{project}/").json()["document"]
    (begins,) = document["training"]["begins_from"]
    assert begins["title"] == f"Run 1 of {run.project.name}"
    visitor.delete(f"/api/projects/{run.project_id}/")
    answer = stranger.post(f"/api/projects/{project}/runs/", {"document": document})
    assert answer.status_code == 201, answer.content
    serve("cpu", boot="test")
    then = Run.objects.get(pk=answer.json()["id"])
    assert first_loss(then) < 0.3


def test_a_fork_names_no_run_of_another_network(visitor: Visitor, stranger: Visitor) -> None:
    run, other = trained(visitor), visitor.project(moons())
    share = visitor.share(other.pk)
    assert stranger.post("/api/projects/", {"fork": share["token"], "run": str(run.pk)}).status_code == 404
    assert stranger.post("/api/projects/", {"starter": "xor", "run": str(run.pk)}).status_code == 400


def test_a_share_link_shows_weights_of_its_runs_and_files_only_with_data(visitor: Visitor, stranger: Visitor) -> None:
    file = brought(visitor, builder.network(moons()).state_dict()).json()["weights"]
    drawn = beginning(moons(), file, title="teacher")
    project = visitor.project(drawn)
    plain, whole = visitor.share(project.pk), visitor.share(project.pk, with_data=True)
    asked = {"document": drawn.model_dump(mode="json")}
    for share, status in ((plain, 404), (whole, 200)):
        header = {"X-Share-Token": share["token"]}
        assert stranger.post(f"{WEIGHTS}{file}/fit/", asked, **header).status_code == status
        assert stranger.get(f"{WEIGHTS}{file}/download/", **header).status_code == status
        forked = stranger.post("/api/projects/", {"fork": share["token"]}).json()["id"]
        document = stranger.get(f"/api/projects/{forked}/").json()["document"]
        run = stranger.post(f"/api/projects/{forked}/runs/", {"document": document})
        assert run.status_code == (201 if status == 200 else 422), run.content
    unnamed = brought(visitor, {"secret": torch.ones(1)}).json()["weights"]
    header = {"X-Share-Token": whole["token"]}
    assert stranger.get(f"{WEIGHTS}{unnamed}/download/", **header).status_code == 404


def test_a_file_stays_for_whoever_else_keeps_it(visitor: Visitor, stranger: Visitor) -> None:
    net = builder.network(moons()).state_dict()
    digest = brought(visitor, net).json()["weights"]
    assert brought(stranger, net).json()["weights"] == digest
    visitor.delete(f"{WEIGHTS}{digest}/")
    assert files.file_of(digest).exists()
    stranger.delete(f"{WEIGHTS}{digest}/")
    assert not files.file_of(digest).exists()


def test_weights_count_as_what_is_kept_and_are_refused_beyond_it(visitor: Visitor) -> None:
    run = trained(visitor)
    before = kept(visitor)["bytes"]["used"]
    weights = of_run(visitor, run)
    assert kept(visitor)["bytes"]["used"] == before + weights["bytes"]
    with setting(owner_mib=0):
        assert visitor.post(f"/api/runs/{run.pk}/weights/").json()["error"]["code"] == "budget_spent"
        assert brought(visitor, {"a": torch.ones(3)}).json()["error"]["code"] == "budget_spent"


def test_weights_of_runs_that_nothing_names_go_after_some_days_and_files_stay(visitor: Visitor) -> None:
    run = trained(visitor)
    unnamed = of_run(visitor, run)["weights"]
    other = trained(visitor, moons(epochs=3))
    drawn = of_run(visitor, other)["weights"]
    visitor.project(beginning(moons(), drawn))
    file = brought(visitor, {"a": torch.ones(3)}).json()["weights"]
    clean_up()
    assert KeptWeights.objects.count() == 3
    KeptWeights.objects.update(created_at=timezone.now() - timedelta(days=UNNAMED_DAYS + 1))
    clean_up()
    assert {each.digest for each in KeptWeights.objects.all()} == {drawn, file}
    assert not files.file_of(unnamed).exists()
    assert files.file_of(drawn).exists()


def test_weights_of_a_guest_whom_nobody_saw_are_removed(visitor: Visitor) -> None:
    digest = brought(visitor, {"a": torch.ones(3)}).json()["weights"]
    unseen_for(31)
    with setting(guest_days=30):
        assert clean_up() == 1
    assert not files.file_of(digest).exists()


def test_all_of_one_person_holds_their_weights_and_deleting_it_removes_them(visitor: Visitor, tmp_path: Path) -> None:
    digest = brought(visitor, {"a": torch.ones(3)}).json()["weights"]
    project = visitor.project()
    told("export_person", str(project.pk), str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.read(f"weights/{digest}.safetensors") == files.file_of(digest).read_bytes()
        assert json.loads(archive.read("weights/weights.json"))[0]["fields"]["name"] == "mine"
    told("delete_person", str(project.pk), "--yes")
    assert not files.file_of(digest).exists()


def test_a_backup_holds_weights_and_gives_them_back(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_rows_at_one_moment", lambda staged: nullcontext("default"))  # a test has one database
    digest = brought(visitor, {"a": torch.ones(3)}).json()["weights"]
    backup.back_up(tmp_path / "site.tar")
    before = files.file_of(digest).read_bytes()
    shutil.rmtree(django.WEIGHTS_DIR)
    import tarfile

    with tarfile.open(tmp_path / "site.tar") as archive:
        restoring._take_files(archive)
    assert files.file_of(digest).read_bytes() == before
    assert files.file_of(digest).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["InMemoryStorage", "FileSystemStorage"])
def test_weights_in_a_store_elsewhere_are_fetched_where_they_are_needed_and_deleted_there(
    kind: str, visitor: Visitor, settings: Any, tmp_path: Path
) -> None:
    options = {"location": str(tmp_path / "store")} if kind == "FileSystemStorage" else {}
    backend = {"BACKEND": f"django.core.files.storage.{kind}", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "own": backend}
    digest = of_run(visitor, trained(visitor))["weights"]
    name = f"weights/{digest}.safetensors"
    assert storages["own"].exists(name)
    files.file_of(digest).unlink()
    trained(visitor, beginning(moons(), digest))
    files.file_of(digest).unlink()
    assert visitor.get(f"{WEIGHTS}{digest}/download/").status_code == 200
    clean_up()
    assert storages["own"].exists(name)
    visitor.delete(f"{WEIGHTS}{digest}/")
    assert not storages["own"].exists(name)


def test_asking_which_weights_there_are_makes_no_visitor(visitor: Visitor) -> None:
    assert visitor.get(WEIGHTS).json() == {"weights": [], "max_bytes": store.MAX_BYTES}
    assert not KeptWeights.objects.exists()
    from webapp.accounts.models import Visitor as Row

    assert not Row.objects.exists()


def test_so_many_files_of_weights_are_kept(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_KEPT", 1)
    assert brought(visitor, {"a": torch.ones(3)}).status_code == 201
    assert brought(visitor, {"a": torch.ones(3)}).status_code == 201
    answer = brought(visitor, {"a": torch.ones(4)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_weights")


def test_moving_averages_are_weights_to_begin_from_too(visitor: Visitor) -> None:
    run = trained(visitor, moons(epochs=3).with_edits((SetParam(id="objective", name="ema", value=0.9),)))
    told = visitor.get(f"/api/runs/{run.pk}/weights/").json()["moments"]
    assert [each["moment"] for each in told] == ["last", "average"]
    last, average = of_run(visitor, run), of_run(visitor, run, "average")
    assert last["weights"] != average["weights"]
    assert average["name"].endswith(", average")
    trained(visitor, beginning(moons(), average["weights"]))
