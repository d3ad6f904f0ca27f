"""Checks in processes of their own: small drawings go first, visitors take turns, a newer state ends the older."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from builder.drawing.document import Document
from builder.drawing.problems import InvalidDocument
from tests.bench.test_builder import deep
from tests.drawings import moons
from tests.webapp.conftest import Visitor, until
from webapp.checking import pool as pools
from webapp.checking.pool import Pool
from webapp.errors import ApiError, TooMany


@pytest.fixture(scope="module")
def warm() -> Iterator[Pool]:
    pool = Pool(2)
    pool.warm()
    yield pool
    pool.end()


@pytest.fixture
def pool(warm: Pool) -> Pool:
    warm._known.clear()
    return warm


def text(document: Document) -> bytes:
    return document.model_dump_json().encode()


def large(number: int = 0) -> bytes:
    """Half a second of work, and no small one."""
    document = deep(300)
    return text(document.model_copy(update={"training": document.training.model_copy(update={"seed": number})}))


@pytest.fixture
def asking() -> Iterator[Callable[..., Any]]:
    with ThreadPoolExecutor(40) as threads:
        yield threads.submit


def test_a_small_drawing_is_answered_while_large_ones_wait(pool: Pool, asking: Callable[..., Any]) -> None:
    slow = [asking(pool.answer, large(number), f"vandal {number}") for number in range(8)]
    until(lambda: len(pool._running) == 1)
    told = json.loads(pool.answer(text(moons()), "pupil"))
    assert told["report"]["is_trainable"]
    assert not all(each.done() for each in slow)
    assert all(json.loads(each.result(120))["report"]["is_trainable"] for each in slow)


def test_visitors_take_turns(pool: Pool, asking: Callable[..., Any]) -> None:
    order: list[str] = []

    def ask(number: int, owner: str) -> None:
        pool.answer(large(number), owner)
        order.append(owner)

    many = [asking(ask, number, "many") for number in range(10, 14)]
    until(lambda: len(pool._waiting.get("many", ())) == 3)
    asking(ask, 14, "one").result(120)
    assert order.count("many") <= 2
    for each in many:
        each.result(120)


def test_the_next_edit_of_a_tab_ends_the_check_before_it(pool: Pool, asking: Callable[..., Any]) -> None:
    before = asking(pool.answer, large(20), "pupil", "tab")
    until(lambda: pool._running)
    process = pool.checkers[1].pid
    after = asking(pool.answer, large(21), "pupil", "tab")
    with pytest.raises(ApiError, match="newer state"):
        before.result(60)
    assert json.loads(after.result(120))["source"]
    assert pool.checkers[1].pid == process, "it was asked to stop, not killed"


def test_equal_questions_share_one_answer(pool: Pool, asking: Callable[..., Any]) -> None:
    pool.answer(large(29), "first")
    process = pool.checkers[1].pid
    assert process
    os.kill(process, signal.SIGSTOP)  # it must not be done before all have asked
    asked = [asking(pool.answer, large(30), f"pupil {number}") for number in range(12)]
    until(lambda: pool._running and len(next(iter(pool._running.values())).askers) == 12)
    assert not pool._waiting
    os.kill(process, signal.SIGCONT)
    assert len({each.result(120) for each in asked}) == 1


def test_a_visitor_who_asks_too_much_is_told(pool: Pool, asking: Callable[..., Any]) -> None:
    process = pool.checkers[1].pid
    assert process
    os.kill(process, signal.SIGSTOP)  # it must not be done with one before all have asked
    for number in range(pools.MAX_OF_OWNER + 1):
        asking(pool.answer, large(40 + number), "greedy", f"tab {number}")
    until(lambda: len(pool._waiting.get("greedy", ())) == pools.MAX_OF_OWNER)
    with pytest.raises(TooMany):
        pool.answer(large(99), "greedy")
    with pool._news:
        for number in range(pools.MAX_OF_OWNER + 1):
            pool._supersede(("greedy", f"tab {number}"))
    os.kill(process, signal.SIGCONT)


def test_a_drawing_that_takes_too_long_is_told_so_and_the_next_one_is_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = Pool(2)
    monkeypatch.setattr(pools, "TIME_S", 0.05)
    with pytest.raises(InvalidDocument, match="can't be checked in"):
        pool.answer(large(50), "pupil")
    pool.end()


def test_a_process_that_was_killed_is_replaced_and_the_other_one_goes_on(pool: Pool) -> None:
    first, second = [checker.pid for checker in pool.checkers]
    assert first
    os.kill(first, signal.SIGKILL)
    assert json.loads(pool.answer(large(60), "pupil"))["source"]
    assert second
    assert pool.checkers[1].pid == second
    os.kill(second, signal.SIGKILL)
    assert json.loads(pool.answer(text(moons(epochs=3)), "pupil"))["source"]
    assert pool.checkers[0].pid != first


def test_five_thousand_nodes_and_one_more_are_told_in_words(visitor: Visitor) -> None:
    nodes = {f"n{i}": {"type": "ReLU"} for i in range(5_001)}
    answer = visitor.post("/api/check/", {"blocks": {"main": {"nodes": nodes}}})
    assert answer.status_code == 422
    assert "at most 5,000 nodes" in answer.json()["error"]["message"]


def test_the_threads_of_the_pool_do_not_hold_the_process_up() -> None:
    assert all(thread.daemon for thread in threading.enumerate() if thread.name.startswith("checks-"))
