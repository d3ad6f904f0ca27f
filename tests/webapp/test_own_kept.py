"""Own data in what is kept of a person and of a site: counted, exported, removed, backed up and restored."""

from __future__ import annotations

import json
import shutil
import stat
import tarfile
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from builder.folder.place import folder_of
from tests.webapp.conftest import Visitor
from tests.webapp.own import learner, prepared
from tests.webapp.test_health import setting
from tests.webapp.test_kept_for_people import kept, told, unseen_for
from webapp.accounts.models import Visitor as Row
from webapp.operating import backup, restoring
from webapp.operating.cleaning import clean_up
from webapp.own.models import OwnData, OwnVersion


@pytest.fixture
def version(visitor: Visitor) -> OwnVersion:
    version = prepared(visitor)
    visitor.put(f"/api/data/{version.data_id}/files/?path=cats/1.png", b"abc" * 100)
    return version


def test_bytes_of_files_and_versions_count(visitor: Visitor, version: OwnVersion) -> None:
    assert kept(visitor)["bytes"]["used"] == version.bytes + 300
    assert version.bytes == sum(each.stat().st_size for each in folder_of(version.pk).iterdir())


def test_data_of_a_guest_whom_nobody_saw_are_removed(visitor: Visitor, stranger: Visitor, version: OwnVersion) -> None:
    stays = prepared(stranger)
    unseen_for(31)
    Row.objects.filter(pk=stays.data.owner_id).update(seen_at=timezone.now() + timedelta(seconds=1))
    with setting(guest_days=30):
        assert clean_up() == 1
    assert list(OwnVersion.objects.all()) == [stays]
    assert not (Path(settings.OWN_DIR) / str(version.data_id)).exists()
    assert not (Path(settings.OWN_VERSIONS_DIR) / version.pk).exists()
    assert folder_of(stays.pk).is_dir()


def test_all_of_one_person_holds_their_data_and_deleting_it_removes_them(
    visitor: Visitor, version: OwnVersion, tmp_path: Path
) -> None:
    told("export_person", f"http://localhost/api/data/{version.data_id}/", str(tmp_path / "all.zip"))
    folder = f"data/{version.data_id}"
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.read(f"{folder}/files/cats/1.png") == b"abc" * 100
        assert json.loads(archive.read(f"{folder}/data.json"))[0]["fields"]["name"] == "Squares"
        for each in folder_of(version.pk).iterdir():
            assert archive.read(f"{folder}/versions/1/{each.name}") == each.read_bytes()
    told("delete_person", str(version.data_id), "--yes")
    assert not OwnData.objects.exists()
    assert not (Path(settings.OWN_DIR) / str(version.data_id)).exists()
    assert not (Path(settings.OWN_VERSIONS_DIR) / version.pk).exists()


def test_a_backup_holds_own_data_and_gives_them_back(
    visitor: Visitor, version: OwnVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_rows_at_one_moment", lambda staged: nullcontext("default"))  # a test has one database
    visitor.run(learner(version))
    gone = prepared(visitor)
    visitor.delete(f"/api/data/{gone.data_id}/")
    backup.back_up(tmp_path / "site.tar")
    before = {each.name: each.read_bytes() for each in folder_of(version.pk).iterdir()}
    file = Path(settings.OWN_DIR) / str(version.data_id) / "files/cats/1.png"
    for folder in (settings.OWN_DIR, settings.OWN_VERSIONS_DIR):
        shutil.rmtree(folder)
    with tarfile.open(tmp_path / "site.tar") as archive:
        assert gone.pk not in "".join(archive.getnames())
        rows = archive.extractfile("rows.jsonl")
        assert rows
        assert version.pk in rows.read().decode()
        restoring._take_files(archive)
    assert {each.name: each.read_bytes() for each in folder_of(version.pk).iterdir()} == before
    assert file.read_bytes() == b"abc" * 100
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_a_backup_that_somebody_changed_writes_nowhere_else(tmp_path: Path) -> None:
    name = f"own/{'0' * 36}/files/../../../evil"
    (tmp_path / "x").write_bytes(b"x")
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.add(tmp_path / "x", name)
    with tarfile.open(tmp_path / "a.tar") as archive, pytest.raises(restoring.CanNotRestore, match="evil"):
        restoring._take_files(archive)
