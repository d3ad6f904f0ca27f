"""A GET makes nothing: a visitor and a network exist from the first edit, run, share link or name on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session

import builder
from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, until
from tests.webapp.test_pages import config_of
from webapp.accounts.drafts import COOKIE
from webapp.accounts.models import Visitor as Row
from webapp.projects.models import Project

FIRST = next(iter(builder.STARTERS.values()))


def opened(visitor: Visitor) -> str:
    """The network that somebody sees who opens the front page."""
    return str(config_of(visitor.client.get("/", follow=True))["project"])


def nothing_is_stored() -> bool:
    return not (Row.objects.exists() or Project.objects.exists() or Session.objects.exists())


class Browser(Visitor):
    """Sends every cookie that it has with its sockets too."""

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())


@pytest.fixture
def looker(db: None) -> Browser:
    return Browser()


def test_everything_that_a_page_asks_for_while_nobody_edits_makes_nothing(looker: Browser) -> None:
    project = opened(looker)
    asked = ("", "runs/", "shares/", "sweeps/", "runs/drawings/")
    answers = [looker.get(f"/api/projects/{project}/{path}") for path in asked]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert answers[0].json()["document"] == FIRST.document.model_dump(mode="json")
    assert answers[0].json()["is_owner"]
    assert [each["id"] for each in looker.get("/api/projects/").json()["projects"]] == [project]
    assert looker.post("/api/check/", answers[0].json()["document"]).status_code == 200
    assert nothing_is_stored()


def runs(looker: Browser, project: str) -> int:
    document = FIRST.document.model_dump(mode="json")
    return looker.post(f"/api/projects/{project}/runs/", {"document": document}).status_code


MAKING: dict[str, Callable[[Browser, str], int]] = {
    "run": runs,
    "share": lambda looker, project: looker.post(f"/api/projects/{project}/shares/").status_code,
    "name": lambda looker, project: looker.patch(f"/api/projects/{project}/", {"name": "Mine"}).status_code,
}


@pytest.mark.parametrize("how", MAKING)
def test_a_run_a_share_link_and_a_name_make_the_network_under_its_address(looker: Browser, how: str) -> None:
    project = opened(looker)
    assert MAKING[how](looker, project) in (200, 201)
    assert str(Project.objects.get().pk) == project
    assert Session.objects.count() == 1
    assert opened(looker) == project
    assert [each["id"] for each in looker.get("/api/projects/").json()["projects"]] == [project]


def test_the_first_edit_makes_the_network_and_every_tab_sees_it(
    server: Server, transactional_db: None, looker: Browser
) -> None:
    project = opened(looker)
    path = f"/ws/projects/{project}/room/"
    with server.connect(path, looker) as first, server.connect(path, looker) as second:
        one, other = Tab(first).sync(), Tab(second).sync()
        assert {*one.nodes()} == {*other.nodes()} == {*FIRST.document.graph.nodes}
        assert nothing_is_stored()
        one.add("mine")
        other.take_until(lambda: "mine" in other.nodes())
        one.take_until(lambda: one.stored)
        other.add("too")
        one.take_until(lambda: "too" in one.nodes())
        other.take_until(lambda: other.stored)
        assert one.state_bytes() == other.state_bytes()
    until(lambda: {"mine", "too"} <= Project.objects.get(pk=project).document["blocks"]["main"]["nodes"].keys())
    assert opened(looker) == project
    assert Session.objects.count() == 1


def test_another_tab_hears_of_a_run_that_made_the_network(
    server: Server, transactional_db: None, looker: Browser
) -> None:
    project = opened(looker)
    with server.connect(f"/ws/projects/{project}/room/", looker) as socket:
        tab = Tab(socket).sync()
        assert runs(looker, project) == 201
        tab.take_until(lambda: 101 in tab.told)


def test_who_deleted_their_last_network_looks_at_a_starter_again_and_may_draw_on_it(looker: Browser) -> None:
    last = looker.project()
    assert looker.delete(f"/api/projects/{last.pk}/").status_code == 204
    again = opened(looker)
    assert again != str(last.pk)
    assert not Project.objects.exists()
    assert runs(looker, again) == 201
    assert str(Project.objects.get().pk) == again == opened(looker)


def test_nobody_else_sees_it_and_a_forged_cookie_opens_nothing(looker: Browser, stranger: Visitor) -> None:
    project = opened(looker)
    assert stranger.get(f"/p/{project}/").status_code == 404
    stranger.client.cookies[COOKIE] = looker.client.cookies[COOKIE].value[:-2] + "xx"
    assert stranger.get(f"/p/{project}/").status_code == 404
    assert stranger.get(f"/api/projects/{project}/").status_code == 404
    assert nothing_is_stored()


def test_a_class_that_only_looks_leaves_nothing(db: None) -> None:
    seen = {opened(Visitor()) for _ in range(40)}
    assert len(seen) == 40
    assert nothing_is_stored()


def test_a_key_that_somebody_planted_is_not_the_key_of_who_comes_to_own_something(looker: Browser) -> None:
    planted = "a" * 32
    looker.client.cookies["sessionid"] = planted
    assert runs(looker, opened(looker)) == 201
    assert looker.client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(pk=planted).exists()
