"""What data look like before any run: asked with a node's parameters, made in a process apart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import msgpack
import pytest

from builder.drawing.problems import InvalidDocument
from tests.webapp.conftest import Visitor
from tests.webapp.test_errors import error_of
from webapp.accounts.models import Visitor as Guest
from webapp.checking import pool as pools
from webapp.checking.pool import Pool
from webapp.errors import TooMany
from webapp.projects import previews

PATH = "/api/data/preview/"
MOONS = b'{"type": "TwoMoons", "params": {"samples": %d}, "part": "training", "is_small": false}'


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(2)
    yield pool
    pool.end()


@pytest.fixture(autouse=True)
def _own_pool(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "pool", pool)


def shown(visitor: Visitor, **asked: Any) -> Any:
    answer = visitor.post(PATH, {"type": "TwoMoons", **asked})
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/vnd.msgpack"
    return msgpack.unpackb(answer.content)


def test_data_are_shown_with_the_parameters_of_their_node(visitor: Visitor) -> None:
    moons, noisy = shown(visitor), shown(visitor, params={"noise": 0.5, "samples": 700})
    assert sum(moons["samples"]) > sum(noisy["samples"]) == 700
    firsts, seconds = moons["counts"][0]["counts"]
    assert [first + second for first, second in zip(firsts, seconds, strict=True)] == moons["samples"]
    assert moons["shown"]["points"] != noisy["shown"]["points"]


def test_another_part_and_what_fits_on_a_node_can_be_asked_for(visitor: Visitor) -> None:
    training, test, small = shown(visitor), shown(visitor, part="test"), shown(visitor, is_small=True)
    assert (training["part"], test["part"]) == ("training", "test")
    assert training["shown"]["points"]["shape"] == [600, 2]
    assert test["shown"]["points"]["shape"] == [test["samples"][2], 2]
    assert small["shown"]["points"]["shape"] == [160, 2]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"type": "Linear"}, 422, "no_data_set"),
        ({"type": "TwoMoons", "params": {"noise": -1}}, 422, "bad_param"),
        ({"type": "TwoMoons", "params": {"samples": 10**9}}, 422, "bad_param"),
        ({"type": "TwoMoons", "part": "all"}, 400, "invalid_request"),
        ({"type": "TwoMoons", "colour": "red"}, 400, "invalid_request"),
        ({}, 400, "invalid_request"),
        (b"{oops", 400, "not_json"),
    ],
)
def test_what_can_not_be_shown_is_told_in_the_one_shape(visitor: Visitor, asked: Any, status: int, code: str) -> None:
    assert error_of(visitor.post(PATH, asked), status)["code"] == code


def test_who_only_looks_at_data_is_not_remembered(visitor: Visitor) -> None:
    shown(visitor)
    assert not Guest.objects.exists()
    assert error_of(visitor.get(PATH), 405)["code"] == "wrong_method"


def test_data_that_take_too_long_are_told_so_and_the_next_are_shown(
    monkeypatch: pytest.MonkeyPatch, pool: Pool
) -> None:
    pool.preview(MOONS % 70, "pupil")
    monkeypatch.setattr(pools, "TIME_S", 0.001)
    with pytest.raises(InvalidDocument, match="can't be made in"):
        pool.preview(MOONS % 20_000, "pupil")
    monkeypatch.undo()
    assert msgpack.unpackb(pool.preview(MOONS % 20_000, "pupil"))["samples"][0] > 14_000


def test_previews_never_stand_before_small_drawings(pool: Pool) -> None:
    first = pool.checkers[0].pid
    assert pool.preview(MOONS % 77, "pupil")
    assert pool.checkers[0].pid == first, "the process for small drawings was not asked"
    assert pool.checkers[1].pid


def test_what_the_front_page_asks_is_answered_by_a_warm_pool_without_asking_anybody(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(2)
    pool.warm()
    pool.end()
    monkeypatch.setattr(previews, "pool", pool)
    monkeypatch.setattr(pool, "_put", None)
    digits = shown(visitor, type="PenDigits", params={}, part="training", is_small=True)
    assert digits["shown"]["kind"] == "pictures"


def test_a_visitor_who_asks_for_too_many_is_told(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "MAX_OF_OWNER", 0)
    with pytest.raises(TooMany):
        pool.preview(MOONS % 84, "greedy")


def test_a_class_that_asks_the_same_shares_one_answer(pool: Pool) -> None:
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda number=number: answers.append(pool.preview(MOONS % 91, f"pupil {number}")))
        for number in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 30
    assert len(set(answers)) == 1
