"""Who is answered next: one question at a time, so that training and pages stay quick, and everybody gets a turn.

Links and owners take turns, whoever asks more; so do the pages that ask through one link. Of one page the newest
question counts: a hand that draws asks again before it is answered.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from webapp.errors import ApiError, TooMany

MAX_OF_ASKER, MAX_OF_LINE = 16, 64
"""Questions that wait: of one asker, and of all who stand in one line."""
WAIT_S = 15.0
AGAIN_S = 1
"""After how long to ask again who found the line full."""


@dataclass(frozen=True)
class Asker:
    """Who asks: the line they stand in (a link, or an owner), and who they are in it (a page, or an address)."""

    line: Hashable
    name: Hashable
    is_page: bool = False


@dataclass(eq=False)
class _Question:
    asker: Asker
    is_called: threading.Event = field(default_factory=threading.Event)
    is_superseded: bool = False


class Desk:
    """One desk of a web process; whoever asks waits in a thread of their own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: OrderedDict[Hashable, OrderedDict[Hashable, deque[_Question]]] = OrderedDict()
        self._is_taken = False

    @contextmanager
    def turn(self, asker: Asker) -> Iterator[None]:
        """Inside, nobody else is answered.

        Raises:
            ApiError: ``superseded``: the same page has asked anew.
            TooMany: ``too_many_questions`` wait already, or ``busy_answering``: the turn did not come in time.
        """
        question = self._stand_in_line(asker)
        if not question.is_called.wait(WAIT_S) and self._has_left(question):
            raise TooMany("busy_answering", "Others are asking their networks.", "Try again in a moment.", AGAIN_S)
        if question.is_superseded:
            raise ApiError(409, "superseded", "A newer question of this page is being answered.", "Wait for that one.")
        try:
            yield
        finally:
            with self._lock:
                self._is_taken = False
                self._call()

    def waiting(self) -> int:
        """How many questions wait."""
        with self._lock:
            return sum(len(questions) for line in self._lines.values() for questions in line.values())

    def _stand_in_line(self, asker: Asker) -> _Question:
        question = _Question(asker)
        with self._lock:
            line = self._lines.get(asker.line, OrderedDict())
            mine = line.get(asker.name, deque())
            if asker.is_page:
                _supersede(mine)
            if len(mine) >= MAX_OF_ASKER:
                raise _too_many(f"{len(mine)} questions of yours wait to be answered.")
            if sum(map(len, line.values())) >= MAX_OF_LINE:
                raise _too_many(f"{MAX_OF_LINE} others wait to be answered.")
            mine.append(question)
            line[asker.name] = mine
            self._lines[asker.line] = line
            self._call()
        return question

    def _call(self) -> None:
        """The next one, if the desk is free: of the line, and there of the asker, served longest ago."""
        if self._is_taken or not self._lines:
            return
        name, line = next(iter(self._lines.items()))
        who, questions = next(iter(line.items()))
        question = questions.popleft()
        line.move_to_end(who)
        self._lines.move_to_end(name)
        self._tidy(question.asker)
        self._is_taken = True
        question.is_called.set()

    def _has_left(self, question: _Question) -> bool:
        """Take a question out of the line; whether it was still there."""
        with self._lock:
            if question.is_called.is_set():
                return False
            asker = question.asker
            self._lines[asker.line][asker.name].remove(question)
            self._tidy(asker)
            return True

    def _tidy(self, asker: Asker) -> None:
        line = self._lines[asker.line]
        if not line[asker.name]:
            del line[asker.name]
        if not line:
            del self._lines[asker.line]


def _supersede(questions: deque[_Question]) -> None:
    """The older questions of a page are answered with a refusal."""
    while questions:
        older = questions.popleft()
        older.is_superseded = True
        older.is_called.set()


def _too_many(message: str) -> TooMany:
    return TooMany("too_many_questions", message, "Wait for their answers.", AGAIN_S)


desk = Desk()
