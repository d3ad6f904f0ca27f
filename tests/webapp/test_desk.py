"""One question at a time: whose turn it is, who is told to wait, and which question of a page counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.webapp.conftest import until
from webapp.allowance import Allowance
from webapp.errors import ApiError
from webapp.runs.doors import desk as desks
from webapp.runs.doors.desk import Asker, Desk


class Crowd:
    """Askers, each in a thread of their own, before a desk that is held until it is let go."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.desk, self.served, self._pool = Desk(), list[str](), pool
        self._is_free = threading.Event()
        self._first = self._pool.submit(self._hold)
        until(lambda: self.desk._is_taken)

    def ask(self, line: str, name: str, what: str, *, is_page: bool = False) -> Future[None]:
        """Stand in line; once this returns, whoever asks next stands behind."""
        before = self.desk.waiting()
        future = self._pool.submit(self._ask, Asker(line, name, is_page), what)
        until(lambda: future.done() or self.desk.waiting() != before or is_page)
        return future

    def end(self) -> list[str]:
        """Let the desk go, and tell what was served, in order."""
        self._is_free.set()
        self._first.result()
        until(lambda: not self.desk.waiting() and not self.desk._is_taken)
        return self.served

    def _hold(self) -> None:
        with self.desk.turn(Asker("holder", "holder")):
            self._is_free.wait(30)

    def _ask(self, asker: Asker, what: str) -> None:
        with self.desk.turn(asker):
            self.served.append(what)


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with ThreadPoolExecutor(100) as pool:
        crowd = Crowd(pool)
        yield crowd
        crowd.end()


def code_of(future: Future[None]) -> str:
    error = future.exception(timeout=30)
    assert isinstance(error, ApiError), error
    return error.code


def test_lines_take_turns_and_so_do_those_who_stand_in_one(crowd: Crowd) -> None:
    for name, what in (("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("b", "b2")):
        crowd.ask("link", name, what)
    crowd.ask("owner", "page", "mine")
    assert crowd.end() == ["a1", "mine", "b1", "a2", "b2", "a3"]


def test_of_a_page_the_newest_question_is_answered_and_the_older_one_told_so(crowd: Crowd) -> None:
    older = crowd.ask("link", "page", "older", is_page=True)
    until(lambda: crowd.desk.waiting() == 1)
    newer = crowd.ask("link", "page", "newer", is_page=True)
    assert code_of(older) == "superseded"
    assert crowd.end() == ["newer"]
    newer.result(30)


def test_so_many_questions_of_one_asker_and_of_one_line_may_wait(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MAX_OF_ASKER", 2)
    monkeypatch.setattr(desks, "MAX_OF_LINE", 3)
    for what in ("1", "2"):
        crowd.ask("link", "a", what)
    assert code_of(crowd.ask("link", "a", "3")) == "too_many_questions"
    crowd.ask("link", "b", "4")
    assert code_of(crowd.ask("link", "c", "5")) == "too_many_questions"
    crowd.ask("another link", "c", "6")
    assert sorted(crowd.end()) == ["1", "2", "4", "6"]


def test_who_waits_too_long_is_told_so_and_leaves_the_line(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "WAIT_S", 0.01)
    with pytest.raises(ApiError) as refused, crowd.desk.turn(Asker("link", "a")):
        pass
    assert refused.value.code == "busy_answering"
    assert crowd.desk.waiting() == 0
    assert crowd.end() == []


def test_an_answer_that_breaks_lets_the_next_one_in() -> None:
    desk = Desk()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), desk.turn(Asker("link", "a")):
            1 / 0  # noqa: B018
    assert not desk._is_taken


def test_what_is_spent_comes_back_with_time_up_to_what_can_be_saved() -> None:
    at = [0.0]
    allowance = Allowance(per_s=2, most=4, now=lambda: at[0])
    for _ in range(5):
        assert allowance.wait_s("a") == 0
        allowance.spend("a", 1)
    assert allowance.wait_s("a") == pytest.approx(0.5)
    assert allowance.wait_s("b") == 0, "each has their own"
    at[0] += 0.5
    assert allowance.wait_s("a") == 0
    at[0] += 1000
    allowance.spend("a", 10)
    assert allowance.wait_s("a") == pytest.approx(3), "no more than 4 were saved up"


def test_whoever_was_quiet_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.allowance.KEPT", 2)
    allowance = Allowance(per_s=1, most=1, now=lambda: 0.0)
    for whose in "abac":
        allowance.spend(whose, 5)
    assert [allowance.wait_s(whose) for whose in "abc"] == [9, 0, 4]
