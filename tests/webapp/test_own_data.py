"""Files of visitors' own come in, in words or not at all, and nothing of what is refused is left behind."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.builder.intake.test_pictures import located
from tests.webapp.conftest import Visitor
from tests.webapp.own import prepared
from tests.webapp.test_errors import error_of
from tests.webapp.test_health import setting
from webapp.own import store, views
from webapp.own.models import OwnData


def new(visitor: Visitor, **facts: Any) -> str:
    answer = visitor.post("/api/data/", facts)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def put(visitor: Visitor, data: str, path: str, content: bytes = b"x") -> Any:
    return visitor.put(f"/api/data/{data}/files/?path={path}", content)


def kept(data: str) -> list[Path]:
    return [each for each in (Path(settings.OWN_DIR) / data).rglob("*") if each.is_file()]


def test_where_a_picture_was_taken_is_not_kept(visitor: Visitor) -> None:
    data, content = new(visitor), located()
    told = put(visitor, data, "garden/1.jpg", content).json()
    assert b"SECRET" in content
    (file,) = kept(data)
    assert b"SECRET" not in file.read_bytes()
    assert told == {"count": 1, "bytes": file.stat().st_size}
    assert file.stat().st_mode & 0o077 == 0


def test_files_come_in_are_replaced_and_go(visitor: Visitor) -> None:
    data = new(visitor, name="Cats and dogs")
    assert put(visitor, data, "cats/1.png", b"abc").json() == {"count": 1, "bytes": 3}
    assert put(visitor, data, "cats/2.png", b"defg").json() == {"count": 2, "bytes": 7}
    assert put(visitor, data, "cats/1.png", b"a").json() == {"count": 2, "bytes": 5}
    told = visitor.get(f"/api/data/{data}/").json()
    assert (told["name"], told["files"]) == ("Cats and dogs", {"count": 2, "bytes": 5})
    assert (told["work"], told["problem"], told["survey"], told["choices"], told["versions"]) == (None,) * 4 + ([],)
    path = f"/api/data/{data}/files/?path="
    assert visitor.delete(path + "cats/1.png").json() == {"count": 1, "bytes": 4}
    assert error_of(visitor.delete(path + "cats/1.png"), 404)["code"] == "not_found"
    assert visitor.delete(path + "cats").json() == {"count": 0, "bytes": 0}
    assert kept(data) == []


def test_data_are_listed_newest_first_with_what_is_taken_and_asking_makes_no_visitor(
    visitor: Visitor, stranger: Visitor
) -> None:
    first, second = new(visitor, name="A"), new(visitor)
    told = visitor.get("/api/data/").json()
    assert [each["id"] for each in told["data"]] == [second, first]
    assert [each["name"] for each in told["data"]] == ["My data", "A"]
    assert told["limits"]["file_bytes"] == 200_000_000
    assert set(told["limits"]) == set(views.SAID)
    assert stranger.get("/api/data/").json()["data"] == []
    assert "sessionid" not in stranger.client.cookies
    assert visitor.patch(f"/api/data/{first}/", {"name": "B"}).json()["name"] == "B"


def test_what_is_kept_is_for_nobody_elses_eyes(visitor: Visitor) -> None:
    before = os.umask(0)
    try:
        data = new(visitor)
        put(visitor, data, "a/b/c.png")
        version = prepared(visitor)
    finally:
        os.umask(before)
    tops = (Path(settings.OWN_DIR) / data, Path(settings.OWN_VERSIONS_DIR) / version.pk)
    for each in (*tops, *(inside for top in tops for inside in top.rglob("*"))):
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600), each


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../a", "a/../b", "a//b", "a\\b", "a%0Ab", ".", "x" * 300, "a/" * 20 + "b"]
)
def test_a_path_that_leads_anywhere_else_is_refused(visitor: Visitor, path: str) -> None:
    data = new(visitor)
    answer = put(visitor, data, path)
    assert error_of(answer, 422)["code"] == "bad_path"
    assert kept(data) == []


def test_a_name_is_no_file_and_folder_at_once(visitor: Visitor) -> None:
    data = new(visitor)
    put(visitor, data, "a", b"12")
    assert error_of(put(visitor, data, "a/b"), 409)["code"] == "bad_path"
    put(visitor, data, "c/d", b"3")
    assert error_of(put(visitor, data, "c"), 409)["code"] == "bad_path"
    assert visitor.get(f"/api/data/{data}/").json()["files"] == {"count": 2, "bytes": 3}
    assert sorted(each.name for each in kept(data)) == ["a", "d"]


@pytest.mark.parametrize(
    ("limit", "code", "status"),
    [
        ({"file_bytes": 10}, "file_too_large", 413),
        ({"all_bytes": 10}, "too_many_bytes", 413),
        ({"files": 1}, "too_many_files", 413),
    ],
)
def test_beyond_a_limit_a_file_is_refused_and_nothing_of_it_is_left(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, limit: dict[str, int], code: str, status: int
) -> None:
    for module in (store, views):
        monkeypatch.setattr(module, "LIMITS", replace(store.LIMITS, **limit))
    data = new(visitor)
    put(visitor, data, "a", b"12345")
    assert error_of(put(visitor, data, "b", b"x" * 11), status)["code"] == code
    assert [each.name for each in kept(data)] == ["a"]
    assert visitor.get(f"/api/data/{data}/").json()["files"] == {"count": 1, "bytes": 5}


def test_a_stream_without_a_length_is_cut_off_as_soon_as_it_is_too_long(visitor: Visitor) -> None:
    data = OwnData.objects.get(pk=new(visitor))
    asked = 0

    def endless(size: int) -> bytes:
        nonlocal asked
        asked += size
        return b"x" * size

    with pytest.raises(Exception, match="too large") as caught:
        store.take(data, "a", endless, room=10**12)
    assert getattr(caught.value, "code", "") == "file_too_large"
    assert asked <= store.LIMITS.file_bytes + 2 * store.CHUNK
    assert kept(str(data.pk)) == []


def test_beyond_the_budget_nothing_more_is_kept(visitor: Visitor) -> None:
    data = new(visitor)
    with setting(owner_mib=1):
        assert put(visitor, data, "a", b"x" * 2**19).status_code == 200
        assert error_of(put(visitor, data, "b", b"x" * 2**20), 429)["code"] == "budget_spent"
    assert [each.name for each in kept(data)] == ["a"]
    assert visitor.get("/api/kept/").json()["bytes"]["used"] >= 2**19
    with setting(owner_mib=0):
        assert error_of(visitor.post("/api/data/"), 429)["code"] == "budget_spent"


def test_so_many_data_are_kept(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MAX_DATA", 2)
    new(visitor)
    new(visitor)
    assert error_of(visitor.post("/api/data/"), 429)["code"] == "too_many_data"


ASKED: list[Callable[[Visitor, str], Any]] = [
    lambda who, data: who.get(f"/api/data/{data}/"),
    lambda who, data: who.patch(f"/api/data/{data}/", {"name": "Mine"}),
    lambda who, data: who.delete(f"/api/data/{data}/"),
    lambda who, data: put(who, data, "a"),
    lambda who, data: who.delete(f"/api/data/{data}/files/?path=a"),
    lambda who, data: who.post(f"/api/data/{data}/survey/"),
    lambda who, data: who.post(f"/api/data/{data}/prepare/", {"choices": {}}),
]


@pytest.mark.parametrize("ask", ASKED)
def test_what_is_somebody_elses_is_not_there(visitor: Visitor, stranger: Visitor, ask: Callable[..., Any]) -> None:
    data = new(visitor)
    put(visitor, data, "a", b"12")
    stranger.project()
    assert error_of(ask(stranger, data), 404)["code"] == "not_found"
    assert visitor.get(f"/api/data/{data}/").json()["files"] == {"count": 1, "bytes": 2}


def test_without_files_there_is_nothing_to_read(visitor: Visitor) -> None:
    assert error_of(visitor.post(f"/api/data/{new(visitor)}/survey/"), 409)["code"] == "no_files"
