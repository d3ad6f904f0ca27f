"""The owner's page: for whoever has a fresh link from the command line, and for nobody else."""

import io
import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from tests.drawings import moons
from tests.webapp.conftest import Visitor
from webapp.accounts.models import Visitor as Row
from webapp.operating import owner_door
from webapp.projects.models import Project
from webapp.runs.models import Run
from webapp.runs.redis_keys import connection
from webapp.telemetry import shared


def link() -> str:
    out = io.StringIO()
    call_command("owner_link", stdout=out)
    return urlsplit(out.getvalue().strip()).path


@pytest.fixture
def owner(stranger: Visitor) -> Visitor:
    assert press(stranger, link()) == 302
    return stranger


def press(who: Visitor, path: str, **fields: str) -> int:
    """A form of the page, sent as a browser sends it."""
    sent = who.client.post(path, {"csrfmiddlewaretoken": "x" * 32, **fields})
    return int(sent.status_code)


def page(owner: Visitor, query: str = "") -> str:
    answer = owner.get(f"/owner/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_for_strangers_there_is_no_such_page(visitor: Visitor) -> None:
    run = visitor.run()
    assert visitor.get("/owner/").status_code == 404
    assert press(visitor, f"/owner/delete-run/{run}/") == 404
    assert visitor.get("/owner/enter/made-up:by:me/").status_code == 404
    assert Run.objects.count() == 1


def test_a_link_is_good_once_and_a_preview_does_not_use_it_up(visitor: Visitor, stranger: Visitor) -> None:
    path = link()
    assert visitor.get(path).status_code == visitor.get(path).status_code == 200
    assert visitor.get("/owner/").status_code == 404
    assert press(visitor, path) == 302
    assert visitor.get("/owner/").status_code == 200
    assert press(stranger, path) == 404
    assert stranger.get("/owner/").status_code == 404


def test_a_link_that_is_too_old_opens_nothing(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    path = link()
    monkeypatch.setattr(owner_door, "LINK_S", -1)
    assert press(visitor, path) == 404


def test_the_owner_gets_another_session_and_stays_the_visitor_that_they_were(visitor: Visitor) -> None:
    project = visitor.project()
    before = visitor.cookie
    press(visitor, link())
    assert visitor.cookie != before
    assert visitor.get(f"/p/{project.pk}/").status_code == 200
    assert press(visitor, "/owner/leave/") == 302
    assert visitor.get("/owner/").status_code == 404
    assert visitor.get(f"/p/{project.pk}/").status_code == 200


def test_the_right_ends_after_some_hours(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    now = owner_door.time.time()
    monkeypatch.setattr(owner_door.time, "time", lambda: now + owner_door.STAYS_S + 1)
    assert owner.get("/owner/").status_code == 404


def test_it_shows_visitors_networks_runs_workers_and_disk(owner: Visitor, visitor: Visitor) -> None:
    run = Run.objects.get(pk=visitor.run())
    shared.tell_once("worker", connection)
    shown = page(owner)
    for told in (
        str(run.pk),
        str(run.project_id),
        str(run.project.owner_id),
        "worker",
        "GiB free",
        "Checkpoints take",
        "OWNER_RUNS",
    ):
        assert told in shown
    assert "queued" in shown
    found = page(owner, f"?find=http://localhost/p/{run.project_id}/")
    assert re.search(r"<td>runs</td><td>1</td><td>2000</td>", found)
    assert "Nobody is known by" in page(owner, "?find=nobody")


def test_what_visitors_write_is_shown_as_text(owner: Visitor, visitor: Visitor) -> None:
    visitor.project()
    Project.objects.update(name="<script>alert(1)</script>")
    assert "<script>" not in page(owner)


def test_the_owner_stops_and_deletes(owner: Visitor, visitor: Visitor) -> None:
    run = visitor.run()
    assert press(owner, f"/owner/stop/{run}/") == 302
    assert Run.objects.get(pk=run).status == "stopped"
    assert press(owner, f"/owner/delete-run/{run}/") == 302
    assert not Run.objects.exists()
    project = Project.objects.get()
    assert press(owner, f"/owner/delete-network/{project.pk}/") == 302
    assert visitor.get(f"/p/{project.pk}/").status_code == 404
    visitor.project()
    person = Project.objects.get().owner_id
    assert press(owner, f"/owner/delete-visitor/{person}/") == 302
    assert not Row.objects.filter(pk=person).exists()
    assert not Project.objects.exists()
    assert press(owner, f"/owner/made-up/{person}/") == 404


def test_the_owner_limits_one_visitor(owner: Visitor, visitor: Visitor) -> None:
    person = visitor.project().owner_id
    assert press(owner, f"/owner/allow/{person}/", allowance="0") == 302
    assert visitor.post("/api/projects/", {"document": moons().model_dump(mode="json")}).status_code == 429
    assert Row.objects.get(pk=person).allowance == 0
    for bad in ("-1", "1001", "many", "²"):
        assert press(owner, f"/owner/allow/{person}/", allowance=bad) == 409
    assert Row.objects.get(pk=person).allowance == 0


def test_an_order_that_did_not_come_from_the_page_is_refused(owner: Visitor, visitor: Visitor) -> None:
    run = visitor.run()
    assert owner.client.post(f"/owner/delete-run/{run}/").status_code == 403
    assert Run.objects.count() == 1
