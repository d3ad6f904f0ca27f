"""Deleted data are gone, wherever they were; what was learned from them stays, and says why it goes no further."""

from __future__ import annotations

import os
import time
from pathlib import Path
from uuid import UUID

import pytest
import safetensors.torch
from django.conf import settings

from builder.folder.place import folder_of
from tests.webapp.conftest import Visitor
from tests.webapp.own import learner, prepared
from tests.webapp.test_errors import error_of
from webapp.own import versions
from webapp.own.models import OwnData, OwnUse, OwnVersion
from webapp.runs.doors import latest
from webapp.runs.models import Run
from webapp.runs.queue import slices
from webapp.runs.redis_keys import connection, probes_key, watch_key
from webapp.runs.worker.advance import _hot, advance
from webapp.runs.worker.serve import serve


@pytest.fixture
def version(visitor: Visitor) -> OwnVersion:
    version = prepared(visitor)
    visitor.put(f"/api/data/{version.data_id}/files/?path=cats/1.png", b"abc")
    return version


def delete(visitor: Visitor, version: OwnVersion) -> None:
    assert visitor.delete(f"/api/data/{version.data_id}/").status_code == 204


def held() -> set[str]:
    """The runs whose networks, and data, are kept in memory between two questions."""
    return {str(run) for run, _ in latest._loaded}


def test_nothing_of_deleted_data_is_left(visitor: Visitor, version: OwnVersion) -> None:
    run = Run.objects.get(pk=visitor.run(learner(version)))
    serve("cpu", boot="test")
    connection().xadd(probes_key(run.pk), {"view": "samples", "d": b"x"})
    connection().hset(watch_key(run.pk), "samples", 1)
    assert OwnUse.objects.filter(run=run, version=version).exists()
    folder = folder_of(version.pk)
    delete(visitor, version)
    assert not folder.exists()
    assert not (Path(settings.OWN_DIR) / str(version.data_id)).exists()
    assert not any(model.objects.exists() for model in (OwnData, OwnVersion, OwnUse))
    assert not connection().exists(probes_key(run.pk), watch_key(run.pk))
    assert error_of(visitor.get(f"/api/data/{version.data_id}/"), 404)
    assert error_of(visitor.get(f"/api/data/versions/{version.pk}/download/"), 404)
    node = {"type": "OwnData", "params": {"data": version.pk, "schema": version.schema}}
    assert error_of(visitor.post("/api/data/preview/", node), 403)["code"] == "data_not_shared"


def test_a_run_keeps_curves_and_weights_and_says_why_it_goes_no_further(visitor: Visitor, version: OwnVersion) -> None:
    run = visitor.run(learner(version))
    serve("cpu", boot="test")
    asked = f"/api/runs/{run}/"
    before = [visitor.get(asked + what).content for what in ("curves/", "export/safetensors/", "script/")]
    answer = visitor.post(asked + "predict/", {"values": [0.5] * 36})
    assert answer.status_code == 200
    assert run in held()
    delete(visitor, version)
    assert run not in held()
    assert [visitor.get(asked + what).content for what in ("curves/", "export/safetensors/", "script/")] == before
    assert safetensors.torch.load(before[1])
    assert error_of(visitor.get(asked + "looks/?view=samples"), 403)["code"] == "data_not_shared"
    error = error_of(visitor.post(asked + "predict/", {"values": [0.5] * 36}), 409)
    assert (error["code"], "deleted" in error["message"]) == ("no_data", True)
    assert visitor.post(asked + "extend/", {"epochs": 3}).status_code == 200
    serve("cpu", boot="test")
    told = visitor.get(asked).json()
    assert (told["status"], told["problem"]["code"]) == ("failed", "no_data")
    assert "deleted" in told["problem"]["message"]


def test_a_run_under_way_ends_when_its_data_are_deleted(
    visitor: Visitor, version: OwnVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.05)
    run = UUID(visitor.run(learner(version, epochs=5_000)))
    assert advance(run, boot="test", waiting=lambda: 1), "it goes on"
    assert _hot.get(run), "and a worker has it in memory"
    steps = Run.objects.get(pk=run).step
    delete(visitor, version)
    serve("cpu", boot="test")
    ended = Run.objects.get(pk=run)
    assert (ended.status, ended.problem["code"], ended.step) == ("failed", "no_data", steps)
    assert not _hot.get(run)


def test_what_another_machine_deleted_is_removed_here_too(visitor: Visitor, version: OwnVersion) -> None:
    stays = prepared(visitor)
    OwnVersion.objects.filter(pk=version.pk).delete()
    versions.forget_the_rest()
    assert folder_of(version.pk).is_dir(), "its row may be about to come"
    long_ago = time.time() - versions.SETTLED_S - 1
    for each in (version, stays):
        os.utime(folder_of(each.pk), (long_ago, long_ago))
    versions.forget_the_rest()
    assert not (Path(settings.OWN_VERSIONS_DIR) / version.pk).exists()
    assert folder_of(stays.pk).is_dir()
