"""What takes seconds and holds nobody up: one question after the other; who asks comes again for the answer."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict

from builder.drawing.problems import Problem
from webapp.checking.child import REFUSED
from webapp.checking.process import Checker, Gone
from webapp.errors import TooMany

log = logging.getLogger(__name__)

TIME_S = 60.0
IDLE_S = 60.0
"""After so long without a question the process ends: it holds some hundred MB."""
MAX_WAITING = 200
KEPT = 512
AGAIN_S = 5.0

TOO_LONG = Problem(code="too_long", message=f"This takes longer than {TIME_S:.0f} seconds here.")
DIED = Problem(code="not_computed", message="The process that computed this ended, twice.")


class Aside:
    """A process of its own, of low priority, that is there while there are questions. Answers are kept."""

    def __init__(self) -> None:
        self._checker = Checker(is_patient=True)
        self._news = threading.Condition()
        self._waiting: OrderedDict[bytes, None] = OrderedDict()
        self._known: OrderedDict[bytes, bytes | Problem] = OrderedDict()
        self._thread: threading.Thread | None = None

    def answer(self, question: bytes) -> bytes | Problem | None:
        """What is known, or None: it is being computed.

        Raises:
            TooMany: ``too_many_comparisons``.
        """
        with self._news:
            if question in self._known:
                self._known.move_to_end(question)
                return self._known[question]
            if question not in self._waiting:
                if len(self._waiting) >= MAX_WAITING:
                    raise TooMany(
                        "too_many_comparisons",
                        f"{MAX_WAITING} comparisons wait to be computed.",
                        "Look again in a moment.",
                        AGAIN_S,
                    )
                self._waiting[question] = None
                self._begin()
                self._news.notify_all()
            return None

    def end(self) -> None:
        """End the process."""
        self._checker.end()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="aside")
            self._thread.start()

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._waiting:
                    if not self._news.wait(IDLE_S):
                        self._checker.end()
                question = next(iter(self._waiting))
            found = self._asked(question)
            with self._news:
                del self._waiting[question]
                self._known[question] = found
                while len(self._known) > KEPT:
                    self._known.popitem(last=False)

    def _asked(self, question: bytes, *, is_second: bool = False) -> bytes | Problem:
        try:
            kind, content = self._checker.ask(question, TIME_S)
        except Gone as gone:
            if gone.was_slow:
                return TOO_LONG
            return DIED if is_second else self._asked(question, is_second=True)
        except Exception:
            log.exception("A question could not be answered aside")
            return DIED
        return Problem.model_validate(json.loads(content)[0]) if kind == REFUSED else content


aside = Aside()
