"""Who is checked next: small drawings never wait for large ones, visitors take turns, equal questions are one."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field

from builder.drawing.document import MAX_NODES, Document
from builder.drawing.problems import InvalidDocument, Problem
from webapp.checking.child import CHECK, FIT, PREVIEW, REFUSED, SUPERSEDED, answered
from webapp.checking.process import Checker, Gone
from webapp.config import CORES
from webapp.errors import ApiError, TooMany

log = logging.getLogger(__name__)

SMALL_BYTES = 100_000
"""Some 450 nodes: checked in a few hundredths of a second."""
TIME_S = 30.0
MAX_OF_OWNER, MAX_WAITING = 8, 400
KEPT, KEPT_BYTES = 64, 32_000_000
FIRST_PREVIEW = b'{"type":"PenDigits","params":{},"part":"training","is_small":true}'
"""What the front page asks: remembered."""


@dataclass(eq=False)
class Job:
    """One question, about a drawing or the data of a node, for all who asked it."""

    question: bytes
    owner: Hashable
    askers: dict[Future[bytes], Hashable] = field(default_factory=dict)

    @property
    def is_small(self) -> bool:
        """A drawing that is checked in a moment; data may take longer."""
        return self.question[:1] == CHECK and len(self.question) <= SMALL_BYTES


class Pool:
    """Some processes that check. The first takes small drawings alone; the others take whatever waits."""

    def __init__(self, processes: int | None = None) -> None:
        many = max(2, min(4, CORES)) if processes is None else processes
        second, *others = [Checker(is_patient=True) for _ in range(many - 1)]
        self.checkers = [Checker(is_patient=False, brings=second), second, *others]
        self._news = threading.Condition()
        self._waiting: OrderedDict[Hashable, deque[Job]] = OrderedDict()
        self._running: dict[Checker, Job] = {}
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._threads: list[threading.Thread] = []
        self.is_warm = False
        """Until the first process is, small drawings are checked here: nobody waits for it to start."""

    def answer(self, drawing: bytes, owner: Hashable, tab: Hashable = None) -> bytes:
        """What `/api/check/` says of a drawing. The next question of the same owner's ``tab`` ends this one.

        Raises:
            InvalidDocument: it can't be read, or takes too long.
            ApiError: ``superseded``, ``checks_away``.
            TooMany: the owner asks too much at once.
        """
        is_here = not self.is_warm and len(drawing) <= SMALL_BYTES
        return self._answer(CHECK + drawing, owner, tab, is_here=is_here)

    def preview(self, asked: bytes, owner: Hashable, tab: Hashable = None) -> bytes:
        """What `/api/data/preview/` says of the data of a node: never here, as nobody knows how long it takes.

        Raises: as `answer`.
        """
        return self._answer(PREVIEW + asked, owner, tab, is_here=False)

    def fit(self, asked: bytes, owner: Hashable, tab: Hashable = None) -> bytes:
        """What `/api/weights/<digest>/fit/` says of a drawing.

        Raises: as `answer`.
        """
        return self._answer(FIT + asked, owner, tab, is_here=not self.is_warm and len(asked) <= SMALL_BYTES)

    def _answer(self, question: bytes, owner: Hashable, tab: Hashable, *, is_here: bool) -> bytes:
        with self._news:
            if question in self._known:
                self._known.move_to_end(question)
                return self._known[question]
            future = None if is_here else self._put(question, owner, (owner, tab) if tab else None)
        return _answered_here(question) if future is None else future.result()

    def warm(self) -> None:
        """Start the process for small drawings, and one for all else: somebody will open a page soon."""
        try:
            self._warmed(CHECK + Document().model_dump_json().encode())
            self.is_warm = True
            self._warmed(PREVIEW + FIRST_PREVIEW)
        except (ApiError, InvalidDocument):
            log.exception("A process that checks drawings could not be started")

    def _warmed(self, question: bytes) -> None:
        with self._news:
            future = self._put(question, "warming", None)
        future.result()

    def end(self) -> None:
        """End every process; who waits is told that checks are away."""
        for checker in self.checkers:
            checker.end()

    def _put(self, question: bytes, owner: Hashable, tab: Hashable) -> Future[bytes]:
        if tab is not None:
            self._supersede(tab)
        future: Future[bytes] = Future()
        job = self._like(question)
        if job is None:
            self._refuse(owner)
            job = Job(question, owner)
            self._waiting.setdefault(owner, deque()).append(job)
        job.askers[future] = tab
        self._begin()
        self._news.notify_all()
        return future

    def _like(self, question: bytes) -> Job | None:
        under_way = [*self._running.values(), *(job for jobs in self._waiting.values() for job in jobs)]
        return next((job for job in under_way if job.question == question and job.askers), None)

    def _refuse(self, owner: Hashable) -> None:
        mine = len(self._waiting.get(owner, ()))
        if mine >= MAX_OF_OWNER:
            raise TooMany("too_many_checks", f"{mine} drawings of yours wait to be checked.", "Wait for their answers.")
        if sum(map(len, self._waiting.values())) >= MAX_WAITING:
            raise ApiError(503, "checks_away", "Too many drawings wait to be checked.", "Try again in a moment.")

    def _supersede(self, tab: Hashable) -> None:
        """The older questions of a tab are answered with a refusal; what nobody else waits for is not done."""
        for jobs in self._waiting.values():
            for job in jobs:
                _leave(job, tab)
        for checker, job in self._running.items():
            if _leave(job, tab) and not job.askers:
                checker.interrupt()

    def _begin(self) -> None:
        if not self._threads:
            self._threads = [
                threading.Thread(target=self._work, args=(checker,), daemon=True, name=f"checks-{place}")
                for place, checker in enumerate(self.checkers)
            ]
            for thread in self._threads:
                thread.start()

    def _work(self, checker: Checker) -> None:
        while True:
            with self._news:
                while (job := self._next(checker)) is None:
                    self._news.wait()
                self._running[checker] = job
                self._news.notify_all()  # another may take what this one would have taken
            kind, content = self._asked(checker, job)
            with self._news:
                del self._running[checker]
                self._settle(job, kind, content)

    def _next(self, checker: Checker) -> Job | None:
        """The first fitting job of whoever was served longest ago; the owner goes to the end of the line."""
        first = self.checkers[0]  # the one that is warm: small drawings are its own, unless it is at one
        takes_large, takes_small = checker is not first, checker is first or first in self._running
        for owner, jobs in list(self._waiting.items()):
            while jobs and not jobs[0].askers:
                jobs.popleft()
            fitting = (each for each in jobs if each.askers and (takes_small if each.is_small else takes_large))
            job = next(fitting, None)
            if job is not None:
                jobs.remove(job)
                self._waiting.move_to_end(owner)
            if not jobs:
                del self._waiting[owner]
            if job is not None:
                return job
        return None

    def _asked(self, checker: Checker, job: Job, *, is_second: bool = False) -> tuple[bytes, bytes]:
        try:
            return checker.ask(job.question, TIME_S)
        except Gone as gone:
            if gone.was_slow or is_second:
                return b"", b""
            return self._asked(checker, job, is_second=True)
        except Exception:
            log.exception("A question could not be answered apart")
            return b"", b""

    def _settle(self, job: Job, kind: bytes, content: bytes) -> None:
        if kind == SUPERSEDED and job.askers:  # somebody came just as it was ended
            self._waiting.setdefault(job.owner, deque()).appendleft(job)
            self._news.notify_all()
            return
        fault = _fault(job.question, kind, content)
        if fault is None and job.askers:
            self._keep(job.question, content)
        for future in job.askers:
            if fault is None:
                future.set_result(content)
            else:
                future.set_exception(fault)
        job.askers.clear()

    def _keep(self, question: bytes, content: bytes) -> None:
        self._known[question] = content
        held = sum(len(asked) + len(told) for asked, told in self._known.items())
        while len(self._known) > KEPT or (held > KEPT_BYTES and self._known):
            asked, told = self._known.popitem(last=False)
            held -= len(asked) + len(told)


def _leave(job: Job, tab: Hashable) -> bool:
    """Take a tab's older question out of a job; whether one was there."""
    leaving = [future for future, asker in job.askers.items() if asker == tab]
    for future in leaving:
        del job.askers[future]
        future.set_exception(
            ApiError(409, "superseded", "A newer state of this drawing is being checked.", "Wait for that answer.")
        )
    return bool(leaving)


def _answered_here(question: bytes) -> bytes:
    kind, content = answered(question)
    if fault := _fault(question, kind, content):
        raise fault
    return content


def _fault(question: bytes, kind: bytes, content: bytes) -> Exception | None:
    if kind == REFUSED:
        return InvalidDocument([Problem.model_validate(each) for each in json.loads(content)])
    if kind:
        return None
    return InvalidDocument([_too_long_to_show() if question[:1] == PREVIEW else _too_long_to_check()])


def _too_long_to_check() -> Problem:
    return Problem(
        code="too_long_to_check",
        message=f"This drawing can't be checked in {TIME_S:.0f} seconds.",
        hint=f"Draw what repeats once, as a block; a drawing of {MAX_NODES:,} plain nodes takes a few seconds.",
    )


def _too_long_to_show() -> Problem:
    return Problem(
        code="too_long_to_show",
        message=f"These data can't be made in {TIME_S:.0f} seconds.",
        hint="Ask for fewer samples.",
    )


pool = Pool()
