"""A GET makes nothing: a visitor and a network exist from the first edit, run, share link or name on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core import signing

import builder
from tests.tab import Tab
from tests.webapp.conftest import Server, Visitor, until
from tests.webapp.test_pages import config_of
from webapp.accounts.drafts import COOKIE, MOST, Draft
from webapp.accounts.models import Visitor as Row
from webapp.projects.models import Project

FIRST = next(iter(builder.STARTERS.values()))


def opened(visitor: Visitor, key: str = "") -> str:
    """The network that somebody sees who opens a starter."""
    return str(config_of(visitor.client.get(f"/new/{key}/" if key else "/new/", follow=True))["project"])


def listed(visitor: Visitor) -> list[str]:
    """The networks of their own that somebody sees on the front page."""
    return [each["id"] for each in config_of(visitor.client.get("/"))["gallery"]["networks"]]


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
    assert listed(looker) == [project]
    assert opened(looker) != project, "what is theirs is no starter to look at any more"
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
    assert listed(looker) == [project]
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
    assert str(Project.objects.get().pk) == again
    assert listed(looker) == [again]
    assert looker.delete(f"/api/projects/{again}/").status_code == 204
    assert looker.get(f"/p/{again}/").status_code == 404, "it is gone, and no starter to look at either"


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


def test_starters_that_are_looked_at_side_by_side_are_each_somebodys_own(looker: Browser) -> None:
    xor, moons = opened(looker, "xor"), opened(looker, "two-moons-mlp")
    assert opened(looker, "xor") == xor != moons
    assert listed(looker) == []
    assert nothing_is_stored()
    for key, project in (("xor", xor), ("two-moons-mlp", moons)):
        document = builder.STARTERS[key].document.model_dump(mode="json")
        assert looker.get(f"/api/projects/{project}/").json()["document"] == document
        assert looker.post(f"/api/projects/{project}/runs/", {"document": document}).status_code == 201
    assert {*listed(looker)} == {xor, moons}
    assert Row.objects.count() == 1


def test_of_many_that_were_only_looked_at_the_first_ones_are_forgotten(looker: Browser) -> None:
    keys = [*builder.STARTERS][: MOST + 1]
    first, *_, last = (opened(looker, key) for key in keys)
    assert looker.get(f"/p/{first}/").status_code == 404
    assert looker.get(f"/p/{last}/").status_code == 200


def test_a_cookie_of_before_there_could_be_several_still_opens_its_network(looker: Browser) -> None:
    project = opened(looker, "xor")
    draft = Draft.of_cookies({COOKIE: looker.client.cookies[COOKIE].value})
    assert draft
    told = {"visitor_id": str(draft.visitor_id), "project_id": project, "starter": "xor", "is_known": "False"}
    looker.client.cookies[COOKIE] = signing.dumps(told, salt=COOKIE)
    assert config_of(looker.get(f"/p/{project}/"))["name"] == builder.STARTERS["xor"].title


def test_an_order_to_train_is_left_to_the_page_and_an_unknown_starter_is_not_found(looker: Browser) -> None:
    assert looker.get("/new/xor/?train").headers["Location"].endswith("/?train")
    assert looker.get("/new/nothing/").status_code == 404
    assert nothing_is_stored()
