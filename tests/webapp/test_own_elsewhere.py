"""Versions in a store elsewhere: put there once, fetched by whoever needs them, gone when they are deleted."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django
from django.core.files.storage import InMemoryStorage, Storage, storages

from builder.folder.place import DataAway, folder_of
from tests.webapp.conftest import Visitor
from tests.webapp.own import learner, prepared
from tests.webapp.test_own_work import asked, brought
from webapp.own import versions
from webapp.runs.models import Run
from webapp.runs.worker.serve import serve


@pytest.fixture(params=["InMemoryStorage", "FileSystemStorage"])
def store(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Storage:
    options = {"location": str(tmp_path / "store")} if request.param == "FileSystemStorage" else {}
    kind = {"BACKEND": f"django.core.files.storage.{request.param}", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "own": kind}
    return storages["own"]


def names(store: Storage) -> list[str]:
    return list(store.listdir("")[1])


def lose_copies() -> None:
    """As another machine, or one that was set up anew, has it."""
    for each in Path(django.OWN_VERSIONS_DIR).iterdir():
        shutil.rmtree(each)


def test_a_version_is_kept_there_and_fetched_where_it_is_needed(store: Storage, visitor: Visitor) -> None:
    version = prepared(visitor)
    before = {each.name: each.read_bytes() for each in folder_of(version.pk).iterdir()}
    assert names(store) == [f"{version.pk}.zip"]
    lose_copies()
    with pytest.raises(DataAway):
        folder_of(version.pk)
    assert visitor.get(f"/api/data/{version.data_id}/samples/").status_code == 200
    assert {each.name: each.read_bytes() for each in folder_of(version.pk).iterdir()} == before
    assert folder_of(version.pk).stat().st_mode & 0o077 == 0


def test_runs_previews_and_questions_fetch_what_they_need(store: Storage, visitor: Visitor) -> None:
    version = prepared(visitor)
    document = learner(version)
    node = {"type": "OwnData", "params": document.model_dump(mode="json")["blocks"]["main"]["nodes"]["data"]["params"]}
    run = visitor.run(document)
    lose_copies()
    serve("cpu", boot="test")
    assert Run.objects.get(pk=run).status == "finished"
    lose_copies()
    assert visitor.post("/api/data/preview/", node).status_code == 200
    lose_copies()
    assert visitor.post(f"/api/runs/{run}/predict/", {"values": [0.5] * 36}).status_code == 200


def test_the_next_version_is_compared_with_the_one_that_lies_there(
    store: Storage, visitor: Visitor, transactional_db: None
) -> None:
    data = brought(visitor)
    choices = asked(visitor, data, "survey")["choices"]
    asked(visitor, data, "prepare", choices=choices)
    lose_copies()
    told = asked(visitor, data, "prepare", choices={**choices, "name": "Another"})
    assert [each["difference"] is not None for each in told["versions"]] == [True, False]
    assert len(names(store)) == 2


def test_deleted_is_deleted_there_too_and_what_could_not_be_is_tried_again(
    store: Storage, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, other = prepared(visitor), prepared(visitor)
    visitor.delete(f"/api/data/{version.data_id}/")
    assert names(store) == [f"{other.pk}.zip"]

    def broken(name: str) -> None:
        raise RuntimeError("the store is away")

    with monkeypatch.context() as away:
        away.setattr(store, "delete", broken)
        assert visitor.delete(f"/api/data/{other.data_id}/").status_code == 204
    assert names(store) == [f"{other.pk}.zip"]
    versions.forget_the_rest()
    assert names(store) == [f"{other.pk}.zip"], "its row may be about to come"
    monkeypatch.setattr(versions, "SETTLED_S", -1)
    versions.forget_the_rest()
    assert names(store) == []


def test_a_store_that_is_away_is_told_in_words(
    visitor: Visitor, transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away(InMemoryStorage):
        def exists(self, name: str) -> bool:
            raise RuntimeError("no route to host")

    monkeypatch.setattr("django.core.files.storage.Away", Away, raising=False)
    data = brought(visitor)
    choices = asked(visitor, data, "survey")["choices"]
    version = prepared(visitor)
    settings.STORAGES = {**settings.STORAGES, "own": {"BACKEND": "django.core.files.storage.Away"}}
    told = asked(visitor, data, "prepare", choices={**choices, "name": "Another"})
    assert told["problem"]["code"] == "storage_away"
    lose_copies()
    run = visitor.run(learner(version))
    serve("cpu", boot="test")
    problem = Run.objects.get(pk=run).problem
    assert (problem["code"], "does not answer" in problem["message"]) == ("no_data", True)
