"""What is kept of a person: counted, bounded, cleaned by the stated rule, exported, deleted."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.drawings import moons
from tests.webapp.conftest import Visitor, closed_with
from tests.webapp.test_health import setting
from tests.webapp.test_sweeps import start
from webapp.accounts import visits
from webapp.accounts.models import Visitor as Row
from webapp.operating.cleaning import clean_up
from webapp.projects.models import Project
from webapp.runs.files import checkpoints
from webapp.runs.models import Run, Segment
from webapp.runs.redis_keys import connection, events_key
from webapp.runs.worker.serve import serve
from webapp.sharing.models import Share


def trained(visitor: Visitor) -> Run:
    run = Run.objects.get(pk=visitor.run())
    serve("cpu", boot="test")
    run.refresh_from_db()
    assert run.status == "finished"
    return run


def kept(visitor: Visitor) -> dict[str, Any]:
    told: dict[str, Any] = visitor.get("/api/kept/").json()
    return told


def unseen_for(days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Row.objects.update(seen_at=then)
    Project.objects.update(updated_at=then)
    visits._seen.cache_clear()


def told(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_visitor_is_told_what_they_use_of_their_budget(visitor: Visitor) -> None:
    assert kept(visitor)["bytes"] == {"used": 0, "allowed": 20_480 * 2**20}
    trained(visitor)
    use = kept(visitor)
    assert (use["networks"]["used"], use["runs"]["used"], use["days"]) == (1, 1, 365)
    files = list(checkpoints(Run.objects.get().pk).iterdir())
    assert use["checkpoints"]["used"] == len(files)
    assert use["bytes"]["used"] > sum(file.stat().st_size for file in files) > 0


@pytest.mark.parametrize(
    ("limit", "what"), [({"owner_networks": 1}, "keep 1 networks"), ({"owner_mib": 0}, "takes 0 MiB")]
)
def test_a_network_beyond_the_budget_is_refused_in_words(visitor: Visitor, limit: dict[str, int], what: str) -> None:
    visitor.project()
    with setting(**limit):
        answer = visitor.post("/api/projects/", {"document": moons().model_dump(mode="json")})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (429, "budget_spent")
    assert what in error["message"]
    assert "Delete" in error["hint"]
    assert visitor.post("/api/projects/", {"document": moons().model_dump(mode="json")}).status_code == 201


def test_a_run_or_a_sweep_beyond_the_budget_is_refused(visitor: Visitor) -> None:
    project = visitor.project()
    document = moons(epochs=2).model_dump(mode="json")
    with setting(owner_runs=1):
        assert visitor.post(f"/api/projects/{project.pk}/runs/", {"document": document}).status_code == 201
        error = visitor.post(f"/api/projects/{project.pk}/runs/", {"document": document}).json()["error"]
        assert error["code"] == "budget_spent"
        assert Run.objects.count() == 1
    with setting(owner_runs=6):  # one is there, and a sweep of six would be one too many
        assert start(visitor, status=429)["error"]["code"] == "budget_spent"


def test_an_owner_can_be_allowed_less_or_more(visitor: Visitor) -> None:
    visitor.project()
    Row.objects.update(allowance=0)
    assert visitor.post("/api/projects/", {"document": moons().model_dump(mode="json")}).status_code == 429
    Row.objects.update(allowance=200)
    assert kept(visitor)["networks"]["allowed"] == 1000


def test_who_was_not_seen_for_so_long_is_removed_with_all_that_they_made(visitor: Visitor, stranger: Visitor) -> None:
    run = trained(visitor)
    stays = stranger.project()
    visitor.share(run.project_id)
    unseen_for(31)
    stranger.get("/api/projects/")
    with setting(guest_days=30):
        assert told("clean_up", "--dry-run") == "1 guests would be removed.\n"
        assert clean_up() == 1
        assert clean_up() == 0
    assert list(Project.objects.all()) == [stays]
    assert not checkpoints(run.pk).exists()
    assert not connection().exists(events_key(run.pk))
    assert (Run.objects.count(), Segment.objects.count(), Share.objects.count(), Row.objects.count()) == (0, 0, 0, 1)


def test_nobody_is_removed_who_came_or_drew_or_trains_or_where_nothing_goes(visitor: Visitor) -> None:
    run = visitor.run()
    unseen_for(400)
    with setting(guest_days=0):
        assert clean_up() == 0
    assert clean_up() == 0  # its run waits
    Run.objects.filter(pk=run).update(status="paused")
    Project.objects.update(updated_at=timezone.now())
    assert clean_up() == 0  # it was edited
    unseen_for(400)
    visitor.get("/api/projects/")
    assert clean_up() == 0  # they came
    unseen_for(400)
    assert clean_up() == 1
    assert visitor.get("/api/projects/").json()["projects"] == []
    visitor.project()  # their cookie is still good for a new beginning


@pytest.mark.parametrize("by", ["network", "address", "run", "share", "id"])
def test_all_of_one_person_is_exported(visitor: Visitor, stranger: Visitor, tmp_path: Path, by: str) -> None:
    run, other = trained(visitor), stranger.project()
    share = visitor.share(run.project_id)
    named = {
        "network": str(run.project_id),
        "address": f"http://localhost/p/{run.project_id}/",
        "run": str(run.pk),
        "share": share["url"],
        "id": str(run.project.owner_id),
    }
    told("export_person", named[by], str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = archive.namelist()
        folder = f"networks/{run.project_id}"
        assert json.loads(archive.read(f"{folder}/drawing.json")) == run.project.document
        curves = visitor.get(f"/api/runs/{run.pk}/curves/").content
        assert archive.read(f"{folder}/runs/{run.pk}/curves.csv") == curves
        assert share["token"].encode() in archive.read(f"{folder}/shares.json")
        for file in checkpoints(run.pk).iterdir():
            assert archive.read(f"{folder}/runs/{run.pk}/{file.name}") == file.read_bytes()
    assert not [name for name in names if str(other.pk) in name]


def test_all_of_one_person_is_deleted_and_who_watches_is_told(server: Any, visitor: Visitor, stranger: Visitor) -> None:
    run, other = trained(visitor), stranger.project()
    with server.connect(f"/ws/projects/{run.project_id}/room/", visitor) as room:
        room.recv(timeout=60)
        assert "This would delete" in told("delete_person", str(run.pk))
        assert Project.objects.count() == 2
        told("delete_person", str(run.pk), "--yes")
        assert closed_with(room) == 4404
    assert list(Project.objects.all()) == [other]
    assert Row.objects.count() == Session.objects.count() == 1
    assert not checkpoints(run.pk).exists()


def test_somebody_unknown_is_said_to_be_so(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody is known by 'nobody'"):
        told("delete_person", "nobody", "--yes")


def test_the_privacy_page_says_what_the_settings_say(db: None, visitor: Visitor) -> None:
    def said() -> str:
        return re.sub(r"\s+", " ", visitor.get("/privacy/").content.decode())

    with setting(guest_days=47, owner_mib=123):
        assert "nobody has visited for 47 days" in said()
        assert "123 MiB" in said()
    with setting(guest_days=0):
        assert "Nothing is removed by itself" in said()
    assert "sessionid" not in visitor.client.cookies
