"""A network is asked by its share link where its owner allows it, within limits, and by nobody else."""

from __future__ import annotations

import json
import re
import shlex
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from tests.drawings import moons
from tests.webapp.conftest import Server, Visitor
from tests.webapp.test_errors import error_of
from webapp.allowance import Allowance
from webapp.projects.models import Project
from webapp.runs.doors import answering
from webapp.runs.models import Run
from webapp.runs.worker.advance import advance
from webapp.sharing.models import Share

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ask-by-link.md"
POINT = {"fields": {"point": [0.5, -0.2]}}


@pytest.fixture(autouse=True)
def _nothing_spent() -> None:
    for each in (answering.questions_of_link, answering.questions_of_address, answering.seconds_of_link):
        each._left.clear()


class Shared:
    """A network that has learned, and a link to it."""

    def __init__(self, owner: Visitor) -> None:
        self.owner = owner
        self.run = owner.run(moons(epochs=2))
        advance(UUID(self.run), boot="this-boot", waiting=lambda: 0)
        self.project = Project.objects.get()
        self.link = owner.share(self.project.pk)

    def get(self, query: str) -> HttpResponse:
        """As a program asks that has nothing but the link."""
        return Client(SERVER_NAME="localhost").get(f"/api/shared/ask/?share={self.link['token']}{query}")

    def post(self, body: Any) -> HttpResponse:
        client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        return client.post(f"/api/shared/ask/?share={self.link['token']}", json.dumps(body), "application/json")

    def predict(self, who: Visitor) -> HttpResponse:
        return who.post(f"/api/runs/{self.run}/predict/", POINT, **{"X-Share-Token": self.link["token"]})

    def asks(self, who: Visitor) -> HttpResponse:
        return who.get(f"/api/runs/{self.run}/asks/", **{"X-Share-Token": self.link["token"]})


@pytest.fixture
def shared(visitor: Visitor) -> Shared:
    return Shared(visitor)


def test_the_link_answers_as_the_owners_page_does(shared: Shared, visitor: Visitor, stranger: Visitor) -> None:
    right = visitor.post(f"/api/runs/{shared.run}/predict/", POINT).json()
    number = Run.objects.get().number
    asked = (
        "&point=0.5,-0.2",
        "&point=[0.5,-0.2]",
        f"&point=0.5,-0.2&run={number}",
        f"&point=0.5,-0.2&run={shared.run}",
    )
    for query in asked:
        assert shared.get(query).json() == right, query
    assert shared.post(POINT).json() == right
    assert shared.predict(stranger).json() == right
    assert shared.asks(stranger).json()["fields"][0]["name"] == "point"


def test_asking_by_link_writes_nothing(shared: Shared) -> None:
    before = Session.objects.count()
    answer = shared.get("&point=0.5,-0.2")
    assert answer.status_code == 200
    assert not answer.cookies
    assert Session.objects.count() == before


def test_where_the_owner_does_not_allow_it_a_link_is_there_to_watch(
    shared: Shared, visitor: Visitor, stranger: Visitor
) -> None:
    token = {"X-Share-Token": shared.link["token"]}
    assert stranger.get("/api/shared/", **token).json()["may_ask"]
    assert stranger.patch(f"/api/shares/{shared.link['id']}/", {"may_ask": False}).status_code == 404
    assert visitor.patch(f"/api/shares/{shared.link['id']}/", {"may_ask": False}).json()["may_ask"] is False
    for answer in (shared.get("&point=0,0"), shared.post(POINT), shared.predict(stranger), shared.asks(stranger)):
        error = error_of(answer, 403)
        assert error["code"] == "asking_not_allowed"
        assert "Others may ask it" in error["hint"]
    assert stranger.get(f"/api/runs/{shared.run}/", **token).status_code == 200
    assert stranger.get("/api/shared/", **token).json()["may_ask"] is False
    assert shared.predict(visitor).status_code == 200, "its owner may, by whichever address"
    visitor.patch(f"/api/shares/{shared.link['id']}/", {"may_ask": True})
    assert shared.get("&point=0,0").status_code == 200


def test_a_link_of_before_lets_nobody_ask_until_its_owner_says_so(shared: Shared) -> None:
    assert not Share(project=shared.project).may_ask
    assert shared.link["may_ask"], "a new one does, unless they say otherwise"
    assert not shared.owner.share(shared.project.pk, may_ask=False)["may_ask"]


def test_a_withdrawn_link_is_gone_and_a_forged_one_was_never_there(shared: Shared, stranger: Visitor) -> None:
    shared.owner.delete(f"/api/shares/{shared.link['id']}/")
    for answer in (shared.get("&point=0,0"), shared.post(POINT), shared.predict(stranger), shared.asks(stranger)):
        assert error_of(answer, 410)["code"] == "link_revoked"
    shared.link["token"] = "forged"
    for answer in (shared.get("&point=0,0"), shared.post(POINT), shared.predict(stranger), shared.asks(stranger)):
        assert error_of(answer, 404)["code"] == "not_found"
    assert error_of(Client(SERVER_NAME="localhost").get("/api/shared/ask/"), 404)["code"] == "not_found"


def test_a_link_reaches_no_run_of_another_network(shared: Shared, visitor: Visitor) -> None:
    other = visitor.run(moons(epochs=1))
    assert error_of(shared.get(f"&point=0,0&run={other}"), 404)["code"] == "not_found"
    error = error_of(shared.get("&point=0,0&run=7"), 404)
    assert "no run 7" in error["message"]
    assert error["hint"] == f"Its runs are: {Run.objects.get(pk=shared.run).number}."
    assert error_of(shared.get("&point=0,0&run=latest"), 404)["code"] == "not_found"


def test_bad_questions_are_told_in_words(shared: Shared) -> None:
    for query in ("&point=1,2,3", "&point=", "&x=1,2", "", "&point=nan,1", "&point=0,0&weights=finest"):
        answer = shared.get(query)
        error = error_of(answer, answer.status_code)
        assert answer.status_code in (400, 422), query
        assert error["message"] != error["code"], query
    assert error_of(shared.get("&point=" + "[" * 5_000), 422)["code"] == "bad_input"


def test_before_it_has_learned_anything_the_link_says_so(visitor: Visitor) -> None:
    visitor.run(moons(epochs=1))
    token = visitor.share(Project.objects.get().pk)["token"]
    answer = Client(SERVER_NAME="localhost").get(f"/api/shared/ask/?share={token}&point=0,0")
    assert error_of(answer, 409)["code"] == "no_checkpoint"


@pytest.mark.parametrize("name", ["questions_of_link", "questions_of_address"])
def test_who_asks_too_often_is_told_when_to_ask_again(
    shared: Shared, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(answering, name, Allowance(per_s=0.25, most=1, now=lambda: 0.0))
    monkeypatch.setattr(answering, "PATIENCE_S", 0.0)
    answers = [shared.get("&point=0,0") for _ in range(4)]
    assert [each.status_code for each in answers[:2]] == [200, 200]
    error = error_of(answers[-1], 429)
    assert error["code"] == "asked_too_often"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 4
    assert f"Ask again in {answers[-1].headers['Retry-After']} s" in error["hint"]
    assert shared.predict(visitor).status_code == 200, "its owner is not counted"


def test_who_asks_a_little_too_fast_is_held_up_and_answered(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "questions_of_link", Allowance(per_s=20, most=1, now=lambda: 0.0))
    held_up: list[float] = []
    monkeypatch.setattr(answering, "sleep", held_up.append)
    assert {shared.get("&point=0,0").status_code for _ in range(6)} == {200}
    assert held_up
    assert max(held_up) <= answering.PATIENCE_S


def test_a_link_whose_answers_take_long_is_answered_for_half_of_the_time(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "seconds_of_link", Allowance(per_s=1e-3, most=1e-6))
    assert shared.get("&point=0,0").status_code == 200
    answer = shared.get("&point=0,0")
    assert error_of(answer, 429)["code"] == "asked_too_often"
    assert int(answer.headers["Retry-After"]) >= 1


def test_a_body_that_is_too_large_is_refused(shared: Shared) -> None:
    assert error_of(shared.post({"fields": {"point": "x" * 3_000_000}}), 413)["code"] == "document_too_large"


def test_forty_phones_that_ask_at_once_are_all_answered(server: Server, visitor: Visitor) -> None:
    shared = Shared(visitor)
    right = shared.get("&point=0.5,-0.2").json()
    body, kind = json.dumps(POINT), {"Content-Type": "application/json"}

    def ask(phone: int) -> Any:
        line = HTTPConnection("localhost", server.port)
        line.request("POST", f"/api/shared/ask/?share={shared.link['token']}&tab={phone}", body, kind)
        return json.load(line.getresponse())

    with ThreadPoolExecutor(40) as pool:
        assert list(pool.map(ask, range(40))) == [right] * 40


EXAMPLES = [block for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S) if "curl" in block]


def test_the_examples_of_the_documentation_answer_as_it_says(shared: Shared) -> None:
    assert len(EXAMPLES) >= 3
    for block in EXAMPLES:
        command, _, said = block.partition("\n# ")
        answer = as_curl(command, shared)
        assert answer.status_code == 200, (command, answer.content)
        for name in re.findall(r"`(\w+)`", said):
            assert name in answer.content.decode(), (command, name)


def as_curl(command: str, shared: Shared) -> HttpResponse:
    """Send what a shell and curl would make of a command."""
    for name, value in (("SITE", "http://localhost"), ("TOKEN", shared.link["token"]), ("RUN", "1")):
        command = command.replace(f"${name}", value)
    curl, *words = shlex.split(command.replace("\\\n", " "))
    assert curl == "curl"
    headers, body, client = {}, None, Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    url = next(word for word in words if word.startswith("http"))
    for option, value in pairwise(words):
        if option == "-H":
            headers.update([value.split(": ")])
        if option == "-d":
            body = value
    where = urlsplit(url)
    address = f"{where.path}?{where.query}"
    if body is None:
        return client.get(address, headers=headers)
    return client.post(address, body, headers.get("Content-Type", ""), headers=headers)
